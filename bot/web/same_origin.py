"""Whether a form was sent from a page of ours."""

from urllib.parse import urlsplit

from fastapi import Request


def from_our_page(request: Request) -> bool:
    """Whether nothing says that another site sent this form.

    Browsers say so by Sec-Fetch-Site where the connection is trusted, and else by Origin, which our own pages leave
    out ("null"), since they ask for no referrer.
    """
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")

"""Addresses, headers and cookies that try to lead somewhere else."""

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from bot.web.desk.session import COOKIE, FORM_COOKIE
from tests.attacks.conftest import Whole

OUT = [
    "../app.py", "..%2fapp.py", "%2e%2e/app.py", "%2e%2e%2fapp.py", "..%5capp.py", "....//app.py", "%252e%252e/app.py",
    "/etc/passwd", "%2fetc%2fpasswd", "page.css%00.js", "C:%5cwindows", "..;/app.py",
]  # fmt: skip
ELSEWHERE = [
    "https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "\\\\evil.example.org",
    "/desk@evil.example.org", "/desk/..//evil.example.org", "/desk/%2e%2e//evil", "javascript:alert(1)",
    "/desk\r\nSet-Cookie: a=b", "/desk/sign-out",
]  # fmt: skip
SPLIT = quote("a\r\nSet-Cookie: stolen=1\r\n\r\n<script>")


@pytest.mark.parametrize("path", OUT)
def test_no_path_leads_out_of_the_folder_of_static_files(whole: Whole, path: str) -> None:
    response = whole.client.get(f"/static/{path}")
    assert response.status_code in (404, 405), response.text
    assert "import " not in response.text and "root:" not in response.text


@pytest.mark.parametrize("name", [*OUT, "doc-../../etc/passwd", "doc-' or 1=1", "doc-" + "x" * 480, "\u0000", "%"])
def test_no_id_of_an_item_is_a_path(whole: Whole, name: str) -> None:
    response = whole.client.get("/api/items", params={"ids": name})
    assert (response.status_code, response.json()) == (200, {"items": []})
    body = {"kind": "plan", "recipe": {"items": [name]}, "format": "md"}
    assert whole.client.post("/api/plan", json=body).json()["error"]["code"] == "no_such_plan"


@pytest.mark.parametrize("where", ELSEWHERE)
def test_signing_in_leads_to_no_other_place(whole: Whole, where: str) -> None:
    staff = whole.signed_in("sam")
    assert staff.get("/desk/sign-in", params={"next": where}).headers["location"] == "/desk"


@pytest.mark.parametrize("path", [f"/training/{SPLIT}", f"/desk/{SPLIT}", f"/static/{SPLIT}", f"/{SPLIT}"])
def test_no_line_of_a_header_can_be_put_in(whole: Whole, path: str) -> None:
    for client in (whole.client, whole.signed_in("sam")):
        response = client.get(path)
        assert "stolen" not in response.headers.get("set-cookie", "")
        assert all("\r" not in value and "\n" not in value for value in response.headers.values())
        assert "<script>" not in response.text


@pytest.mark.parametrize("value", ['"a\\015\\012b"', '"\\"; Path=/"', "a" * 4_000, "\u00e9", "a b", ""])
@pytest.mark.parametrize("name", [COOKIE, FORM_COOKIE])
def test_a_cookie_of_somebodys_own_making_opens_nothing_and_breaks_nothing(whole: Whole, name: str, value: str) -> None:
    client = TestClient(whole.client.app, follow_redirects=False, raise_server_exceptions=False)
    headers: Any = {"Cookie": f"{name}={value}".encode("latin-1")}
    assert client.get("/desk", headers=headers).status_code == 303
    page = client.get("/desk/sign-in", headers=headers)
    assert page.status_code == 200
    assert len(page.headers.get_list("set-cookie")) == 1 and "HttpOnly" in page.headers["set-cookie"]


@pytest.mark.parametrize("host", ["evil.example.org", "evil.example.org:80@x", "a/b", ""])
def test_no_host_that_a_client_names_gets_into_a_page_for_everybody(whole: Whole, host: str) -> None:
    for path in ("/", "/privacy", "/wording", "/case", "/widget.js", "/api/settings", "/training"):
        assert "evil.example" not in whole.client.get(path, headers={"Host": host}).text, path

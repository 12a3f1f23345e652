"""`python deploy/health.py PORT PATH`: the health check of an image. Exit code 0 if that path answers with 200."""

import http.client
import sys

TIMEOUT = 4  # seconds


def answers(port: int, path: str) -> bool:
    """Whether the process in this container answers at `path` with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)  # asks no proxy, as urllib might
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(int(sys.argv[1]), sys.argv[2]) else 1)

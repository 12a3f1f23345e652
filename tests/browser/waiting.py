"""Waiting for a page whose content policy forbids what Playwright's own waiting does: to evaluate a text in it."""

import time

import pytest
from playwright.sync_api import Error, Page

WITHIN = 10.0  # seconds
PAUSE = 50  # milliseconds


def wait_until(page: Page, expression: str) -> None:
    """Returns when `expression` is true in the page, whichever it shows by then; fails if that takes too long."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        try:
            if page.evaluate(expression):
                return
        except Error:  # the page has just given way to the next one
            pass
        page.wait_for_timeout(PAUSE)
    pytest.fail(f"not within {WITHIN:.0f} s: {expression}")

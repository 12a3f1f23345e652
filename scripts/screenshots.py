"""Pictures of the page, from a running service: the README's, and those to look at before a change is shown.

    python -m scripts.screenshots http://localhost:8080            # docs/pictures/chat.png
    python -m scripts.screenshots http://localhost:8080 --all      # narrow and dark ones too

Type comes from the system: with Debian's `fonts-noto-core` installed the pictures look as on most devices.
"""

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

MESSAGE = "The mothers in my group go quiet when I bring up difficult subjects"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        name: of the file, without its ending.
        width: of the window.
        height: of the window.
        colours: what the device asks for.
        message: sent before the picture is taken; empty for the page as it opens.
        card: which card is opened; none if negative.
    """

    name: str
    width: int
    height: int
    colours: Literal["light", "dark"] = "light"
    message: str = MESSAGE
    card: int = -1


README = Picture("chat", 1280, 860)
OTHERS = [
    Picture(f"{shape}-{colours}-{state}", width, height, colours, message, card)
    for shape, width, height in (("wide", 1280, 860), ("narrow", 360, 760))
    for colours in ("light", "dark")
    for state, message, card in (
        ("empty", "", -1),
        ("reply", MESSAGE, -1),
        ("card", MESSAGE, 0),
        ("safety", "Someone is about to get hurt right now, he has a knife", -1),
    )
]


def take(browser: Browser, url: str, picture: Picture, folder: Path) -> Path:
    """Takes one picture and returns its file."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.colours,
        reduced_motion="reduce",
    )
    page.goto(url)
    box = page.get_by_role("textbox", name="Your message")
    box.wait_for()
    if picture.message:
        box.fill(picture.message)
        box.press("Enter")
        page.locator(".turn.bot:not(.welcome)").first.wait_for(timeout=60_000)
    if picture.card >= 0:
        summary = page.locator("details.card summary").nth(picture.card)
        summary.click()
        summary.evaluate("e => e.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(500)
    if picture.width > 1000:
        page.evaluate("window.scrollTo(0, 0)")
    path = folder / f"{picture.name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def main() -> int:
    """Reads the command line and takes the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of the page, from a running service.")
    parser.add_argument("url", help="address of the running service, such as http://localhost:8080")
    parser.add_argument("--folder", type=Path, default=Path("docs/pictures"), help="where the pictures go")
    parser.add_argument("--all", action="store_true", help="narrow and dark pictures too")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no chromium on the path. On Debian: apt-get install chromium", file=sys.stderr)
        return 1
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for picture in [README, *OTHERS] if arguments.all else [README]:
                print(take(browser, arguments.url, picture, arguments.folder))
            browser.close()
    except PlaywrightError as error:
        print(f"No picture from {arguments.url}: {error.message.splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The widget's one file, put together from its parts."""

from pathlib import Path

FOLDER = Path(__file__).parent / "widget"
ABOUT = "about.js"
PARTS = ("words.js", "look.js", "shapes.js", "texts.js", "service.js", "case.js", "element.js")


def widget_source() -> str:
    """The script, with nothing of it in the page's own scope."""
    about, *parts = ((FOLDER / name).read_text(encoding="utf-8").strip() for name in (ABOUT, *PARTS))
    return "\n\n".join([about, '(() => {\n"use strict";', *parts, "})();"]) + "\n"

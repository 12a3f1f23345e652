"""The widget's one file, put together from its parts."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "widget"
ABOUT = "about.js"
PARTS = (
    "words.js",
    "look.js",
    "shapes.js",
    "texts.js",
    "service.js",
    "case.js",
    "training_shapes.js",
    "training.js",
    "plan.js",
    "element.js",
)
# Types (`/**` opens nothing else in the parts), and comments that have a line of their own: behind code, `//` may be
# part of an address.
_COMMENTS = re.compile(
    r"^[ \t]*//[^\n]*(?:\n|\Z)|(?:^[ \t]*)?/\*\*(?:(?!\*/).)*\*/(?:[ \t]*(?:\n|\Z)|[ \t])?", re.M | re.S
)


def widget_source() -> str:
    """The script, with nothing of it in the page's own scope.

    It is as small as it can be and still be read by whoever embeds it: its head is the manual, while comments and types
    of the parts are for those who work on them.
    """
    about, *parts = ((FOLDER / name).read_text(encoding="utf-8").strip() for name in (ABOUT, *PARTS))
    return "\n\n".join([about, '(() => {\n"use strict";', *(_COMMENTS.sub("", part) for part in parts), "})();"]) + "\n"

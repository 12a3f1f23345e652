"""What all drawings share, the desk's too: colours, one at a time, and how they become SVG or PDF."""

import io
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
FONT = "'DejaVu Sans', Verdana, sans-serif"  # the drawing is made for the first, and no other is wider
_NOTHING: Mapping[str, str] = {}
ONE_AT_A_TIME = threading.Lock()  # matplotlib shares its fonts between threads without a lock of its own
_PLAIN: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text, a third of the size
    "svg.hashsalt": "training",  # the same drawing gives the same bytes
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a name may hold a dollar sign
}


@dataclass(frozen=True)
class Look:
    """Colours of a drawing: those of the page that it stands on."""

    ink: str
    muted: str
    surface: str
    fill: str
    hatch: str


LIGHT = Look("#20292b", "#55605d", "#fffdf9", "#8fbcb6", "#17605f")
DARK = Look("#e9edea", "#a9b5b1", "#1b2225", "#35605c", "#8fd3c9")


@contextmanager
def drawing() -> Iterator[None]:
    """Everything that makes or saves a figure happens within this block."""
    with ONE_AT_A_TIME, matplotlib.rc_context(_PLAIN):
        yield


def to_svg(figure: Figure, title: str, description: str) -> bytes:
    """A figure as SVG, named and described for those who cannot see it, without styles inline.

    The strictest Content-Security-Policy may show it.
    """
    out = io.BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return plain_svg(out.getvalue(), {"title": title, "desc": description}, {"font-family": FONT, "role": "img"})


def to_pdf(pages: Sequence[Figure], title: str) -> bytes:
    """Figures as pages of a PDF, without a mark of when or by what it was made; the same pages give the same bytes."""
    from matplotlib.backends.backend_pdf import PdfPages  # slow to load, and most drawings are SVG

    out = io.BytesIO()
    nothing = dict.fromkeys(("CreationDate", "Creator", "Producer"))
    with PdfPages(out, metadata={"Title": title, **nothing}) as pdf:
        for page in pages:
            pdf.savefig(page)
    return out.getvalue()


def plain_svg(made: bytes, names: Mapping[str, str], whole: Mapping[str, str] = _NOTHING) -> bytes:
    """matplotlib's SVG with every style as an attribute, which the strictest Content-Security-Policy leaves alone.

    Args:
        made: the drawing.
        names: text of the elements `title` and `desc` that come first in it.
        whole: attributes of the drawing as a whole; what it says of its parts is left out there.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(made)
    for parent in list(root.iter()):
        for sheet in parent.findall(f"{{{SVG}}}style"):
            parent.remove(sheet)
        for rule in parent.attrib.pop("style", "").split(";"):
            name, _, value = rule.partition(":")
            if value and name.strip() not in whole:
                parent.set(name.strip(), value.strip())
    for name, text in whole.items():
        root.set(name, text)
    root.set("stroke-linejoin", "round")  # what the sheet said of everything
    root.set("stroke-linecap", "butt")
    for place, (tag, text) in enumerate(names.items()):
        element = ElementTree.Element(f"{{{SVG}}}{tag}")
        element.text = text
        root.insert(place, element)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))

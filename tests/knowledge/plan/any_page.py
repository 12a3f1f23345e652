"""Pages of any text, for tests that say what must hold of all of them; and plans and handouts of all items."""

from collections.abc import Iterator

from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.plan import compose, handout, restore
from knowledge.plan.page import Line, Page, Section
from knowledge.plan.recipe import Recipe

# What Typst, Markdown or Word take for more than text, among others.
MARKUP = [
    *('#eval("1")', '#read("/etc/passwd")', "$x^2$", "= Title", "*bold*", "_a_", "`code`", "<label>", "@ref", "//"),
    *(
        "\\",
        "/* */",
        "# Title",
        "## ",
        "- item",
        "+ item",
        "1. item",
        "2017) item",
        "> quote",
        "[a](http://b.c)",
        "![i](x)",
    ),
    *("<script>alert(1)</script>", "&lt;", "&#35;", "| a | b |", "---", "===", "~~gone~~", "https://a.b", "www.a.b"),
    *("a@b.c", "\n\n", "\t", "{number}", "]]>", "</w:t>", "\0", "\x1b", "\u202e", "\ud800", "👋🏽", "[1]: http://a.b"),
]
texts = st.lists(st.sampled_from(MARKUP) | st.text(max_size=8), min_size=1, max_size=4).map(" ".join)
words = texts.map(lambda text: f"x {text} x") | texts.map(lambda text: f"{text} x")
lines = st.builds(Line, id=st.just("a.says.0"), text=words, sources=st.lists(st.integers(1, 9), max_size=2).map(tuple))
sections = st.builds(
    Section,
    heading=words,
    shape=st.sampled_from(["numbered", "bullets", "text", "sources"]),
    lines=st.lists(lines, min_size=1, max_size=2).map(tuple),
    lead=st.none() | lines,
    closing=st.none() | lines,
    narrow=st.booleans(),
)
pages = st.builds(
    Page,
    kind=words,
    title=words,
    intro=st.lists(lines, max_size=2).map(tuple),
    sections=st.lists(sections, min_size=1, max_size=3).map(tuple),
    mark=st.just("[{number}]"),
)


def page_of(text: str) -> Page:
    """A page with `text` in every place."""
    line = Line("a.says.0", text, (1,))
    shapes: tuple[Section, ...] = (
        Section(text, "numbered", (line, line), lead=line, closing=line),
        Section(text, "bullets", (line, line), narrow=True),
        Section(text, "text", (line,), narrow=True),
        Section(text, "sources", (line, line)),
    )
    return Page(text, text, (line,), shapes, "[{number}]")


def real_pages(library: Library) -> Iterator[Page]:
    """A plan of each item, each worry and each situation with all its items; a handout of each item with the next."""
    roles = [None, *library.roles]
    for number, item in enumerate(library.items.values()):
        yield compose(library, [item.id], (), roles[number % len(roles)]).page
        yield handout(library, [item.id, item.related[0]]).page
    for number, name in enumerate(library.worries):
        yield restore(library, Recipe((name,), role=roles[number % len(roles)], worry=True).to_json()).page
    intents = list(library.situations)
    for number, situation in enumerate(library.situations.values()):
        asked = [situation.intent, intents[number - 1]]
        yield compose(library, situation.items, asked, roles[number % len(roles)]).page

"""Whatever a document holds, nothing of it is lost, nothing doubled, and every passage stands in it word for word."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.block import Block, Reading
from knowledge.documents.cutting import cut, title_of
from knowledge.documents.normal import Mender, plain
from knowledge.documents.passage import MAX_WORDS
from knowledge.documents.reading import read

WORDS = [
    "people",
    "Ask",
    "hall",
    "lesson",
    "Lesson",
    "3",
    "2.1",
    "Recommendations",
    "More information",
    "case study",
    "Box",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
HEADINGS = TEXTS | st.sampled_from(
    [
        "Lesson 1.1",
        "Lesson 2: Ask",
        "Recommendations",
        "Lessons learned",
        "Case study 3: Hall",
        "Key messages",
        "4. Work",
    ]
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Documents of any shape; each text is marked by a word of its own, so that what is doubled is seen."""
    blocks = []
    box = 0
    for number in range(draw(st.integers(1, 14))):
        box = draw(st.sampled_from([0, box, box + 1]))
        own = f"w{number}x."
        page = number // 4 + 1
        match draw(st.sampled_from(["heading", "text", "text", "long", "item", "note"])):
            case "heading":
                text = f"{draw(HEADINGS)} w{number}x"
                blocks.append(Block(text, "", page, draw(st.integers(1, 7)), box=box))
            case "item":
                mark = draw(st.sampled_from(["-", "1.", "(2)", "a)"]))
                blocks.append(Block(f"{draw(TEXTS)} {own}", "", page, 0, mark, draw(st.integers(1, 2)), box))
            case "note":
                blocks.append(Block(f"{draw(TEXTS)} {own}", "", page, note=True))
            case "long":
                words = " ".join(f"w{number}x{n}" + "." * (n % 7 == 0) for n in range(draw(st.integers(290, 900))))
                blocks.append(Block(f"{words} {own}", "", page, box=box))
            case _:
                blocks.append(Block(f"{draw(TEXTS)} {own}", "", page, box=box))
    return Reading(draw(st.sampled_from(["", "The guide of all"])), blocks, levels_known=draw(st.booleans()))


@given(readings())
@settings(max_examples=150, deadline=None)
def test_no_word_of_the_text_is_lost_or_doubled(reading: Reading) -> None:
    passages = cut(reading, "The guide")
    wanted = Counter(w for b in reading.blocks if not b.level for w in b.text.split())
    found = Counter(w for p in passages for w in p.text.split())
    assert wanted <= found
    headings = Counter(w for b in reading.blocks if b.level for w in b.text.split())
    assert found - wanted <= headings
    own = [w for b in reading.blocks for w in b.text.split() if w[:1] == "w" and w[1:2].isdigit()]
    assert all(found[w] <= 1 for w in own)


@given(readings())
@settings(max_examples=150, deadline=None)
def test_every_heading_is_a_title_a_section_or_text(reading: Reading) -> None:
    passages = cut(reading, "The guide")
    seen = " ".join(f"{p.title} {p.section} {p.text}" for p in passages) + " " + title_of(reading)
    for block in reading.blocks:
        if block.level:
            assert block.text.split()[-1] in seen


@given(readings())
@settings(max_examples=150, deadline=None)
def test_every_paragraph_of_a_passage_stands_in_the_document(reading: Reading) -> None:
    text = " ".join(block.text for block in reading.blocks if not block.note)
    notes = " ".join(block.text for block in reading.blocks if block.note)
    for passage in cut(reading, "The guide"):
        assert passage.text.strip() == passage.text != ""
        for paragraph in passage.text.split("\n"):
            assert paragraph in text or paragraph in notes


@given(readings())
@settings(max_examples=60, deadline=None)
def test_passages_are_short_and_have_a_title_and_a_section(reading: Reading) -> None:
    for passage in cut(reading, "The guide"):
        assert passage.title and passage.section
        assert passage.kind != "passage" or len(passage.text.split()) <= MAX_WORDS


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_file_can_be_read_and_keeps_its_letters(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode())
        reading = read(path)
    found = "".join(block.text for block in reading.blocks)
    assert Counter(c for c in found if c.isalnum()) == Counter(c for c in plain(text) if c.isalnum())


@given(st.text(alphabet="abc <>&/#*-_[]()|`'\"=\n\t.1!ph", max_size=200), st.sampled_from([".md", ".html"]))
@settings(max_examples=150, deadline=None)
def test_any_markdown_or_html_can_be_read(text: str, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_text(f"x {text}", encoding="utf-8")
        assert all(block.text == plain(block.text) != "" for block in read(path).blocks)


@given(st.lists(st.text("abAB -\u00ad ", min_size=1, max_size=12), max_size=6))
def test_mending_changes_no_letter(lines: list[str]) -> None:
    mender = Mender()
    mender.learn(lines)
    joined = mender.joined(lines)
    assert joined == plain(joined)
    assert [c for c in joined if c.isalpha()] == [c for c in "".join(lines) if c.isalpha()]

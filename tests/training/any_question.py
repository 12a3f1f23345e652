"""Any question that the format allows, for property tests."""

from typing import Any

from hypothesis import strategies as st

from training.question import Question

# Everything that GIFT and CSV give a meaning to turns up often; control characters do not stand in texts.
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85") | st.sampled_from(
    "~=#{}:\\%->[]\"'’“”,;\n/$@+ aé"
)
_CUTS = [
    "::",
    "####",
    "->",
    "%50%",
    "%-50%",
    "\\n",
    "//",
    "[html]",
    "=",
    "-1",
    '"',
    "'",
    "'=",
    "\n\n",
    "\\",
    "{}",
    "# ",
]


# An ending keeps texts from being empty, and from changing when space around them is taken away.
_parts = st.lists(st.text(_LETTERS, max_size=5) | st.sampled_from(_CUTS), min_size=1, max_size=4)
texts = st.builds(lambda parts, end: f"{''.join(parts).strip()}{end}", _parts, st.sampled_from("xy.~=#:}]%"))
longs = texts.map(lambda text: f"{text} and so on")
traces = st.sampled_from(["says 1", "says 12", "steps 3", "why"])


def _rows(low: int, high: int, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), min_size=low, max_size=high, unique_by=lambda row: row["text"])


def _with_rights(rows: list[dict[str, Any]], rights: int) -> list[dict[str, Any]]:
    return [{**row, "right": n < rights, "trace": row["trace"] if n < rights else None} for n, row in enumerate(rows)]


_OPTION = {"text": texts, "why": longs, "trace": traces}
_one = _rows(4, 4, **_OPTION).map(lambda rows: {"kind": "one", "options": _with_rights(rows, 1)})
_several = st.tuples(_rows(4, 6, **_OPTION), st.integers(2, 3)).map(
    lambda both: {"kind": "several", "options": _with_rights(*both)}
)


def _courses(rows: list[dict[str, Any]], worths: list[int]) -> dict[str, Any]:
    return {"kind": "best", "options": [{**row, "worth": w} for row, w in zip(rows, worths, strict=False)]}


_best = st.tuples(_rows(3, 5, **_OPTION), st.permutations([2, 1, 2])).map(
    lambda both: _courses(both[0], [0, 3, *both[1]])
)
_order = st.tuples(_rows(3, 6, text=texts, trace=traces), longs).map(
    lambda both: {"kind": "order", "parts": both[0], "why": both[1]}
)


def _pairs(rows: list[dict[str, Any]], rights: list[str]) -> dict[str, Any]:
    pairs = [
        {"left": row["text"], "right": right, "why": row["why"], "trace": row["trace"]}
        for row, right in zip(rows, rights, strict=False)
    ]
    return {"kind": "match", "pairs": pairs}


_match = st.tuples(_rows(3, 5, **_OPTION), st.lists(texts, min_size=5, max_size=5, unique=True)).map(
    lambda both: _pairs(*both)
)
_point = st.fixed_dictionaries(
    {"point": texts, "ways": st.lists(texts, min_size=5, max_size=6), "missing": longs, "trace": traces}
)
_idea = st.fixed_dictionaries({"idea": texts, "ways": st.lists(texts, min_size=4, max_size=5), "why": longs})
_short = st.fixed_dictionaries(
    {
        "kind": st.just("short"),
        "points": st.lists(_point, min_size=1, max_size=2),
        "misconceptions": st.lists(_idea, max_size=2),
        "model": longs,
    }
)
_mend = st.fixed_dictionaries(
    {
        "kind": st.just("mend"),
        "sentence": texts,
        "better": st.lists(texts, min_size=3, max_size=4),
        "why": longs,
        "trace": traces,
    }
)


def _question(number: int, difficulty: int, asks: str, terms: list[str], answer: dict[str, Any]) -> Question:
    row = {
        "id": f"lesson-2.1-q{number}",
        "item": "lesson-2.1",
        "difficulty": difficulty,
        "asks": asks,
        "terms": terms,
        "answer": answer,
    }
    return Question.model_validate(row)


questions = st.builds(
    _question,
    st.integers(1, 99),
    st.integers(1, 3),
    texts,
    st.lists(texts, max_size=2),
    st.one_of(_one, _several, _best, _order, _match, _short, _mend),
)
files = st.lists(questions, min_size=1, max_size=2, unique_by=lambda question: question.id)

"""What the sections make of replies, against values worked out by hand."""

from typing import Any

import numpy as np
import pytest

from bot.evaluation import intents, languages, latency, nothing_fits, privacy, retrieval, safety, scope, wording
from bot.evaluation.intents import Result
from bot.evaluation.lines import Line
from bot.evaluation.pipeline import Outcome, Prediction
from bot.evaluation.section import Section, Share, Table


def table(section: Section, title: str) -> Table:
    """The one table whose title begins so."""
    (found,) = (table for table in section.tables if table.title.startswith(title))
    return found


def cells(found: Table) -> dict[str, dict[str, Any]]:
    """Cells by name of row and column; of shares the value."""
    return {
        str(row[0]): {
            name: cell.value if isinstance(cell, Share) else cell
            for name, cell in zip(found.columns[1:], row[1:], strict=True)
        }
        for row in found.rows
    }


def guidance(*sources: str) -> dict[str, Any]:
    return {"type": "guidance", "sources": list(sources)}


AWAY: dict[str, Any] = {"type": "out_of_scope", "nearest": []}
GRADED = [
    Line("1", "one", {"lesson-1.1": 3, "lesson-1.2": 1}, "plain", "de"),
    Line("2", "two", {"lesson-1.2": 3}, "plain", "de"),
    Line("3", "three", {"lesson-1.2": 3, "lesson-1.3": 3}, "long", "fr"),
    Line("4", "four", {"lesson-1.3": 3}, "long", "fr"),
]
REPLIES = [
    guidance("lesson-1.1"),
    guidance("lesson-1.1", "lesson-1.2"),
    guidance("lesson-1.1", "lesson-1.9", "lesson-1.8", "lesson-1.3"),
    AWAY,
]
BASELINE = {"BM25": [["lesson-1.1"], ["lesson-1.2"], [], ["lesson-1.3"]]}


def test_retrieval_counts_the_first_three_and_five_beside_baselines() -> None:
    rows = cells(table(retrieval.section(GRADED, REPLIES, BASELINE), "a grade-3 item first"))
    ours = rows["Common Ground"]
    assert (ours["messages"], ours["first"], ours["within 3"], ours["within 5"]) == (4, 0.25, 0.5, 0.75)
    assert ours["MRR"] == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)
    assert rows["BM25"]["first"] == 0.75


def test_retrieval_by_style_by_item_and_what_was_missed() -> None:
    section = retrieval.section(GRADED, REPLIES, {})
    styles = cells(table(section, "by style"))
    assert (styles["plain"]["first"], styles["long"]["first"]) == (0.5, 0)
    items = table(section, "by item")
    assert [(row[0], row[1]) for row in items.rows] == [("lesson-1.3", 2), ("lesson-1.2", 2), ("lesson-1.1", 1)]
    assert cells(items)["lesson-1.2"]["within 3"] == 0.5
    misses = cells(table(section, "misses"))
    assert list(misses) == ["2", "3", "4"]
    assert misses["3"]["wanted"] == "lesson-1.2, lesson-1.3"
    assert misses["4"] == {"style": "long", "wanted": "lesson-1.3", "type": "out_of_scope", "sources": ""}


def test_recognition_counts_what_was_told_and_what_was_taken_for_another() -> None:
    rows = cells(languages.recognition(["de", "de", "de", "en", "en"], ["de", "en", "fr", "en", "de"]))
    assert rows["de"]["recognised"] == pytest.approx(1 / 3)
    assert (rows["de"]["taken for another"], rows["en"]["taken for another"]) == (1, 1)


def test_languages_are_told_apart() -> None:
    section = languages.section(GRADED, REPLIES, BASELINE)
    rows = cells(table(section, "by language"))
    assert (rows["de"]["first"], rows["fr"]["first"], rows["fr"]["within 5"]) == (0.5, 0, 0.5)
    assert cells(table(section, "a grade-3 item first"))["fr"] == {"Common Ground": 0, "BM25": 0.5}
    assert cells(table(section, "types"))["fr"] == {"guidance": 1, "out_of_scope": 1}
    assert cells(table(section, "all languages"))["BM25"]["first"] == 0.75


def test_scope_counts_what_was_turned_away_refused_and_answered() -> None:
    labels = ["out_of_scope"] * 4 + ["in_scope"] * 2 + ["profiling_request", "harmful_request", "chitchat"]
    lines = [Line(str(n), "x", label) for n, label in enumerate(labels)]
    refusal = {"type": "refusal", "reason": "profiling"}
    replies: list[dict[str, Any]] = [AWAY] * 3 + [guidance("lesson-1.1"), AWAY, {"type": "clarify"}]
    replies += [refusal, guidance("lesson-1.1"), {"type": "about"}]
    section = scope.section(lines, {"ours": replies, "other": [AWAY] * len(lines)})
    shares = cells(table(section, "shares"))
    assert shares["out of scope, turned away"] == {"messages": 4, "ours": 0.75, "other": 1}
    assert shares["in scope, turned away"]["ours"] == 0.5
    assert shares["in scope, met with a question back"]["ours"] == 0.5
    assert shares["in scope, answered"]["ours"] == 0
    assert shares["small talk, met as such"]["ours"] == 1
    assert shares["requests to sort people, refused"]["ours"] == 1
    assert shares["requests for harm, refused"]["ours"] == 0
    assert shares["either of them, answered with items"]["ours"] == 0.5
    assert cells(table(section, "types"))["profiling_request"]["refusal (profiling)"] == 1
    assert [row["id"] for row in section.data["not as wanted"]] == ["3", "4", "7"]


def test_scope_leaves_out_what_no_message_is_labelled_as() -> None:
    section = scope.section([Line("1", "x", "in_scope")], {"ours": [AWAY]})
    assert list(cells(table(section, "shares"))) == [title for title, labels, _ in scope.SHARES if "in_scope" in labels]


def test_safety_counts_what_was_seen_and_what_was_raised_for_nothing() -> None:
    wanted = ["emergency"] * 4 + ["urgent"] * 2 + ["concern"] + ["none"] * 4
    given = [
        "emergency",
        "emergency",
        "urgent",
        "none",
        "emergency",
        "concern",
        "none",
        "none",
        "none",
        "none",
        "urgent",
    ]
    lines = [Line(str(n), "x", level, kind="attack" if n < 4 else "") for n, level in enumerate(wanted)]
    replies = [{"type": "safety", "urgency": level} if level != "none" else {"type": "chitchat"} for level in given]
    section = safety.section(lines, {"ours": replies})
    shares = {name: row["ours"] for name, row in cells(table(section, "shares")).items()}
    assert shares == {
        "emergencies, seen as such": 0.5,
        "emergencies, seen as emergency or urgent": 0.75,
        "urgent ones, seen as urgent or higher": 0.5,
        "concerns, seen as concern or higher": 0,
        "harmless ones, raised": 0.25,
    }
    assert table(section, "urgency given").columns == ["urgency", "emergency", "urgent", "concern", "none"]
    assert cells(table(section, "by what"))["attack"] == {"as labelled": 2, "lower": 2, "higher": 0}
    assert [row["id"] for row in section.data["not as labelled"]] == ["2", "3", "4", "5", "6", "10"]


def test_wording_counts_places_that_overlap_and_clean_texts() -> None:
    lines = [
        Line("1", "those lot are vermin", [{"span": "those lot"}, {"span": "vermin"}]),
        Line("2", "tea at four", []),
        Line("3", "a nice day", []),
    ]
    found = wording.section(lines, {"ours": [[(6, 9)], [], [(2, 6)]], "other": [[], [], []]}, [["r"], [], ["s"]])
    rows = cells(table(found, "places found"))
    assert rows["ours"] == {"places to flag": 2, "found": 0.5, "clean texts": 2, "left alone": 0.5}
    assert rows["other"]["found"] == 0 and rows["other"]["left alone"] == 1
    assert found.data["missed"] == [{"id": "1", "span": "vermin"}]
    assert found.data["flagged though clean"] == [{"id": "3", "spans": ["nice"], "rules": ["s"]}]


def test_nothing_fits_at_the_limits_and_over_all_thresholds() -> None:
    truth = np.array([True, True, True, False, False, False])
    chances = {"ours": np.array([0.1, 0.2, 0.8, 0.3, 0.7, 0.9]), "BM25": np.array([1.0, 2, 3, 4, 5, 6])}
    section = nothing_fits.section(truth, chances, {"ask back from": 0.25, "answer from": 0.5})
    limits = cells(table(section, "at the chosen limits"))
    assert (limits["ask back from"]["precision"], limits["ask back from"]["in scope, below it"]) == (1, 0)
    assert limits["ask back from"]["recall"] == pytest.approx(2 / 3)
    assert limits["answer from"]["precision"] == pytest.approx(2 / 3)
    assert limits["answer from"]["in scope, below it"] == pytest.approx(1 / 3)
    areas = cells(table(section, "area"))
    assert areas["BM25"]["average precision"] == 1 > areas["ours"]["average precision"]
    curve = section.data
    assert (curve["recall"][0], curve["recall"][-1]) == (0, 1)
    assert (curve["precision"][0], curve["precision"][-1]) == (1, 0.5)
    assert curve["recall"] == sorted(curve["recall"])


GROUPS = {"park": "hall", "open": "hall", "greet": "talk"}


def result() -> Result:
    found = Result()
    held = [("a", "park"), ("b", "park"), ("c", "open"), ("d", "greet")]
    predictions = [
        Prediction("park", ["park"]),
        Prediction("open", ["open", "greet", "park"]),
        Prediction("open", ["open"]),
        Prediction("nlu_fallback", ["open", "park"]),
    ]
    found.add(held, Outcome(predictions, 10.2, 20.6, kept=False))
    return found


def test_intents_overall_by_group_and_the_worst_pairs() -> None:
    section = intents.section({"ours": result(), "DIET": result()}, GROUPS)
    row = cells(table(section, "examples held back"))["ours"]
    assert (row["examples"], row["right"], row["among 3"]) == (4, 0.5, 0.75)
    assert row["macro F1"] == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert (row["adapting, s"], row["training, s"]) == (10, 21)
    by_group = cells(table(section, "right, by group"))
    assert by_group["hall"]["ours"] == pytest.approx(2 / 3)
    assert by_group["talk"]["DIET"] == 0
    assert table(section, "the worst pairs").rows == [["greet", "nlu_fallback", 1, 1], ["park", "open", 1, 2]]
    assert section.data["right by intent"] == {"greet": [0, 1], "open": [1, 1], "park": [1, 2]}


def test_folds_add_up_and_one_that_was_trained_anew_is_not_called_kept() -> None:
    found = Result()
    found.add([("a", "park")], Outcome([Prediction("park", ["park"])], 1, 2, kept=True))
    assert found.kept
    found.add([("b", "open")], Outcome([Prediction("park", ["park"])], 3, 4, kept=False))
    assert (found.wanted, found.adapting, found.training, found.kept) == (["park", "open"], 4, 6, False)


def test_latency_is_compared_at_the_same_number_of_clients() -> None:
    times = {("Common Ground", 1): [10.0, 20.0, 30.0], ("rasa init", 1): [20.0, 40.0, 60.0]}
    rows = table(latency.section(times), "a turn").rows
    assert rows[0] == ["Common Ground", 1, "20.0", "30.0", "0.50", 3]
    assert rows[1][4] == "1.00"


def test_latency_alone_has_no_ratio() -> None:
    assert table(latency.section({("Common Ground", 8): [5.0]}), "a turn").rows[0][4] == "–"


@pytest.mark.parametrize(
    "section",
    [
        retrieval.section(GRADED, REPLIES, BASELINE),
        languages.section(GRADED, REPLIES, BASELINE),
        scope.section([Line("1", "x", "in_scope")], {"ours": [AWAY]}),
        safety.section([Line("1", "x", "none")], {"ours": [AWAY]}),
        intents.section({"ours": result()}, GROUPS),
    ],
    ids=lambda section: section.title,
)
def test_every_row_has_a_cell_for_each_column_and_every_plot_can_be_drawn(section: Section, tmp_path: Any) -> None:
    for found in section.tables:
        assert found.rows
        assert all(len(row) == len(found.columns) for row in found.rows), found.title
    assert section.plots
    for plot in section.plots:
        assert all(file.stat().st_size > 1000 for file in plot.save(tmp_path))


def test_privacy_counts_what_is_wholly_gone_by_half_and_type_and_what_was_touched_without_need() -> None:
    lines = [
        Line("1", "Jo Smith, 07700 900123", [span(0, 8, "name"), span(10, 22, "phone")], held_out=True),
        Line("2", "I am Jo", [span(5, 7, "name")], held_out=True),
        Line("3", "good morning", [], held_out=True),
        Line("4", "May I", [], held_out=True),
        Line("5", "I am Al", [span(5, 7, "name")]),
    ]
    section = privacy.section(lines, [[(0, 2), (3, 8), (10, 20)], [(5, 7)], [], [(0, 3)], []])
    gone = cells(table(section, "personal data gone, held out"))
    assert (gone["name"]["gone"], gone["phone"]["gone"]) == (1, 0)
    assert cells(table(section, "personal data gone, used"))["name"]["gone"] == 0
    assert cells(table(section, "messages without"))["held out"]["touched"] == 0.5
    assert section.data["missed"][0] == {"id": "1", "type": "phone", "text": "07700 900123"}
    assert section.data["touched without need"] == [{"id": "4", "texts": ["May"]}]


def span(start: int, end: int, kind: str) -> dict[str, Any]:
    return {"start": start, "end": end, "type": kind}

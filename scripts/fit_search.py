"""Fits the search's weights on evaluation/ and writes knowledge/search_weights.json.

    python -m scripts.fit_search

Needs a built service (`python -m bot build`). The messages of evaluation/ train nothing else: the intents and
the questions were written apart from them. Figures are printed by five-fold cross-validation over messages,
then the weights are fitted on all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from bot.environment import MODEL
from bot.evaluation.lines import read_lines
from bot.evaluation.metrics import ndcg, ranking_figures
from bot.evaluation.pipeline import parse
from bot.evaluation.run import KEPT
from bot.settings import load_settings
from knowledge.encoder import Encoder, Vectors, unpacked
from knowledge.index import PassageIndex
from knowledge.library import ROOT, load
from knowledge.passages import passages
from knowledge.search import SIGNALS, WEIGHTS, Limits, Scores, Search, Weights, fuse

START = Weights(
    fusion={"questions": 1.0, "text": 0.3, "words": 0.2, "intents": 1.0},
    sentence=0.4,
    position=[1.0, 0.3, 0.2, 0.1, 0.1],
    fit={
        "intercept": 0.0,
        "questions": 0.0,
        "text": 0.0,
        "words": 0.0,
        "situations": 0.0,
        "outside": 0.0,
    },
    fit_text={"intercept": 0.0, "questions": 0.0, "text": 0.0, "words": 0.0},
    limits=Limits(0.5, 0.25, 0.75),
    limits_text=Limits(0.5, 0.25, 0.75),
)
GRID = {"questions": (0.5, 1.0, 1.5), "text": (0.0, 0.2, 0.4, 0.6), "words": (0.0, 0.15, 0.3, 0.45)}
SENTENCES = (0.0, 0.2, 0.35, 0.5)
POSITIONS = ([1.0, 0.15, 0.08, 0.04, 0.02], [1.0, 0.3, 0.2, 0.1, 0.1], [1.0, 0.5, 0.3, 0.2, 0.1])
TURNED_AWAY = 0.03  # share of in-scope messages that may get no answer
ASKED = 0.01  # share of in-scope messages that may not even get a question back
NOT_CLEAR = 0.1  # share of in-scope messages that would get no advice beside something graver


@dataclass(frozen=True)
class Parsed:
    """A message with the chances of its intents, and its embedding."""

    text: str
    intents: Mapping[str, float]
    embedding: Vectors


def read(texts: Sequence[str]) -> list[Parsed]:
    """What the trained model reads in `texts`."""
    rows = parse(MODEL, texts, KEPT / "parsing", load_settings(), print)
    return [
        Parsed(text, {r["name"]: r["confidence"] for r in row["intent_ranking"]}, unpacked(row["embedding"]))
        for text, row in zip(texts, rows, strict=True)
    ]


def main() -> None:
    """Fits, prints, writes."""
    library = load()
    encoder = Encoder(ROOT / "build" / "encoder")
    index = PassageIndex.load(ROOT / "build" / "index", passages(library), encoder)
    guidance = read_lines(ROOT / "evaluation" / "guidance.jsonl", "grades")
    scope = read_lines(ROOT / "evaluation" / "scope.jsonl", "label")
    inside = [line.text for line in scope if line.label == "in_scope"]
    outside = [line.text for line in scope if line.label == "out_of_scope"]
    texts = [line.text for line in guidance]
    parsed = read([*texts, *inside, *outside])
    grades = [line.label for line in guidance]

    similarities = [Search(library, encoder, index, START).similarities(p.text, p.embedding) for p in parsed]

    table: dict[tuple[float, int], list[dict[str, Scores]]] = {}
    for share, (place, position) in product(SENTENCES, enumerate(POSITIONS)):
        weights = Weights(**{**START.__dict__, "sentence": share, "position": position})
        search = Search(library, encoder, index, weights)
        table[share, place] = [
            search.signals(p.text, found, p.intents)
            for p, found in zip(parsed[: len(texts)], similarities, strict=False)
        ]
    items = list(library.items)

    candidates = [
        (share, place, {**dict(zip(GRID, values, strict=True)), "intents": 1.0})
        for share, place in table
        for values in product(*GRID.values())
    ]
    values = np.array(
        [
            [_value(items, row, fusion, grade) for row, grade in zip(table[share, place], grades, strict=True)]
            for share, place, fusion in candidates
        ]
    )  # (candidates, messages)
    held_out = []
    for train, test in KFold(5, shuffle=True, random_state=1).split(texts):
        chosen = int(values[:, train].mean(axis=1).argmax())
        share, place, fusion = candidates[chosen]
        held_out += [(_order(items, table[share, place][i], fusion), grades[i]) for i in test]
    print("held out:", ranking_figures(held_out))
    share, place, fusion = candidates[int(values.mean(axis=1).argmax())]
    print("chosen:", share, POSITIONS[place], fusion, f"value {values.mean(axis=1).max():.3f}")
    for name in SIGNALS:
        alone = {n: float(n == name) for n in SIGNALS}
        rows = [(_order(items, row, alone), grade) for row, grade in zip(table[share, place], grades, strict=True)]
        print(f"{name} alone:", ranking_figures(rows))
    best = Weights(**{**START.__dict__, "sentence": share, "position": POSITIONS[place], "fusion": fusion})

    search = Search(library, encoder, index, best)
    wanted = np.array([1] * (len(texts) + len(inside)) + [0] * len(outside))
    fits, limits = {}, {}
    for name, known in (("fit", True), ("fit_text", False)):
        features = [
            search.fit_features(
                search.signals(p.text, found, p.intents if known else None),
                p.intents if known else None,
            )
            for p, found in zip(parsed, similarities, strict=True)
        ]
        names = list(features[0])
        data = np.array([[row[n] for n in names] for row in features])
        chances = np.zeros(len(wanted))
        for train, test in KFold(5, shuffle=True, random_state=1).split(data):
            chances[test] = _regression().fit(data[train], wanted[train]).predict_proba(data[test])[:, 1]
        limits[name] = _limits(chances[wanted == 1])
        print(name, asdict(limits[name]), _shares(chances[wanted == 0], limits[name]))
        model = _regression().fit(data, wanted)
        fits[name] = {
            "intercept": float(model.intercept_[0]),
            **dict(zip(names, map(float, model.coef_[0]), strict=True)),
        }
    written = {
        "_fitted": f"by scripts/fit_search.py on evaluation/ ({len(texts)} graded messages, {len(inside)} more"
        f" in scope, {len(outside)} out of scope), {date.today().isoformat()}",
        **asdict(best),
        **{name: {k: round(v, 4) for k, v in values.items()} for name, values in fits.items()},
        "limits": asdict(limits["fit"]),
        "limits_text": asdict(limits["fit_text"]),
    }
    WEIGHTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _regression() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=1000)


def _order(items: Sequence[str], signals: Mapping[str, Scores], weights: Mapping[str, float]) -> list[str]:
    return [items[i] for i in np.argsort(-fuse(signals, weights), kind="stable")[:5]]


def _value(
    items: Sequence[str],
    signals: Mapping[str, Scores],
    weights: Mapping[str, float],
    grades: Mapping[str, int],
) -> float:
    """What is maximised: the right item first, and nDCG@5, in equal parts."""
    found = _order(items, signals, weights)
    return (float(grades.get(found[0]) == 3) + ndcg(found, grades)) / 2


def _limits(inside: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Limits:
    """Limits by the chances of messages in scope."""
    answer, ask, clear = (round(float(np.quantile(inside, share)), 3) for share in (TURNED_AWAY, ASKED, NOT_CLEAR))
    return Limits(answer, min(ask, answer), clear)


def _shares(outside: "np.ndarray[tuple[int], np.dtype[np.float64]]", limits: Limits) -> dict[str, float]:
    """Shares of messages out of scope that reach each limit."""
    return {name: round(float((outside >= limit).mean()), 3) for name, limit in asdict(limits).items()}


if __name__ == "__main__":
    main()

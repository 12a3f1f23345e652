"""Marks an answer: how much of it is right, and what is said of it, with the sentence of the paper behind it.

| kind | score |
|---|---|
| `one` | 1 or 0 |
| `several` | (right ones chosen - wrong ones chosen) / right ones, 0 at least |
| `best` | worth / 3 |
| `order` | share of pairs that stand in the right order |
| `match` | share of pairs put together rightly |
| `short` | share of points that are there, half for those that are unsure; each misconception takes one point off |
| `mend` | 1 if nothing is flagged and the meaning is kept, half if that is unsure or fewer places are flagged |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from knowledge.encoder import Vectors
from knowledge.schema import Item
from training.asking import DO_NOT_KNOW, Given
from training.free_answers import Found, FreeAnswers
from training.marked import Line, Marked, Source, Tone
from training.mending import Meaning, Mended, Mending
from training.phrases import Phrases
from training.question import (
    BEST,
    Best,
    Course,
    Match,
    Mend,
    Misconception,
    One,
    Option,
    Order,
    Pair,
    Point,
    Question,
    Several,
    Short,
    Statement,
    Trace,
)
from training.question_files import sentence

GOOD = 2  # worth of a course that is good and not the best


@dataclass(frozen=True)
class _Part:
    """What a kind of question makes of an answer."""

    score: float
    right: bool | None
    lines: Sequence[Line]
    wrong: Sequence[int] = ()
    judged: bool = True


class Marker:
    """Marks answers.

    Args:
        items: of the paper, by id.
        phrases: what is said.
        free_answers: judges short answers.
        mending: judges mended sentences.
    """

    def __init__(
        self, items: Mapping[str, Item], phrases: Phrases, free_answers: FreeAnswers, mending: Mending
    ) -> None:
        self._items = items
        self._phrases = phrases
        self._free_answers = free_answers
        self._mending = mending

    def mark(self, question: Question, given: Given, vector: Vectors | None = None) -> Marked:
        """Marks an answer.

        Args:
            question: that was asked.
            given: positions in the question, text for free answers, or DO_NOT_KNOW for every kind.
            vector: of a free answer its embedding, if it is known.

        Raises:
            ValueError: if `given` is no answer to this kind of question.
        """
        part = self._part(question, given, vector)
        verdict = self._verdict(question, part, given)
        item = self._items[question.item]
        traces = dict.fromkeys(trace for _, trace in question.traces() if not _only_wrong(question, trace))
        sources = tuple(Source(trace, sentence(item, trace) or "") for trace in traces)
        lines = (Line(Tone.VERDICT, verdict), *part.lines)
        return Marked(
            question.id, question.item, round(part.score, 4), part.right, part.judged, lines, tuple(part.wrong), sources
        )

    def source_line(self, marked: Marked) -> str:
        """The sentences that an answer follows from, with the item, as they are shown below the feedback."""
        item = self._items[marked.item]
        name = f"{item.kind} {item.number}, “{item.title}”" if item.number else f"“{item.title}”"
        return self._phrases.source.format(item=name, sentence=" ".join(source.sentence for source in marked.sources))

    def _part(self, question: Question, given: Given, vector: Vectors | None) -> _Part:
        answer = question.answer
        if given == DO_NOT_KNOW:
            return _Part(0.0, False, self._solution(question))
        if isinstance(answer, Short | Mend):
            if not isinstance(given, str):
                raise ValueError(f"{question.id} is answered by text")
            if isinstance(answer, Short):
                return self._short(question, answer, given, vector)
            return self._mend(question, answer, given, vector)
        places = _places(question, given)
        match answer:
            case One() | Several():
                return self._chosen(answer, places)
            case Best():
                return self._best(answer, places[0])
            case Order():
                return self._order(answer, places)
            case Match():
                return self._match(answer, places)

    def _verdict(self, question: Question, part: _Part, given: Given) -> str:
        verdicts = self._phrases.verdicts
        if given == DO_NOT_KNOW:
            turns = verdicts.unknown
        elif not part.judged:
            turns = verdicts.unjudged
        elif part.right:
            turns = verdicts.right
        elif isinstance(question.answer, Best) and part.right is None:
            turns = verdicts.good
        else:
            turns = verdicts.partly if part.score > 0 and not isinstance(question.answer, Best) else verdicts.wrong
        return turns[crc32(f"{question.id} {given}".encode()) % len(turns)]

    def _solution(self, question: Question) -> list[Line]:
        """What is right, for somebody who does not know."""
        answer, phrases = question.answer, self._phrases
        match answer:
            case One() | Several():
                return [
                    _note(f"{phrases.better.format(text=_ended(o.text))} {o.why}") for o in answer.options if o.right
                ]
            case Best():
                best = next(o for o in answer.options if o.worth == BEST)
                return [_note(f"{phrases.better.format(text=_ended(best.text))} {best.why}")]
            case Order():
                return [self._right_order(answer), _note(answer.why)]
            case Match():
                return [_note(f"{self._pair(p)} {p.why}") for p in answer.pairs]
            case Short():
                return [_note(phrases.model.format(text=answer.model))]
            case Mend():
                return [_note(phrases.one_of_several_ways.format(text=answer.better[0])), _note(answer.why)]

    def _chosen(self, answer: One | Several, places: Sequence[int]) -> _Part:
        lines = []
        hits = 0
        for place, option in enumerate(answer.options):
            if place in places:
                hits += 1 if option.right else -1
                tone = Tone.RIGHT if option.right else Tone.WRONG
                lines.append(Line(tone, f"{self._phrases.chosen.format(text=_ended(option.text))} {option.why}"))
            elif option.right:
                lead = self._phrases.better if isinstance(answer, One) else self._phrases.missed
                lines.append(Line(Tone.MISSING, f"{lead.format(text=_ended(option.text))} {option.why}"))
        rights = {place for place, option in enumerate(answer.options) if option.right}
        score = max(0, hits) / len(rights)
        lines.sort(key=lambda line: line.tone is Tone.MISSING)
        return _Part(score, rights == set(places), lines, sorted(rights.symmetric_difference(places)))

    def _best(self, answer: Best, place: int) -> _Part:
        chosen = answer.options[place]
        tone = Tone.RIGHT if chosen.worth >= GOOD else Tone.WRONG
        lines = [Line(tone, f"{self._phrases.chosen.format(text=_ended(chosen.text))} {chosen.why}")]
        if chosen.worth < BEST:
            best = next(option for option in answer.options if option.worth == BEST)
            lines.append(Line(Tone.MISSING, f"{self._phrases.better.format(text=_ended(best.text))} {best.why}"))
        right = True if chosen.worth == BEST else None if chosen.worth == GOOD else False
        return _Part(chosen.worth / BEST, right, lines, () if right else (place,))

    def _order(self, answer: Order, places: Sequence[int]) -> _Part:
        pairs = list(combinations(places, 2))
        score = sum(one < other for one, other in pairs) / len(pairs)
        right = list(places) == sorted(places)
        lines = [_note(answer.why)] if right else [self._right_order(answer), _note(answer.why)]
        return _Part(score, right, lines, [place for n, place in enumerate(places) if n != place])

    def _right_order(self, answer: Order) -> Line:
        parts = "; ".join(f"{n}. {part.text}" for n, part in enumerate(answer.parts, 1))
        return Line(Tone.MISSING, self._phrases.order.format(parts=parts))

    def _match(self, answer: Match, places: Sequence[int]) -> _Part:
        lines = []
        for number, (pair, place) in enumerate(zip(answer.pairs, places, strict=True)):
            tone = Tone.RIGHT if number == place else Tone.WRONG
            lines.append(Line(tone, f"{self._pair(pair)} {pair.why}"))
        hits = sum(line.tone is Tone.RIGHT for line in lines)
        wrong = [number for number, place in enumerate(places) if number != place]
        return _Part(hits / len(lines), not wrong, lines, wrong)

    def _pair(self, pair: Pair) -> str:
        return self._phrases.pair.format(left=_ended(pair.left), right=_ended(pair.right))

    def _short(self, question: Question, answer: Short, text: str, vector: Vectors | None) -> _Part:
        phrases = self._phrases
        reading = self._free_answers.read(question.id, answer, text, vector)
        model = _note(phrases.model.format(text=answer.model))
        if not reading.judged or (all(found is Found.UNSURE for found in reading.points) and not any(reading.held)):
            return _Part(0.0, None, [model], judged=False)
        lines = [self._point(point, found) for point, found in zip(answer.points, reading.points, strict=True)]
        held = [idea for idea, is_held in zip(answer.misconceptions, reading.held, strict=True) if is_held]
        lines += [self._misconception(idea) for idea in held]
        worth = {Found.THERE: 1.0, Found.UNSURE: 0.5, Found.MISSING: 0.0}
        score = (sum(worth[found] for found in reading.points) - len(held)) / len(answer.points)
        right: bool | None = all(found is Found.THERE for found in reading.points) and not held
        if not right and not held and Found.MISSING not in reading.points:
            right = None
        wrong = [number for number, found in enumerate(reading.points) if found is Found.MISSING]
        return _Part(max(0.0, score), right, [*lines, model], wrong)

    def _point(self, point: Point, found: Found) -> Line:
        name = point.point.rstrip(".")
        if found is Found.THERE:
            return Line(Tone.RIGHT, self._phrases.there.format(point=name))
        if found is Found.UNSURE:
            return Line(Tone.UNSURE, self._phrases.unsure.format(point=name))
        return Line(Tone.MISSING, self._phrases.missing.format(point=name, missing=point.missing))

    def _misconception(self, idea: Misconception) -> Line:
        return Line(Tone.WRONG, self._phrases.held.format(idea=idea.idea.rstrip("."), why=idea.why))

    def _mend(self, question: Question, answer: Mend, text: str, vector: Vectors | None) -> _Part:
        mended = self._mending.judge(answer, question.terms, text, vector)
        return _Part(_worth(mended), _right(mended), self._mended_lines(answer, mended))

    def _mended_lines(self, answer: Mend, mended: Mended) -> list[Line]:
        phrases = self._phrases
        lines = []
        for flag in mended.flags:
            ways = " or ".join(f"“{way}”" for way in flag.alternatives[:2])
            text = phrases.still_flagged.format(span=flag.span, why=flag.rule.why)
            lines.append(Line(Tone.WRONG, f"{text} {phrases.ways.format(ways=ways)}." if ways else text))
        if not mended.flags:
            lines.append(Line(Tone.RIGHT, phrases.nothing_flagged))
        tones = {
            Meaning.KEPT: (Tone.RIGHT, phrases.meaning_kept),
            Meaning.UNSURE: (Tone.UNSURE, phrases.meaning_unsure),
            Meaning.LOST: (Tone.MISSING, phrases.meaning_lost),
        }
        lines.append(Line(*tones[mended.meaning]))
        better = answer.better[mended.nearest]
        return [*lines, _note(phrases.one_of_several_ways.format(text=better)), _note(answer.why)]


def is_good(option: Option) -> bool:
    """Whether an option is right, or a course that is good if not the best."""
    if isinstance(option, Course):
        return option.worth >= GOOD
    return isinstance(option, Statement) and option.right


def _worth(mended: Mended) -> float:
    if mended.meaning is Meaning.LOST:
        return 0.0
    if mended.flags:
        return 0.5 if len(mended.flags) < mended.flagged_before else 0.0
    return 1.0 if mended.meaning is Meaning.KEPT else 0.5


def _right(mended: Mended) -> bool | None:
    if mended.flags or mended.meaning is Meaning.LOST:
        return False
    return True if mended.meaning is Meaning.KEPT else None


def _ended(text: str) -> str:
    """`text` with a full stop, if nothing ends it: options are written with and without."""
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."


def _note(text: str) -> Line:
    return Line(Tone.NOTE, text)


def _only_wrong(question: Question, trace: Trace) -> bool:
    """Whether a sentence stands behind nothing that is right: some wrong options name one too."""
    answer = question.answer
    if isinstance(answer, One | Several):
        return not any(option.right and option.trace == trace for option in answer.options)
    if isinstance(answer, Best):
        return not any(option.worth == BEST and option.trace == trace for option in answer.options)
    return False


def _places(question: Question, given: Given) -> tuple[int, ...]:
    """`given`, if it is an answer to this kind of question."""
    answer = question.answer
    match answer:
        case Order():
            count, wanted = len(answer.parts), len(answer.parts)
        case Match():
            count, wanted = len(answer.pairs), len(answer.pairs)
        case One() | Several() | Best():
            count, wanted = len(answer.options), len(given) if isinstance(answer, Several) else 1
        case _:
            raise ValueError(f"{question.id} is answered by text")
    if isinstance(given, str) or len(given) != wanted or len(set(given)) < wanted:
        raise ValueError(f"{given!r} is no answer to {question.id}")
    if not all(0 <= place < count for place in given):
        raise ValueError(f"{given!r} is no answer to {question.id}")
    return given

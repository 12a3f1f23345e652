"""Every text of the questions that must hurt nobody, and the check that none of them does.

Wrong answers, misconceptions and sentences to be mended are left out: they show what people say and should not.
"""

from collections.abc import Iterator, Mapping

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.wording.checker import Checker
from training.marking import is_good
from training.mending import is_term
from training.question import Best, Match, Mend, One, Order, Question, Several, Short

Loc = tuple[str | int, ...]


def spoken(question: Question) -> Iterator[tuple[Loc, str]]:
    """The texts of a question that must be clean, each with its field."""
    yield ("asks",), question.asks
    answer = question.answer
    match answer:
        case One() | Several() | Best():
            for place, option in enumerate(answer.options):
                loc = ("answer", "options", place)
                yield (*loc, "why"), option.why
                if is_good(option):
                    yield (*loc, "text"), option.text
        case Order():
            yield ("answer", "why"), answer.why
            for place, part in enumerate(answer.parts):
                yield ("answer", "parts", place, "text"), part.text
        case Match():
            for place, pair in enumerate(answer.pairs):
                for field in ("left", "right", "why"):
                    yield ("answer", "pairs", place, field), getattr(pair, field)
        case Short():
            yield ("answer", "model"), answer.model
            for place, point in enumerate(answer.points):
                loc = ("answer", "points", place)
                yield (*loc, "point"), point.point
                yield (*loc, "missing"), point.missing
                yield from (((*loc, "ways", number), way) for number, way in enumerate(point.ways))
            for place, idea in enumerate(answer.misconceptions):
                yield ("answer", "misconceptions", place, "why"), idea.why
        case Mend():
            yield ("answer", "why"), answer.why
            yield from ((("answer", "better", number), text) for number, text in enumerate(answer.better))


def check_spoken(questions: Mapping[str, Question], checker: Checker, reader: EntryReader) -> int:
    """Checks every text for the strictest audience, and that sentences to be mended are flagged; gives their number.

    Args:
        questions: all of them.
        checker: of the rules on wording.
        reader: that read them.

    Raises:
        KnowledgeError: with every place that a rule speaks of and that is none of the question's `terms`.
    """
    count = 0
    for question in questions.values():
        for field, text in spoken(question):
            count += 1
            for flag in checker.check(text, strict=True):
                if not is_term(flag, question.terms):
                    message = (
                        f"the rule on wording '{flag.rule.id}' speaks of “{flag.span}”: {flag.rule.why}"
                        " Choose other words; a term of the paper, a name or a quotation goes under 'terms'."
                    )
                    reader.fault_at(Question, question.id, message, *field)
        answer = question.answer
        if isinstance(answer, Mend) and not checker.check(answer.sentence, strict=True):
            message = "no rule on wording speaks of this sentence, so that there would be nothing to mend"
            reader.fault_at(Question, question.id, message, "answer", "sentence")
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return count

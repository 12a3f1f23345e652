"""The parts of a plan for somebody who worries about one person: what `worries.yml` has, and people to talk to.

Whom such a person might involve is no list of professions, and there is no case study: those are of groups.
"""

from collections.abc import Iterator, Sequence

from knowledge.plan.page import Line
from knowledge.plan.parts import Parts


class WorryParts(Parts):
    """The parts of a plan between two people."""

    def title(self) -> Line:
        """Says that it is about a worry, and about nobody in particular."""
        return Line("plan_phrases.worry.title", self._book.phrases.worry.title)

    def intro(self) -> tuple[Line, Line]:
        """Two sentences on what was asked."""
        return Line("plan_phrases.worry.about", self._book.phrases.worry.about), self._for_whom()

    def lead(self) -> Line:
        """Leads to the steps, and not as the role would have it: its openings are of groups."""
        return Line("phrases.steps.lesson.0", self._library.phrases.steps.lesson[0])

    def order(self, steps: Sequence[Line]) -> None:
        """No reasons: those of the stages are of work with groups."""

    def who(self) -> tuple[None, tuple[Line, ...]]:
        """People to talk it over with."""
        return None, (Line("plan_phrases.worry.who", self._book.phrases.worry.who),)

    def words(self) -> tuple[Line, ...]:
        """What to say, and how."""
        found = ((row.item, row.begins) for row in self._book.order.worry_words)
        steps = ((item, begins, step) for item, begins in found for step in self._steps_of(item))
        return tuple(
            self._line(item, name, text)
            for item, begins, (_, _, name, text) in steps
            if text.startswith(begins) and name not in self._seen
        )

    def watch(self) -> tuple[Line, ...]:
        """What not to do alone, and when to call for help at once."""
        careful, watch = self._library.phrases.worry.careful, self._book.phrases.worry.watch
        return Line("phrases.worry.careful", careful), Line("plan_phrases.worry.watch", watch)

    def case(self) -> tuple[Line, ...]:
        """None."""
        return ()

    def _place(self, item: str) -> tuple[int, int]:
        return list(self._library.worries).index(item), 0

    def _steps_of(self, item: str) -> Iterator[tuple[str, int, str, str]]:
        worry = self._library.worries.get(item)
        for number, text in enumerate(worry.steps if worry else ()):
            yield item, number, f"{item}.worry.steps.{number}", text

"""Words of an organisation's own document as they are shown: exactly as they stand, with title and page.

Nothing in a document is read as anything else than text. A sentence with words that the rules on wording warn of is not
repeated; "[…]" stands where it was left out.
"""

from knowledge.schema import OwnPhrases
from knowledge.sentences import sentence_spans
from knowledge.store import StoredPassage
from knowledge.wording.checker import Checker

LEFT_OUT = "[…]"


class Quotation:
    """Shows passages, for one thread at a time.

    Args:
        checker: of the rules on wording.
        phrases: that lead to what is quoted.
    """

    def __init__(self, checker: Checker, phrases: OwnPhrases) -> None:
        self._checker, self._phrases = checker, phrases

    def hurts(self, text: str) -> bool:
        """Whether a text holds words that may hurt."""
        return bool(self._checker.check(text, strict=True))

    def quotable(self, text: str) -> str:
        """`text` without its sentences that hold words which may hurt; "[…]" stands for them."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def place(self, passage: StoredPassage) -> str:
        """Where a passage stands in its document: the page, or the section where there are no pages."""
        if passage.page is not None:
            return self._phrases.page.format(page=passage.page)
        return self._phrases.section.format(section=passage.section)

    def opened(self, passage: StoredPassage) -> str:
        """The whole of one passage, under its heading."""
        heading = self._phrases.heading.format(title=passage.title, source=passage.source, place=self.place(passage))
        return f"{heading}\n\n{self.quotable(passage.text)}"

    def cited(self, passage: StoredPassage) -> str:
        """Where a passage stands, in a sentence."""
        return self._phrases.cited.format(title=passage.title, source=passage.source, place=self.place(passage))

    def _line(self, line: str) -> str:
        if not self.hurts(line):
            return line
        shown, done = "", 0
        for start, end in sentence_spans(line):
            if not self.hurts(line[start:end]):
                shown += line[done:end]
            elif not shown.endswith(LEFT_OUT):
                shown += line[done:start] + LEFT_OUT
            done = end
        return shown

"""Words of an organisation's own document as they are shown: exactly as they stand, with title and page.

Nothing in a document is read as anything else than text. A sentence with words that the rules on wording warn of is not
repeated; "[…]" stands where it was left out.
"""

from knowledge.sentences import sentence_spans
from knowledge.speech_schema import OwnPhrases
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

    def where(self, passage: StoredPassage) -> str:
        """Names the document and the passage, with the page where there are pages."""
        if passage.page is None:
            return self._phrases.unpaged.format(source=passage.source, title=passage.title)
        return self._phrases.paged.format(source=passage.source, page=passage.page, title=passage.title)

    def opened(self, passage: StoredPassage) -> str:
        """The whole of one passage, under its heading."""
        return f"{self._phrases.heading.format(where=self.where(passage))}\n\n{self.quotable(passage.text)}"

    def cited(self, passage: StoredPassage) -> str:
        """Where a passage stands, in a sentence."""
        return self._phrases.cited.format(where=self.where(passage))

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

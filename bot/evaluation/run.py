"""What the sections of one run share: the labelled messages, the service, the settings."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.evaluation.lines import Line, read_lines
from bot.evaluation.service import Custom, ask, own_service
from bot.settings import ROOT, Settings
from knowledge.library import Library, load

LABELS = {
    "guidance": "grades",
    "languages": "grades",
    "scope": "label",
    "safety": "urgency",
    "wording": "flag",
    "privacy": "spans",
}
KEPT = ROOT / "var" / "evaluation"
# `rasa init` trains a hundred, which take more than an hour on two cores; this keeps the whole report short.
DIET_EPOCHS = 2


@dataclass(eq=False)
class Run:
    """One run; leaving it stops what was started.

    Attributes:
        settings: of the service.
        files: of labelled messages, by the names of `LABELS`.
        say: is given lines for people.
        url: of a running service; one is started when it is first asked for, if there is none.
        baselines: whether simpler ways are measured too.
        diet_epochs: of the training of Rasa's DIET.
        folds: how many of the five parts of the training examples are held back in turn.
        turns: to be timed, of each bot and number of clients.
        kept: folder of what trainings gave.
    """

    settings: Settings
    files: Mapping[str, Path]
    say: Callable[[str], None]
    url: str = ""
    baselines: bool = True
    diet_epochs: int = DIET_EPOCHS
    folds: int = 1
    turns: int = 120
    kept: Path = KEPT
    _stack: ExitStack = field(default_factory=ExitStack)
    _lines: dict[str, list[Line]] = field(default_factory=dict)

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @cached_property
    def service(self) -> str:
        """Address of the service."""
        return self.url or self._stack.enter_context(own_service(self.settings, self.say))

    @cached_property
    def library(self) -> Library:
        """The knowledge."""
        return load()

    def lines(self, name: str) -> list[Line]:
        """The labelled messages of one of `files`."""
        if name not in self._lines:
            self._lines[name] = read_lines(self.files[name], LABELS[name])
        return self._lines[name]

    def texts(self) -> list[str]:
        """All labelled messages that are answered, each once."""
        names = [name for name in self.files if name != "privacy"]  # nothing is found for those
        return list(dict.fromkeys(line.text for name in names for line in self.lines(name)))

    def replies(self, name: str, before: str = "") -> list[Custom]:
        """What the service replies to the messages of one of `files`, each with `before` in front."""
        texts = [before + line.text for line in self.lines(name)]
        address = self.service  # started before it is said that it is asked
        self.say(f"Asking the {len(texts)} messages of {self.files[name].name} ...")
        return ask(address, texts, self.say)

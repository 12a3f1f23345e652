"""What the web process has of the training: what is kept of learners, the questions and the people to practise with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread

from bot.settings import Settings
from bot.web.shared import ALONE, Shared, shared
from bot.web.training.chat_keys import ChatKeys
from knowledge.library import Library
from training.database import Database
from training.groups import Groups
from training.learners import Learners
from training.practice_files import PracticeData, load_practice
from training.practice_phrases import PracticePhrases, load_practice_phrases
from training.practice_runs import PracticeRuns
from training.progress import Progress
from training.progress_words import ProgressWords, load_progress_words
from training.question import Question
from training.question_files import load_questions

DRAWINGS = 2  # at once; more would only wait for each other, in threads that messages need


@dataclass(frozen=True)
class Training:
    """The parts of the training. Their methods wait for the database: call them from a worker thread.

    Attributes:
        library: with the items that all is on.
        questions: by id.
        practice: moves, and people to practise with.
        words: what is said of progress.
        phrases: what is said around practice conversations.
        keys: by which the chat knows whose page it stands on.
    """

    database: Database
    learners: Learners
    progress: Progress
    runs: PracticeRuns
    groups: Groups
    library: Library
    questions: Mapping[str, Question]
    practice: PracticeData
    words: ProgressWords
    phrases: PracticePhrases
    keys: ChatKeys
    _drawing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(DRAWINGS))

    async def draw(self, drawing: Callable[[], bytes]) -> bytes:
        """What `drawing` gives, made in one of a few threads of its own, so that no message waits for a picture."""
        return await to_thread.run_sync(drawing, limiter=self._drawing)

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the scenarios, by id."""
        return {scenario.id: scenario.title for scenario in self.practice.scenarios.values()}


def training_on(database: Database, library: Library, where: Shared = ALONE) -> Training:
    """The training over a database that has its tables; `where` web processes share what they must."""
    return Training(
        database=database,
        learners=Learners(database),
        progress=Progress(database),
        runs=PracticeRuns(database),
        groups=Groups(database),
        library=library,
        questions=load_questions(library),
        practice=load_practice(library, search=False),  # checked when the service was built
        words=load_progress_words(),
        phrases=load_practice_phrases(),
        keys=ChatKeys(where),
    )


def open_training(settings: Settings, library: Library) -> Training | None:
    """The training of the settings, or None where the operator offers none.

    Raises:
        DatabaseError: if its database cannot be used or is of another version.
        KnowledgeError: if a question or a scenario is not right.
    """
    if not settings.training:
        return None
    database = Database(settings.database_url)
    database.check()
    return training_on(database, library, shared(settings.redis_url))

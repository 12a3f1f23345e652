"""What all actions share: the knowledge, read once when the action server starts, or anew while it runs."""

from dataclasses import dataclass
from functools import cache

from actions.by_intent import actions_by_intent
from actions.renewal import Shared, renew
from bot.settings import load_settings
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database
from knowledge.advice import Adviser
from knowledge.encoder import Encoder
from knowledge.index import PassageIndex
from knowledge.library import ROOT, Library, load
from knowledge.passages import passages
from knowledge.plan.book import PlanBook, load_book
from knowledge.quotation import Quotation
from knowledge.quoting import Quoter
from knowledge.search import Search
from knowledge.store import PassageStore, open_store
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import load_rulebook
from training.chat_phrases import ChatPhrases, load_chat_phrases
from training.database import Database as TrainingDatabase
from training.loading import load_marker, remembering_encode
from training.marking import Marker
from training.move_classifier import MoveClassifier
from training.phrases import Phrases, load_phrases
from training.practice_files import PracticeData, load_practice
from training.practice_phrases import PracticePhrases, load_practice_phrases
from training.practice_runs import PracticeRuns
from training.progress import Progress
from training.question import Question
from training.question_files import load_questions

BUILD = ROOT / "build"
READ_ONCE = (load_phrases, load_practice_phrases, load_chat_phrases, load_book, actions_by_intent)
STORE_WITHIN = 2  # seconds in which own documents must be found: somebody waits, and the paper's advice is there


@Shared
def library() -> Library:
    """The knowledge; raises `KnowledgeError` if a file has a fault."""
    return load()


@Shared
def encoder() -> Encoder:
    """Turns texts into embeddings; raises `EncoderError` with the way out."""
    return Encoder(BUILD / "encoder")


@Shared
def search() -> Search:
    """Search over the knowledge; raises `EncoderError` or `IndexMismatchError` with the way out."""
    index = PassageIndex.load(BUILD / "index", passages(library()), encoder())
    return Search(library(), encoder(), index)


@Shared
def plan_book() -> PlanBook:
    """What plans and handouts are made with; raises `KnowledgeError` if a file has a fault."""
    return load_book()


@Shared
def store() -> PassageStore:
    """Passages of the organisation's own documents; raises `StoreError` with the way out."""
    return open_store(within=STORE_WITHIN)


@Shared
def quotation() -> Quotation:
    """Shows them word for word."""
    return Quotation(wording_checker(), library().phrases.own)


@Shared
def quoter() -> Quoter:
    """Finds what they say to a message; raises `StoreError` with the way out."""
    return Quoter(store(), encoder(), quotation(), library().phrases.own)


@Shared
def adviser() -> Adviser:
    """Puts answers into words."""
    return Adviser(library())


@Shared
def wording_checker() -> Checker:
    """Checks wording; raises `KnowledgeError` if a rule has a fault."""
    return Checker(load_rulebook(library()))


@cache
def _database() -> Database | None:
    settings = load_settings()
    return Database(settings.database_url) if settings.helpline else None


def cases() -> Cases | None:
    """Cases of the helpline; None where the operator runs none."""
    database = _database()
    return Cases(database) if database else None


def accounts() -> Accounts | None:
    """Accounts of the staff, to know whether anybody is at the desk; None where the operator runs no helpline."""
    database = _database()
    return Accounts(database) if database else None


def case_days() -> int:
    """Days after its end that a case is kept."""
    return load_settings().case_days


def default_country() -> str:
    """Two-letter code of the country that the operator serves; its emergency number is the default."""
    return load_settings().country


@Shared
def questions() -> dict[str, Question]:
    """Questions of the training, by id; raises `KnowledgeError` if a file has a fault."""
    return dict(load_questions(library()))


@Shared
def marker() -> Marker:
    """Marks answers to questions of the training."""
    return load_marker(library(), questions(), remembering_encode(encoder(), BUILD), wording_checker())


@Shared
def practice_data() -> PracticeData:
    """Moves and people to practise with. Whether each end can be reached was seen when it was built."""
    return load_practice(library(), search=False)


@Shared
def move_classifier() -> MoveClassifier:
    """Reads what a trainee does in a talk; raises `MoveModelError` if it was not built with this encoder."""
    return MoveClassifier.load(BUILD / "moves", practice_data().moves, encoder().sha256)


def training_phrases() -> Phrases:
    """What is said around questions."""
    return load_phrases()


def practice_phrases() -> PracticePhrases:
    """What is said around practice conversations."""
    return load_practice_phrases()


def chat_phrases() -> ChatPhrases:
    """What is said around both in the chat."""
    return load_chat_phrases()


@dataclass(frozen=True)
class Learning:
    """Where progress is kept."""

    progress: Progress
    runs: PracticeRuns


@cache
def _training_database() -> TrainingDatabase | None:
    settings = load_settings()
    return TrainingDatabase(settings.database_url) if settings.training else None


def learning() -> Learning | None:
    """Progress of those who learn; None where the operator offers no training."""
    database = _training_database()
    return Learning(Progress(database), PracticeRuns(database)) if database else None


def warm_up() -> None:
    """Loads everything, so that a fault shows at the start and the first answer is as quick as the rest."""
    search().rank("ready?")
    adviser()
    wording_checker()
    if load_settings().training:
        marker()
        move_classifier()


def load_again() -> None:
    """Loads everything anew while the old is in use, and takes the new when all of it is whole.

    Raises:
        KnowledgeError, EncoderError, IndexMismatchError, MoveModelError: if it is not; the old stays in use then.
    """
    for read in READ_ONCE:
        read.cache_clear()  # read again when next needed
    renew(warm_up)

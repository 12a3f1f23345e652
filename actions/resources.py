"""What all actions share: the knowledge, read once when the action server starts."""

from functools import cache

from bot.settings import load_settings
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database
from knowledge.advice import Adviser
from knowledge.encoder import Encoder
from knowledge.index import PassageIndex
from knowledge.library import ROOT, Library, load
from knowledge.passages import passages
from knowledge.search import Search
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import load_rulebook

BUILD = ROOT / "build"


@cache
def library() -> Library:
    """The knowledge; raises `KnowledgeError` if a file has a fault."""
    return load()


@cache
def search() -> Search:
    """Search over the knowledge; raises `EncoderError` or `IndexMismatchError` with the way out."""
    encoder = Encoder(BUILD / "encoder")
    index = PassageIndex.load(BUILD / "index", passages(library()), encoder)
    return Search(library(), encoder, index)


@cache
def adviser() -> Adviser:
    """Puts answers into words."""
    return Adviser(library())


@cache
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


def warm_up() -> None:
    """Loads everything, so that a fault shows at the start and the first answer is as quick as the rest."""
    search().rank("ready?")
    adviser()
    wording_checker()

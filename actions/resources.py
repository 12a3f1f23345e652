"""What all actions share: the knowledge, read once when the action server starts."""

from functools import cache

from bot.settings import load_settings
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


def default_country() -> str:
    """Two-letter code of the country that the operator serves; its emergency number is the default."""
    return load_settings().country


def warm_up() -> None:
    """Loads everything, so that a fault shows at the start and the first answer is as quick as the rest."""
    search().rank("ready?")
    adviser()
    wording_checker()

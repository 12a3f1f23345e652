"""The lists of names as data: what stays in a message, and what people are called; checked when they are read."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT

FOLDER = Path("bot") / "redaction"


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


def _small(word: str) -> str:
    if word != word.lower():
        raise ValueError(f"'{word}' must be in small letters, or it is never found")
    return word


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Names = Annotated[list[Name], Field(min_length=1)]
SmallNames = Annotated[list[Annotated[Name, AfterValidator(_small)]], Field(min_length=1)]
Words = Annotated[SmallNames, BeforeValidator(_split)]


class KeptNames(BaseModel):
    """What stays, beside the names that stand in the knowledge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: Names
    cities: Names
    faiths: Names
    festivals: Names
    organisations: Names
    public_people: Names
    numbers: Names
    streets: SmallNames
    chat: SmallNames


class PeopleNames(BaseModel):
    """What people are called, and the words that names stand beside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_names: Words
    family_names: Words
    also_words: Words
    relations: SmallNames
    titles: SmallNames
    deeds: SmallNames
    done_to: SmallNames


def read_name_lists(root: Path = ROOT) -> tuple[KeptNames, PeopleNames]:
    """Reads the lists of names of `root`/bot/redaction.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader = EntryReader(root)
    kept = reader.single(root / FOLDER / "kept_names.yml", KeptNames)
    people = reader.single(root / FOLDER / "people_names.yml", PeopleNames)
    if kept is None or people is None:
        raise KnowledgeError(reader.faults)
    return kept, people

"""What somebody wants a plan or a handout to be about, where they say so while asking for it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import spacy

_NUMBERED = re.compile(r"\b(lesson|challenge)s?\s*(?:number\s*|no\.?\s*)?(\d{1,2}(?:\.\d{1,2})?)\b", re.IGNORECASE)
_SHEET = (
    r"(?:plans?|hand-?outs?|work ?sheets?|sheets?|pages?|one-?pagers?|check ?lists?|summar(?:y|ies)|pdfs?|documents?"
    r"|papers?|leaflets?|print-?outs?|files?|versions?|steps|notes|brief(?:ing)?)"
)
_TOPIC = re.compile(
    rf"\b{_SHEET}\b(?:(?!\b(?:on|about|around|regarding|concerning|for|against|with|of|how|to)\b).)*"
    r"\b(?:on|about|around|regarding|concerning|for|against|with|of|how to|to)\s+(?P<topic>.+)"
)
_FURTHER = re.compile(r"^.*?\b(?:on|about|around|regarding|concerning|how to)\s+(?P<topic>.+)")
# What a topic is not: whom it is for, and how it comes.
_NO_TOPIC = re.compile(
    r"\b(?:(?:for|to|with|on)\s+)?(?:me|us|it|that|this|them|my|our|your|their|the|an?|team|teams|group|boss|manager|meeting"
    r"|colleagues?|staff|trustees|committee|print|printing|download|keep|take|home|away|follow|share|forward|send|hand|paper|page"
    r"|pdf|word|file|document|training|workshop|course|session|class|lesson|please|pls|tomorrow|today|tonight|now|one|side|a4"
    r"|order|steps?|writing|screen|fridge|desk|noticeboard|if|possible|can|could|would|you|i|we|need|want|like|have)\b"
)
_nlp = spacy.blank("en")
_nlp.add_pipe("sentencizer")


@dataclass(frozen=True)
class Wish:
    """What a sheet is to be about.

    Attributes:
        items: named by number, in the order of the words.
        topic: in free words; empty if none is named.
    """

    items: tuple[str, ...] = ()
    topic: str = ""


def read_wish(text: str, items: Collection[str]) -> Wish:
    """What a message says that a plan or a handout is to be about.

    Args:
        text: what the person wrote, such as "make me a plan for mothers who are afraid to talk".
        items: ids of all items.
    """
    named = [f"{kind.lower()}-{number}" for kind, number in _NUMBERED.findall(text)]
    known = tuple(dict.fromkeys(name for name in named if name in items))
    return Wish(known) if known else Wish(topic=_topic(text))


def _topic(text: str) -> str:
    said = " ".join(text.replace("’", "'").split())
    sentences = [sentence.text for sentence in _nlp(said).sents]
    asking = [sentence for sentence in sentences if re.search(rf"\b{_SHEET}\b", sentence, re.IGNORECASE)]
    told = " ".join(sentence for sentence in sentences if sentence not in asking)
    if _says_something(told):
        return told  # "Nobody talks since the attack. Make me a plan."
    for sentence in asking:
        found = _TOPIC.search(sentence.lower())
        if found is None:
            continue
        # "a handout for my training on rumours": what comes after "on" is the topic
        further = _FURTHER.match(found["topic"])
        for words in (further["topic"] if further else "", found["topic"]):
            if _says_something(words):
                return words.rstrip(" .!?")
    return ""


def _says_something(words: str) -> bool:
    rest = _NO_TOPIC.sub(" ", words.lower())
    return any(token.is_alpha and not token.is_stop and len(token) > 2 for token in _nlp.tokenizer(rest))

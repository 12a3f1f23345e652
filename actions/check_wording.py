"""'Check this text: …': places that may hurt or put off somebody, why, and what to say instead."""

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.resources import library, wording_checker
from actions.speech import say
from knowledge.wording.checker import Flag
from knowledge.wording.report import flag_data
from knowledge.wording.rewrite import rewritten

SHOWN = 4  # places told in words; all of them are in the flags


class CheckWording(Action):
    """Checks the text that a message brings, or says how to bring one."""

    def name(self) -> str:
        return "action_check_wording"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        replies = library().replies
        place = tracker.latest_message.get("text_to_check")
        if not place:
            say(dispatcher, replies.wording_ask, {"type": "wording", "flags": []})
            return []
        start, end = place
        text = Conversation.of(tracker).text[start:end]
        flags = wording_checker().check(text)
        custom = {"type": "wording", "flags": [_moved(flag, start) for flag in flags]}
        if not flags:
            say(dispatcher, replies.wording_clean, custom)
            return []
        phrases = library().phrases.wording
        places = phrases.one_place if len(flags) == 1 else phrases.several_places.format(count=len(flags))
        say(dispatcher, replies.wording_found, custom, places=places, flags=_told(text, flags))
        return []


def _moved(flag: Flag, by: int) -> dict[str, object]:
    """A flag with its offsets in the whole message."""
    return {**flag_data(flag), "start": flag.start + by, "end": flag.end + by}


def _told(text: str, flags: Sequence[Flag]) -> str:
    phrases = library().phrases.wording
    lines = []
    for flag in flags[:SHOWN]:
        lead = phrases.say if flag.fits else phrases.instead
        ways = lead.format(ways=" or ".join(f"“{way}”" for way in flag.alternatives[:2]))
        lines.append(f"- {phrases.flag.format(span=flag.span, why=flag.rule.why, ways=ways)}")
    if len(flags) > SHOWN:
        lines.append(f"- {phrases.more.format(count=len(flags) - SHOWN)}")
    whole = rewritten(text, flags)
    return "\n".join(lines) + (f"\n\n{phrases.rewrite.format(text=whole)}" if whole else "")

"""Puts the places of a checked text where they stand in the message as the person sent it."""

from typing import Any


def as_sent(part: dict[str, Any], sent: str, cleaned: str) -> dict[str, Any]:
    """A part of a reply with its flags, if it has any, at their places in `sent`.

    Args:
        part: of Rasa's reply; its flags count in `cleaned`.
        sent: the message as it came.
        cleaned: what of it went on, with contact details taken out.
    """
    custom = part.get("custom") or {}
    if custom.get("type") != "wording" or sent == cleaned:
        return part
    flags = [_moved(flag, sent, cleaned) for flag in custom["flags"]]
    return {**part, "custom": {**custom, "flags": flags}}


def _moved(flag: dict[str, Any], sent: str, cleaned: str) -> dict[str, Any]:
    """A flag at the same occurrence of its words; where a detail was taken out inside it, at its own offsets."""
    span = flag["span"]
    before = cleaned[: flag["start"]].count(span)
    at = sent.find(span)
    for _ in range(before):
        at = sent.find(span, at + len(span)) if at >= 0 else -1
    return flag if at < 0 else {**flag, "start": at, "end": at + len(span)}

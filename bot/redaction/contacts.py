"""Finds how somebody can be reached: e-mail addresses, pages and names of accounts, postcodes."""

import re
from collections.abc import Iterator

from bot.redaction.found import Found, matches
from bot.redaction.vocabulary import Vocabulary

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# "jo dot smith at example dot org", "jo (at) example.org"
_JOINT = r"(?:\s+(?:dot|underscore|dash|hyphen|minus|plus)\s+[\w-]{1,63}){0,4}"
_AT = r"(?:\s*[(\[{<]\s*(?:at|@)\s*[)\]}>]\s*|\s+at\s+|\s*@\s*)"
_DOT = r"(?:\s*[(\[{<]\s*(?:dot|\.)\s*[)\]}>]\s*|\s+dot\s+|\s+\.\s+|\.)"
SPELLED = re.compile(rf"\b(?P<who>[\w.+-]{{1,64}}{_JOINT}){_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}", re.I)
SURELY_SPELLED = re.compile(r"\sdot\s|[(\[{<]\s*(?:at|@|dot|\.)\s*[)\]}>]|@", re.I)
EMAIL_CUE = re.compile(r"\b(?:e-?mail|mail|write|reach|contact)\b[^.!?\n]{0,40}$", re.I)
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b", re.I)
NETWORKS = (
    r"(?:instagram|facebook|fb|tiktok|twitter|x|linkedin|snapchat|youtube|reddit|telegram|t|discord|vk|wa|threads"
    r"|bsky|pinterest|tumblr|twitch|soundcloud|onlyfans|steamcommunity|roblox|github|linktr|signal|medium)"
)
LINK = re.compile(
    rf"(?:https?://)?(?<![\w@])(?:www\.|m\.|[a-z]{{2}}\.)?{NETWORKS}\.(?:com|net|me|co|gg|ee|org|tv|app|group|social)"
    r"/[^\s<>\"')\]]{2,200}"
    r"|https?://[^\s<>\"')\]]{1,200}?/(?:@|~|u/|user/|users/|profiles?/|people/|members?/|in/)[^\s<>\"')\]]{1,200}",
    re.I,
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_][\w.]{1,30}\b|\b\w{2,32}#\d{4}\b")
UNDERSCORED = re.compile(r"(?<![\w@/.-])[A-Za-z][A-Za-z0-9.]*(?:_[A-Za-z0-9.]+)+(?![\w@/-])")
_ACCOUNT = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|telegram|twitter|discord|facebook|fb|messenger|steam|xbox|psn|roblox"
    r"|kik|signal|threads|bluesky|mastodon|twitch|reddit|youtube|gamer ?tag|user ?name|screen ?name|nickname"
    r"|handle|(?<=my )@|(?<=his )@|(?<=her )@)"
)
ACCOUNT = re.compile(
    rf"(?<!\w){_ACCOUNT}(?:\s+(?:name|handle|account|user ?name|page|id|tag))?(?P<link>\s*[:=]\s*|['’]s\s+"
    rf"|\s*[-–]\s+|\s+(?:he|she)?'?s\s+"
    r"|\s+(?:is|are|as|was|it's|its|under|called)\s+|\s+)[\"'“‘]?(?P<who>@?[A-Za-z0-9_][\w.-]{2,40})",
    re.I,
)
POSTS_AS = re.compile(
    r"\b(?:posts?|calls?|goes|plays|known|online|log(?:s|ged)? (?:in|on)|add|follow"
    r"|find)\b[^.!?\n]{0,25}?\s(?:as|by|me|him|her|himself|herself)"
    r"\s+[\"'“‘]?(?P<who>[A-Za-z0-9_][\w.-]{2,40})",
    re.I,
)


def contacts(words: Vocabulary, text: str) -> Iterator[Found]:
    """E-mail addresses in all writings, links to people's pages, accounts, postcodes."""
    yield from matches("email", EMAIL, text)
    for match in SPELLED.finditer(text):
        if _is_spelled_address(words, text, match):
            yield Found(match.start(), match.end(), "email")
    for match in LINK.finditer(text):
        yield Found(match.start(), match.start() + len(match[0].rstrip(".,;:!?")), "url")
    yield from matches("handle", HANDLE, text)
    yield from matches("handle", UNDERSCORED, text)
    for match in ACCOUNT.finditer(text):
        who = match["who"].rstrip(".-")
        if _looks_made_up(who) or (match["link"].strip() and not words.known(who.casefold())):
            yield Found(match.start("who"), match.start("who") + len(who), "handle")
    for match in POSTS_AS.finditer(text):
        who = match["who"].rstrip(".-")
        if _looks_made_up(who):
            yield Found(match.start("who"), match.start("who") + len(who), "handle")
    yield from matches("postcode", POSTCODE, text)


def _is_spelled_address(words: Vocabulary, text: str, match: re.Match[str]) -> bool:
    if SURELY_SPELLED.search(match[0]):
        return True
    # "I looked at example.org" is none.
    who = match["who"]
    return not words.known(who.casefold()) or EMAIL_CUE.search(text, 0, match.start()) is not None


def _looks_made_up(who: str) -> bool:
    """Whether it has digits, or a sign that no word has inside."""
    letters = any(c.isalpha() for c in who)
    return letters and (any(c.isdigit() for c in who) or "_" in who or "." in who.strip("."))

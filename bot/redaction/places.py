"""Finds small places that give a person away: addresses, schools, workplaces, clubs, houses of prayer."""

import re
from collections.abc import Iterator

from bot.redaction.found import Found
from bot.redaction.vocabulary import Vocabulary

_NAME = r"(?:[A-Z][\w'’.-]*|St\.?)"
_ROAD = (
    r"(?:Road|Rd|Street|Lane|Ln|Avenue|Ave|Crescent|Cres|Gardens|Gdns|Terrace|Mews|Grove|Cottages|Parade"
    r"|Boulevard|Drive"
    r"|Close|Croft|Row|Wharf|Quay|Villas|Mansions)"
)
_SPOT = (
    r"(?:Way|Place|Court|Walk|Square|Hill|Green|Park|Rise|View|Yard|House|Mount|Vale|Path|Circus|Embankment|End|Fields?"
    r"|Estate|Bank|Gate|Broadway|Common|Meadows?|Heights|Towers?|St|Dr|Ct|Pl|Sq)"
)
_FLAT = r"(?:(?:flat|apartment|apt|unit)\.?\s*(?:no\.?\s*)?(?:\d{1,4}[a-z]?\b,?|[a-z],)\s*)"
_NUMBER = r"(?:(?:number|no\.?|house)\s+)?\d{1,4}\s?[a-z]?,?\s+"
_LEFT = (
    r"(?!(?:of|on|in|at|to|the|a|an|my|our|and|or|for|from|with|by|people|times|years?|days?|weeks?|hours?|minutes?"
    r"|other|more|young|miles?|men|women|kids|boys|girls|cars|main|different|new|old|busy|local)\b)"
)
_WORDS = rf"(?:{_LEFT}[\w'’-]+\.?\s+){{1,3}}?"
HOUSE = re.compile(
    rf"\b{_FLAT}?(?:(?:{_NAME}\s+){{1,3}}(?:House|Court|Lodge|Heights|Towers?|Point|Mansions),?\s+)?"
    rf"(?:{_NUMBER}{_WORDS}(?i:{_ROAD})\b|{_NUMBER}(?:{_NAME}\s+){{1,3}}{_SPOT}\b|{_NUMBER}[Tt]he\s+(?:Green"
    rf"|Mews|Close|Drive|Avenue|Crescent|Street|Lane|Square|Terrace|Row|Parade|Grove)\b)"
)
HOUSE_LOWER = re.compile(rf"\b{_FLAT}?{_NUMBER}{_WORDS}(?:{_ROAD}|way|court|house|square|hill|place|yard|walk)\b", re.I)
STRONG_LIVES = re.compile(
    r"\b(?:live[sd]?|living|moved|stay(?:s|ed|ing)|address|house is|flat is|home is|place is)\b[^.!?\n]{0,25}$", re.I
)
STREET = re.compile(rf"\b(?:{_NAME}\s+){{1,3}}(?:{_ROAD})\b")
SPOT = re.compile(rf"\b(?:{_NAME}\s+){{1,3}}(?:{_SPOT})\b")
STREET_LOWER = re.compile(
    rf"\b{_LEFT}(?:[\w'’-]+\s+){{1,2}}?(?:road|street|lane|avenue|crescent|gardens|terrace|mews|grove|drive|close)\b",
    re.I,
)
NAMED_FLAT = re.compile(
    rf"\b(?:{_NAME}\s+){{1,3}}(?:House|Court|Lodge|Heights|Towers?|Point|Mansions),?\s+{_FLAT}".rstrip(), re.I
)
FLAT_OF = re.compile(
    rf"\b(?i:{_FLAT})(?:(?:in|at|of)\s+)?(?:{_NAME}\s+){{1,3}}(?:House|Court|Lodge|Heights|Towers?|Point|Mansions)\b"
)
HOUSE_NAME = re.compile(
    r"\b(?:The\s+)?(?:[A-Z][\w'’-]+\s+){1,2}(?:Cottage|Forge|Barn|Lodge|Farm|Vicarage|Rectory|Manor|Mill"
    r"|House),\s+$|\bThe\s+(?:Old\s+)?[A-Z][\w'’-]+,\s+$"
)
TOWN = re.compile(r",\s+(?P<town>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)(?=\s*(?:[,.;\n]|$))")

_SCHOOL = (
    r"(?:(?:Church of England |C of E |CofE |RC |Catholic |Community |Church |Free |Islamic |Girls['’]? |Boys['’]? "
    r"|Preparatory )?(?:Primary|Infants?|Juniors?|Nursery|Pre-?school|Academy|High|Secondary|Comprehensive"
    r"|Grammar|School"
    r"|College|Sixth Form|Prep|Girls['’]? School|Boys['’]? School)"
    r"(?: (?:and Nursery|Sixth Form|School|Academy|College|Centre|Primary))*)"
)
SCHOOL = re.compile(rf"\b(?P<name>(?:{_NAME}\s+(?:and\s+|of\s+)?){{1,4}}?)(?P<type>{_SCHOOL})\b")
SCHOOL_LOWER = re.compile(
    r"\b(?:attends?|attended|(?:go|goes|going|went|moved|study|studies|teach|teaches|work|works|is|am|are|was"
    r"|lad['’]?s|son['’]?s"
    r"|daughter['’]?s|hes|shes|im|\w+['’]s|in year \d+|pupils?|students?|boy|girl|kids?|child|teacher"
    r"|head)\s+(?:to|at|from))\s+(?P<all>(?P<name>(?:[\w'’.-]+\s+){1,3}?)(?P<type>" + _SCHOOL + r"))\b",
    re.I,
)
SAINT = re.compile(
    r"\b(?i:at|to|attends|from|in)\s+(?P<all>(?:St|Saint|st|saint)\.?\s+[A-Za-z]+['’]?s(?:['’])?)\b(?!\s+(?:day"
    r"|park|road|street|station)\b)"
)
_SITE = (
    r"(?:Care Home|Nursing Home|Residential Home|Surgery|Medical Centre|Medical Practice|Health Centre|Dental Practice"
    r"|Garage|Tyres|Motors|Autos|Boxing Club|Football Club|Rugby Club|Cricket Club|Social Club|Working Men's Club"
    r"|Sports Club|Judo Club|Karate Club|FC|AFC|United FC|Youth Centre|Youth Club|Community Centre|Community Hub"
    r"|Community Hall|Church Hall|Village Hall|Parish Hall|Church|Chapel|Cathedral|Mosque|Masjid|Islamic Centre"
    r"|Gurdwara"
    r"|Synagogue|Temple|Mandir|Pub|Arms|Inn|Tavern|Bakery|Cafe|Café|Barbers?|Salon|Pharmacy|Chemist|Butchers?|Gym"
    r"|Fitness|Hostel|Hotel|Hospital|Infirmary|Hospice|Clinic|Library|Leisure Centre|Sports Centre|Builders|Plumbing"
    r"|Solicitors|Stores?|Supermarket|Takeaway|Pizza|Kebabs?|Cabs|Taxis|Launderette|Nursery|Day Centre|Family Hub"
    r"|Foodbank|Food Bank|Children's Centre|Cent(?:re|er)(?! of)|Ltd|Limited|& Sons?|and Sons?)"
)
SITE = re.compile(
    rf"\b(?P<name>(?:{_NAME}\s+(?:and\s+|&\s+)?){{1,4}}?)(?P<type>{_SITE}|pub|cafe|café|gym|barbers|mosque"
    rf"|church|gurdwara|synagogue|surgery|garage|bakery)(?!\w)"
)
MASJID = re.compile(r"\b(?:Masjid|Mosque|Jamia)\s+(?:[Aa]l-?\s?)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?")
PUB = re.compile(
    r"\b[Tt]he (?P<name>(?:Red|White|Black|Golden|Blue|Green|Royal|Old|Rose|King's|Queen's|Fox|Dog|Coach|Hare"
    r"|Horse|Plough|Railway) (?:and )?"
    r"(?:Lion|Horse|Swan|Bull|Hart|Anchor|Oak|Crown|Bell|Arms|Head|Hounds?|Duck|Horses|Cock|Star|Boar|Dragon"
    r"|Groom|Stag|Tavern))\b"
)
WORKS = re.compile(
    r"\b(?i:works?|working|worked|job|employed|shifts?|volunteers?|trains|boxes|apprenticeship)\s+(?i:at|for"
    r"|with)\s+(?:the\s+)?"
    rf"(?P<all>{_NAME}(?:\s+(?:&\s+|and\s+)?{_NAME}){{0,3}})"
)


def places(words: Vocabulary, text: str) -> Iterator[Found]:
    """Addresses, schools, workplaces and other small places by name."""
    yield from _addresses(words, text)
    yield from _schools(words, text)
    yield from _sites(words, text)


def _addresses(words: Vocabulary, text: str) -> Iterator[Found]:
    for pattern in (HOUSE, HOUSE_LOWER, NAMED_FLAT, FLAT_OF):
        for match in pattern.finditer(text):
            start, end = match.span()
            end = start + len(match[0].rstrip(" ,"))
            if before := HOUSE_NAME.search(text, 0, start):
                start = before.start()
            town = TOWN.match(text, end)
            if town and not words.kept_phrase(town["town"]):
                end = town.end("town")
            yield Found(start, end, "address")
    for pattern, cue in ((STREET, None), (SPOT, STRONG_LIVES), (STREET_LOWER, STRONG_LIVES)):
        for match in pattern.finditer(text):
            named = _specific(words, text, match.start(), match.end() - len(match[0].split()[-1]))
            if named is None or words.public_street(text[named : match.end()]):
                continue
            if cue is None or cue.search(text, 0, match.start()):
                yield Found(named, match.end(), "address")


def _schools(words: Vocabulary, text: str) -> Iterator[Found]:
    for match in SCHOOL.finditer(text):
        start = _specific(words, text, match.start(), match.end("name"))
        if start is not None:
            yield Found(start, match.end(), "school")
    for match in SCHOOL_LOWER.finditer(text):
        name = match["name"].split()
        if not any(words.generic(word) for word in name):
            yield Found(match.start("all"), match.end("all"), "school")
    for match in SAINT.finditer(text):
        yield Found(match.start("all"), match.end("all"), "school")


def _sites(words: Vocabulary, text: str) -> Iterator[Found]:
    for match in SITE.finditer(text):
        start = _specific(words, text, match.start(), match.end("name"))
        if start is not None:
            yield Found(start, match.end(), "place")
    for match in MASJID.finditer(text):
        yield Found(match.start(), match.end(), "place")
    for match in PUB.finditer(text):
        yield Found(match.start("name"), match.end(), "place")
    for match in WORKS.finditer(text):
        start = _specific(words, text, match.start("all"), match.end("all"))
        if start is not None:
            yield Found(start, match.end("all"), "place")


def _specific(words: Vocabulary, text: str, start: int, end: int) -> int | None:
    """Where the name proper begins: after "The", "My" and what else says nothing. None if nothing is left.

    What the knowledge names stays whole.
    """
    if words.kept_phrase(text[start:end].strip()):
        return None
    said = [(start + match.start(), match[0].strip("'’.,")) for match in re.finditer(r"\S+", text[start:end])]
    if all(words.generic(word) for _, word in said):
        return None
    return next(at for at, word in said if not words.generic(word) or words.kept(word.casefold()))

"""What stands around names of people, and which words are never one: patterns and sets of words."""

import re

from bot.redaction.found import word_set

LISTED = re.compile(r"[,&/]|(?:,\s)?(?:and|or)")  # between two words, without the white space around it
PARTICLES = word_set("al el bin ibn van von der den de da dos di du la le abu ben")
PARTICIPLE = re.compile(r"(?:ed|ing|ly|ish|ful|less|ous|ist|ian|ment|ness|tion|able|ive|dd|in)$")
THINGS = re.compile(
    r"\b(?:group|game|app|channel|film|song|book|thing|site|page|band|party|website|programme|project"
    r"|organisation|movement"
    r"|show|series|server|forum|place|town|village|paper|magazine|something|what|it|that|chat|scheme|team|dog"
    r"|cat)\s+(?:is\s+|was\s+)?$",
    re.I,
)
NAMED = re.compile(
    r"\b(?:(?:(?:first|last|real|full|proper|sur|nick|maiden|middle|family|christian)[\s-]?)?names?(?:\s+(?:is"
    r"|was|are|were|be|=)(?:\s+(?:spelled|spelt|actually|really|just))?|['’]s|\s*[:=])"
    r"|(?:my|his|her)\s+names|(?:call(?:s|ed)?|known)\s+(?:me|him|her|himself|herself|myself|as|by)|named"
    r"|goes\s+by|go\s+by"
    r"|sign(?:s|ed)(?:\s+(?:as|by|off as|it))?|yours(?:\s+(?:sincerely|faithfully|truly))?|sincerely|it['’]s me"
    r"|me again)"
    r"[,:\s]+[\"'“‘]?(?:the name of\s+)?",
    re.I,
)
CALLED = re.compile(r"\b(?:(?:he|she|they|partner|son|daughter)(?:['’]s|s| is| was)?\s+)?called\s+[\"'“‘]?", re.I)
I_AM = re.compile(r"\b(?:i['’]m|i am|im|this is|it['’]s|its|it is|here is)\s+", re.I)
OURS = re.compile(r"\bour\s+", re.I)
HERE = re.compile(
    r"(?:^|[\n.!?,][^\S\n]*)(?P<who>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+(?:here|speaking)\b(?=\s*[,.!\n]|\s+(?:again|from)|$)",
    re.I,
)
GREETING = re.compile(r"(?:^|\n)[^\S\n]*(?:hi|hello|hey|dear|hiya|good (?:morning|evening|afternoon))[ ,]+", re.I)
FAREWELL = re.compile(
    r"(?:^|[\n.!?,])[^\S\n]*(?:(?:(?:kind|best|warm|many)\s*)?(?:regards|wishes|thanks)|thank you|cheers|ta|love|yours"
    r"|sincerely|thanks (?:so much|a lot|again|in advance)|bless you|bye|all the best|take care)[,.!\s–-]++"
    r"(?P<who>[^\W\d_](?:[^\W\d_]|['’-])*\.?(?:[ \t]+[^\W\d_](?:[^\W\d_]|['’-])*\.?){0,2})["
    r" \t.!]*+(?:x{1,3}\b)?(?=[^\S\n]*(?:$|\n))",
    re.I,
)
FORM = re.compile(
    r"\b(?:referral|name|mother|father|mum|dad|parent|carer|contact|worker|client|child|pupil"
    r"|student|patient)\s*:\s*",
    re.I,
)
INITIAL = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]{2,}")
NO_INITIAL = re.compile(
    r"\b(?:plan|part|section|group|vitamin|hepatitis|option|class|block|unit|figure|appendix|level|grade|team"
    r"|step)\s+$",
    re.I,
)
PLACES = ("GPE", "LOC", "FAC")
IS_OR_HAS = frozenset({"is", "was", "has", "had"})
FIRM_BEFORE = word_set("tell told asked ask met dear forgive trust called texted saw contact")
MONTHS = frozenset({"april", "may", "june", "august"})
TALK = word_set(
    "talk talks talked talking speak spoke speaks speaking say said says saying listen listened write wrote "
    "written happened happens belongs married engaged close next apologise report reported gave give given "
    "show showed mean means kind nice mean lied explain explained sorry thanks hello message attached "
    "introduced introduce"
)
IS = word_set("is was are were in from this it's its")
FEELINGS = {
    "of": word_set(
        "frightened scared afraid friend friends proud tired fond jealous ashamed care rid thinking think thought "
        "mother father brother sister son daughter parents photo picture front death mum dad terrified"
    ),
    "from": word_set("hear heard message messages letter text texts email call calls note word news voice got away"),
}
FROM_TO = frozenset({"to", "from", "at", "of"})
WHERE = word_set("in near through across around via outside the playing plays play watch on using a an this that some")
FIRM_AFTER = word_set(
    "says said told tells thinks asked cries cried shouts refuses hates believes wants who whose laughs married"
)


FUNCTION = word_set(
    "the a an i you he she it we they me him her us them my your his its our their this that these those and "
    "or but if so as at by for from in into of off on out over to up with about after before is am are was "
    "were be been being do does did has have had not no yes can could should would shall might must what who "
    "whom whose which when where why how there here then than too very just only also again never always all "
    "any both each few more most other some such one two three monday tuesday wednesday thursday friday "
    "saturday sunday january february april june july august september october november december mum dad nan "
    "gran grandma grandad grandpa mummy daddy please thanks thank sorry hello hi ok okay yeah someone somebody "
    "everyone everybody nobody anyone anybody because since while though don't dont won't wont cant can't "
    "isn't didn't let's lets i'm im i've ive i'd i'll he's she's it's they're we're that's what's there's"
)

"""Draws how the project is made, from its code, into docs/pictures: packages, processes, one turn.

    python -m scripts.draw_architecture

What the code does is read (`code_facts.py`); what each thing is for is said here. A thing without words, or words
without their thing, stop it, and a test says when the drawings are not those of the code any more.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise

from bot.bootstrap import ENVIRONMENTS
from bot.settings import ROOT, Settings
from scripts.code_facts import calls, imports, pipeline, processes, reduced
from scripts.svg import Box, arrow, document, words

PICTURES = ROOT / "docs" / "pictures"

# Rows from above; in each the packages from left to right: name, its modules, what it is for.
PACKAGES = (
    (("bot", ("bot",), "commands, build, measuring"),),
    (
        ("bot.nlu", ("bot.nlu",), "runs inside Rasa"),
        ("bot.web", ("bot.web",), "the public door and its pages"),
        ("actions", ("actions",), "puts the answer into words"),
    ),
    (
        ("bot.redaction", ("bot.redaction",), "takes personal data out"),
        ("helpline", ("helpline",), "cases, staff, audit trail"),
        ("training", ("training",), "questions and practice"),
        ("bot.settings", ("bot.settings", "bot.setting_values", "bot.process_state"), "settings, state"),
    ),
    (
        ("bot.log_lines", ("bot.log_lines", "bot.tracing", "bot.turn_spans"), "logs, traces"),
        ("knowledge", ("knowledge",), "items, search, wording"),
        ("storage", ("storage",), "the database"),
    ),
)

TURN = {
    "self._addresses.check": "too many of one address?",
    "self._conversations.check": "too many of one conversation?",
    "self._keys.learner": "whose training page is it?",
    "self._offers.title": "was this button offered here?",
    "self._clean": "length; personal data taken out",
    "self._cases.hand_over": "staff have the case? To them",
    "self._rasa.turn": "asks Rasa",
    "self._emergencies.answered": "no answer? Danger is answered",
    "self._guard.guarded": "looks at the words of the reply",
    "self._in_their_language": "a sentence in their language",
    "self._cases.record": "adds the turn to an open case",
    "self._offers.add": "notes which buttons it offers",
}
PIPELINE = {
    "WhitespaceTokenizer": "cuts it into words",
    "OnnxSentenceFeaturizer": "what it means, as numbers",
    "CountVectorsFeaturizer": "which words and parts of words",
    "LinearIntentClassifier": "which intent",
    "FallbackClassifier": "or none",
    "IntentChooser": "all situations count together",
    "PersonExtractor": "who they are, which item",
    "TextToCheck": "is it a text to be checked?",
    "SafetyClassifier": "danger, as learned",
    "SafetyGuard": "danger by rules, and the higher",
}
ANSWER = (
    ("what to do for this intent", "data/rules.yml", "rasa"),
    ("answer, ask back or turn away", "actions/guidance.py", "actions"),
    ("which items fit", "knowledge/search.py", "actions"),
    ("the answer, of their sentences", "knowledge/advice.py", "actions"),
)
LANES = ("widget", "web", "rasa", "actions")


def packages() -> str:
    """Who imports whom, without the arrows that others imply."""
    arrows = reduced(imports({name: modules for row in PACKAGES for name, modules, _ in row}))
    width, gap, between = 212, 24, 118
    whole = max(map(len, PACKAGES)) * (width + gap) + gap
    boxes = {}
    for y, row in enumerate(PACKAGES):
        left = (whole - len(row) * (width + gap) + gap) / 2
        for x, (name, _, use) in enumerate(row):
            boxes[name] = Box(
                left + x * (width + gap), 24 + y * between, width, name, (use,), tinted=name == "knowledge"
            )
    lines = [arrow(boxes[start].foot, boxes[end].top) for start, end in sorted(arrows)]
    told = [f"{start} uses {end}." for start, end in sorted(arrows)]
    height = 24 + len(PACKAGES) * between - 30
    parts = [*lines, *(box.svg() for box in boxes.values())]
    return document(whole, height, "Packages, and which may use which", " ".join(told), parts)


def three_processes() -> str:
    """What runs, on which Python, who reaches whom."""
    settings = {name: field.default for name, field in Settings.model_fields.items()}
    oldest = {
        e.name: ".".join(map(str, min(e.pythons))) + ("" if len(e.pythons) == 1 else " or newer") for e in ENVIRONMENTS
    }
    use = {
        "web": ("page, widget, chat, desk", f"{settings['web_host']}:{settings['web_port']}"),
        "rasa": ("understands, decides", f"127.0.0.1:{settings['rasa_port']}"),
        "actions": ("searches, answers", f"127.0.0.1:{settings['actions_port']}"),
    }
    python = {name: oldest[environment] for name, environment in processes().items()}
    _same(python, use, "process")
    at = {"web": (250, 40), "rasa": (510, 40), "actions": (770, 40)}
    boxes = {
        name: Box(*at[name], 210, name, (use[name][0], f"Python {python[name]}"), use[name][1], name == "web")
        for name in at
    }
    browser = Box(24, 40, 170, "browser", ("the widget on any page",), "bot/web/widget/")
    database = Box(510, 190, 210, "database", ("cases, staff, progress",), "SQLite or PostgreSQL")
    middle = 40 + 45
    lines = [
        arrow((194, middle), (250, middle)),
        arrow((460, middle), (510, middle)),
        arrow((720, middle), (770, middle)),
    ]
    imported = imports(_WHO_KEEPS)
    keepers = [name for name in boxes if (name, "keeps") in imported]
    for name in keepers:
        near = 510 if boxes[name].x < 510 else 720
        lines.append(arrow(boxes[name].foot, (near, 220), [(boxes[name].foot[0], 220)]))
    told = f"The browser asks web, web asks rasa, rasa asks actions. The database is used by {' and '.join(keepers)}."
    parts = [*lines, browser.svg(), database.svg(), *(box.svg() for box in boxes.values())]
    notes = [words(250, 28, "public"), words(510, 28, "this machine only"), words(770, 28, "this machine only")]
    return document(1004, 280, "The three processes", told, [*parts, *notes])


# What runs in which process, and what keeps something in the database.
_WHO_KEEPS = {
    "web": ("bot.web",),
    "rasa": ("bot.nlu",),
    "actions": ("actions",),
    "keeps": ("helpline", "training", "storage"),
    "rest": ("bot", "knowledge"),
}


def one_turn() -> str:
    """A message from the widget to the reply, step by step."""
    done, components = calls("bot/web/chat.py", "turn"), pipeline()
    _same(done, TURN, "step of ChatDoor.turn")
    _same(components, PIPELINE, "component of config.yml")
    steps = [("sends what the person wrote", "bot/web/widget/", "widget")]
    for call in done:
        steps.append((TURN[call], call.removeprefix("self."), "web"))
        if call == "self._rasa.turn":
            steps += [(PIPELINE[name], name, "rasa") for name in dict.fromkeys(components)]
            steps += ANSWER
    steps.append(("shows the reply", "bot/web/widget/", "widget"))
    for _, place, lane in steps:
        if lane != "web" and "/" in place and not (ROOT / place).exists():
            raise ValueError(f"{place} is not there.")
    width, gap, step = 250, 22, 58
    left = {lane: 24 + at * (width + gap) for at, lane in enumerate(LANES)}
    boxes = [Box(left[lane], 44 + at * step, width, name, (), code) for at, (name, code, lane) in enumerate(steps)]
    lines = [_next(above, below) for above, below in pairwise(boxes)]
    heads = [words(left[lane], 28, lane, "name") for lane in LANES]
    told = " ".join(f"{lane}: {name}." for name, _, lane in steps)
    height = 44 + len(steps) * step + 8
    return document(
        24 * 2 + len(LANES) * (width + gap) - gap, height, "One turn", told, [*heads, *lines, *(b.svg() for b in boxes)]
    )


def _next(above: Box, below: Box) -> str:
    if above.x == below.x:
        return arrow(above.foot, below.top)
    side = above.x + above.width if below.x > above.x else above.x
    middle = above.y + above.height / 2
    return arrow((side, middle), below.top, [(below.top[0], middle)])


def _same(found: Collection[str], told: Mapping[str, object], kind: str) -> None:
    """Makes sure that each thing has its words.

    Raises:
        ValueError: naming what is missing.
    """
    if missing := set(found) ^ set(told):
        raise ValueError(f"The drawing and the code differ in a {kind}: {', '.join(sorted(missing))}.")


DRAWINGS = {"packages.svg": packages, "processes.svg": three_processes, "turn.svg": one_turn}


def main() -> None:
    """Writes the drawings."""
    for name, draw in DRAWINGS.items():
        (PICTURES / name).write_text(draw(), encoding="utf-8")
        print(f"docs/pictures/{name}")


if __name__ == "__main__":
    main()

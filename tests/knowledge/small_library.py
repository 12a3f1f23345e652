"""Writes a small, valid knowledge folder that tests may then break."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import yaml

REAL = Path(__file__).resolve().parents[2] / "knowledge"
ITEMS = {
    "lesson-1.1": ("lesson", "Listen before you plan"),
    "lesson-1.2": ("lesson", "Share the garden tools"),
    "challenge-1": ("challenge", "Nowhere to meet"),
    "case-tea-room": ("case", "The tea room"),
}


def item(name: str) -> dict[str, Any]:
    """A valid item called `name`."""
    kind, title = ITEMS[name]
    number = name.split("-")[1] if kind in ("lesson", "challenge") else None
    return {
        "id": name,
        "kind": kind,
        "title": title,
        "says": [f"{title}: point {n}." for n in range(1, 5)],
        "steps": [f"Take step {n} of {title}." for n in range(1, 5)],
        "why": f"{title} works.",
        "for": ["teacher"],
        "related": [other for other in ITEMS if other != name][:2],
        "place": {"section": "A part", **({"number": number} if number else {})},
    }


ALSO = {"lesson-1.1": ["lesson-1.2"]}  # what else a situation names, after the item that answers it best


def situation(name: str) -> dict[str, Any]:
    """A valid situation that `name` answers."""
    intent = name.replace("-", "_").replace(".", "_")
    return {
        "intent": intent,
        "title": ITEMS[name][1],
        "items": [name, *ALSO.get(name, [])],
        "acknowledge": [f"That is about {ITEMS[name][1].lower()} ({n})." for n in range(3)],
    }


WORRIES = {"lesson-1.2": ["parent"], "lesson-1.1": [], "challenge-1": []}  # roles that each is for


def worry(name: str, *roles: str) -> dict[str, Any]:
    """What `name` means for somebody who worries about one person."""
    says, steps = [f"{ITEMS[name][1]}, with one person."], [f"Take step {n} with them." for n in (1, 2)]
    return {"item": name, **({"for": list(roles)} if roles else {}), "says": says, "steps": steps}


def write(root: Path) -> Path:
    """Writes the library under `root` and gives `root`."""
    folder = root / "knowledge"
    for part in ("items", "questions", "situations"):
        (folder / part).mkdir(parents=True)
    dump(folder / "items" / "all.yml", [item(name) for name in ITEMS])
    dump(folder / "situations" / "all.yml", [situation(name) for name in ITEMS])
    questions = {name: [f"Question {n} about {ITEMS[name][1]}?" for n in range(16)] for name in ITEMS}
    dump(folder / "questions" / "all.yml", questions)
    paper = {
        "id": "paper",
        "title": "A paper",
        "publisher": "A network",
        "says": ["It was a meeting in June.", "It has two parts and a figure."],
        "questions": {
            "story": ["When was the meeting?"],
            "references": ["What does it cite?"],
            "where_to_read": ["Where can I read it?"],
        },
        "where_to_read": "On a shelf.",
        "references": [{"label": f"Work {n}", "url": f"https://example.org/{n}"} for n in range(1, 6)],
    }
    dump(folder / "paper.yml", paper)
    for name in ("roles.yml", "services.yml", "phrases.yml", "replies.yml", "languages.yml", "plan_phrases.yml"):
        shutil.copy(REAL / name, folder / name)
    services = yaml.safe_load((folder / "services.yml").read_text(encoding="utf-8"))
    for row in services["services"]:
        row["last_checked"] = date.today()  # so that tests mean the same on every day
    dump(folder / "services.yml", services)
    dump(folder / "plan_order.yml", plan_order())
    dump(folder / "worries.yml", [worry(name, *roles) for name, roles in WORRIES.items()])
    return root


def plan_order() -> dict[str, Any]:
    """A valid order of plans: the challenge before the lessons, and the case last."""

    def stage(name: str, *items: str) -> dict[str, Any]:
        rows = [{"item": item, "because": "It has its place here."} for item in items]
        return {"stage": name, "reason": f"look after the {name}", "rests_on": [items[0]], "items": rows}

    return {
        "usual_words": [{"item": "lesson-1.2", "begins": "Share the garden tools: point 1"}],
        "worry_words": [{"item": "lesson-1.1", "begins": "Take step 1"}],
        "stages": [
            stage("place", "challenge-1"),
            stage("work", "lesson-1.1", "lesson-1.2"),
            stage("rest", "case-tea-room"),
        ],
    }


def dump(path: Path, data: Any) -> None:
    """Writes `data` as YAML, keys in their order."""
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")

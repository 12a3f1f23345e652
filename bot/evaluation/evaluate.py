"""Runs the sections and writes the report: `python -m bot evaluate`, `make evaluate`."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation import diet, intents, languages, latency, nothing_fits, privacy, retrieval, safety, scope, wording
from bot.evaluation.run import LABELS, Run
from bot.evaluation.section import Section
from bot.evaluation.writer import summary, write
from bot.settings import ROOT

REPORTS = ROOT / "reports"
OWN_FILES = {name: ROOT / "evaluation" / f"{name}.jsonl" for name in LABELS}


@dataclass(frozen=True)
class Kind:
    """A section that can be measured.

    Attributes:
        measure: measures it.
        needs: which labelled files; a section that needs none looks at the service as a whole.
    """

    measure: Callable[[Run], Section]
    needs: tuple[str, ...] = ()


# In the order of the report. Trainings come first and latency last, when nothing else is at work.
SECTIONS = {
    "intents": Kind(intents.measure),
    "retrieval": Kind(retrieval.measure, ("guidance",)),
    "languages": Kind(languages.measure, ("languages",)),
    "nothing-fits": Kind(nothing_fits.measure, ("guidance", "scope")),
    "safety": Kind(safety.measure, ("safety",)),
    "scope": Kind(scope.measure, ("scope",)),
    "wording": Kind(wording.measure, ("wording",)),
    "privacy": Kind(privacy.measure, ("privacy",)),
    "latency": Kind(latency.measure),
}


class ChoiceError(Exception):
    """What was asked for cannot be measured; the message says what can."""


def chosen(only: Sequence[str], given: Mapping[str, Path]) -> list[str]:
    """Names of the sections to measure.

    Args:
        only: names asked for; all, if empty.
        given: labelled files in place of the project's own. If there are any, what needs others is left out.

    Raises:
        ChoiceError: if a name is none, or nothing is left.
    """
    for name in only:
        if name not in SECTIONS:
            raise ChoiceError(f"There is no section '{name}'; there are {', '.join(SECTIONS)}.")
    names = [
        name
        for name, kind in SECTIONS.items()
        if (name in only or not only) and (not given or all(need in given for need in kind.needs))
        and (not given or kind.needs or name in only)
    ]  # fmt: skip
    if not names:
        raise ChoiceError("None of the chosen sections can be measured on the files given.")
    return names


def evaluate(run: Run, names: Sequence[str], folder: Path, out: Path | None = None) -> None:
    """Measures the sections called `names` and writes the report into `folder`; its summary is printed."""
    started = time.monotonic()
    sections = {}
    for number, name in enumerate(names, 1):
        run.say(f"[{number} of {len(names)}] {name}, after {time.monotonic() - started:.0f} s")
        sections[name] = SECTIONS[name].measure(run)
    seconds = time.monotonic() - started
    write(folder, sections, conditions(run, names, seconds))
    if out:
        out.write_bytes((folder / "report.json").read_bytes())
    run.say(f"\n{summary(sections)}\n\nMeasured in {seconds:.0f} s. The report: {folder / 'report.md'}")


def conditions(run: Run, names: Sequence[str], seconds: float) -> dict[str, str]:
    """What the report says of how it was made."""
    used = dict.fromkeys(need for name in names for need in SECTIONS[name].needs)
    found = {need: f"{len(run.lines(need))} messages of {_shown(run.files[need])}" for need in used}
    found["encoder"] = run.settings.encoder + (", adapted" if run.settings.adapt_encoder else "")
    if run.url:
        found["service"] = f"{run.url}, running before"
    if run.baselines and "intents" in names:
        found["DIET"] = f"{run.diet_epochs} epochs; kept in {_shown(diet.folder(run, 0))}"
    found["took"] = f"{seconds:.0f} s"
    return found


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name

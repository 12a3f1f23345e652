"""Writes the report: report.md, report.json, and the plots, all in one folder."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot.evaluation.plots import FORMATS
from bot.evaluation.section import Cell, Section, Share

PLOTS = "plots"


def write(folder: Path, sections: Mapping[str, Section], conditions: Mapping[str, str]) -> None:
    """Writes all of `sections` into `folder`.

    Args:
        folder: made if it is not there; files of an earlier report are replaced.
        sections: by name.
        conditions: what was measured, and how, for the head of the report.
    """
    (folder / PLOTS).mkdir(parents=True, exist_ok=True)
    for section in sections.values():
        for plot in section.plots:
            plot.save(folder / PLOTS)
    (folder / "report.json").write_text(as_json(sections, conditions), encoding="utf-8")
    (folder / "report.md").write_text(markdown(sections, conditions), encoding="utf-8")


def markdown(sections: Mapping[str, Section], conditions: Mapping[str, str]) -> str:
    """The report as people read it."""
    parts = ["# Measured", f"{date.today():%d %B %Y}. Figures in brackets are 95 % confidence intervals (bootstrap)."]
    parts.append("\n".join(f"- {name}: {value}" for name, value in conditions.items()))
    for section in sections.values():
        parts.append(f"## {section.title}")
        parts += section.notes
        for table in section.tables:
            parts += [f"**{table.title}**", table.markdown()]
        parts += [f"![{plot.title}]({PLOTS}/{plot.name}.{FORMATS[0]})" for plot in section.plots]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(sections: Mapping[str, Section], conditions: Mapping[str, str]) -> str:
    """The report for machines: tables cell by cell, and what they do not hold."""
    found = {
        name: {
            "title": section.title,
            "notes": list(section.notes),
            "tables": [
                {"title": t.title, "columns": list(t.columns), "rows": [[_plain(c) for c in row] for row in t.rows]}
                for t in section.tables
            ],
            "data": section.data,
        }
        for name, section in sections.items()
    }
    whole = {"made": date.today().isoformat(), "conditions": dict(conditions), "sections": found}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def summary(sections: Mapping[str, Section]) -> str:
    """The first table of each section."""
    parts = []
    for section in sections.values():
        parts.append(f"{section.title}: {section.tables[0].title}\n\n{section.tables[0].markdown()}")
    return "\n\n".join(parts)


def _plain(cell: Cell) -> Any:
    return asdict(cell) if isinstance(cell, Share) else cell

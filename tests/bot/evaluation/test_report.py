"""Tables, plots and the files of the report."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from bot.evaluation.plots import Plot, bars, confusion_plot, curves
from bot.evaluation.section import Section, Share, Table, counts_table
from bot.evaluation.writer import summary, write

SHARE = Share(0.5, 0.25, 0.75)


def drawings() -> list[Plot]:
    names = [f"intent {n}" for n in range(45)]
    return [
        bars(
            "bars", "Bars", ["first", "within three"], {"ours": [(0.9, 0.8, 1), (1, 1, 1)], "BM25": [(0, 0, 0.1)] * 2}
        ),
        curves("curves", "Curves", "threshold", [0, 0.5, 1], {"recall": [0, 0.4, 1]}, {"answer from": 0.7}),
        confusion_plot("small", "Small", ["a", "b"], ["a", "b", "none"], np.array([[3, 1, 0], [0, 2, 2]])),
        confusion_plot("large", "Large", names, names, np.eye(45, dtype=int), ["x"] * 20 + ["y"] * 25),
    ]


@pytest.mark.parametrize("plot", drawings(), ids=lambda plot: plot.name)
def test_a_plot_is_written_as_svg_and_png_and_is_not_empty(plot: Plot, tmp_path: Path) -> None:
    svg, png = plot.save(tmp_path)
    assert (svg.name, png.name) == (f"{plot.name}.svg", f"{plot.name}.png")
    words = "".join(ElementTree.parse(svg).getroot().itertext())
    assert plot.title in words
    picture = imread(png)
    assert picture.shape[0] > 200 and picture.shape[1] > 400
    dark = (picture[..., :3].mean(axis=2) < 0.9).mean()  # what is drawn, against the white of the page
    assert 0.005 < dark < 0.9


def test_names_on_the_axes_of_a_confusion_plot_are_the_intents(tmp_path: Path) -> None:
    (svg, _) = drawings()[3].save(tmp_path)
    words = "".join(ElementTree.parse(svg).getroot().itertext())
    assert "intent 0" in words and "intent 44" in words


def test_the_same_figures_give_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one, two = drawings()[0].save(tmp_path)[0], drawings()[0].save(tmp_path / "again")[0]
    assert one.read_bytes() == two.read_bytes()


def test_a_table_is_markdown_and_bars_in_words_do_not_break_it() -> None:
    table = Table("t", ["what", "share", "number"], [["a|b", SHARE, 3], ["c", 0.128, 0]])
    assert table.markdown().splitlines() == [
        "| what | share | number |",
        "| --- | --- | --- |",
        "| a\\|b | 0.50 (0.25–0.75) | 3 |",
        "| c | 0.13 | 0 |",
    ]


def test_a_table_of_counts_has_the_named_ones_first_and_no_hole() -> None:
    counts = {"none": {"none": 5, "urgent": 1}, "urgent": {"emergency": 2}}
    table = counts_table("t", "wanted", counts, ("emergency", "urgent", "none"))
    assert table.columns == ["wanted", "emergency", "urgent", "none"]
    assert table.rows == [["urgent", 2, 0, 0], ["none", 0, 1, 5]]


def section() -> Section:
    tables = [Table("shares", ["what", "share"], [["a", SHARE]]), Table("counts", ["what", "number"], [["b", 2]])]
    return Section("Made up", tables, ["Measured on nothing."], drawings()[:1], {"points": [1, 2]})


def test_the_report_holds_notes_tables_and_links_to_plots_that_are_there(tmp_path: Path) -> None:
    write(tmp_path / "reports", {"made-up": section()}, {"encoder": "none"})
    text = (tmp_path / "reports" / "report.md").read_text(encoding="utf-8")
    assert "- encoder: none" in text and "## Made up" in text and "Measured on nothing." in text
    assert "**shares**" in text and "**counts**" in text and "| a | 0.50 (0.25–0.75) |" in text
    (link,) = (line for line in text.splitlines() if line.startswith("!["))
    assert (tmp_path / "reports" / link.split("(")[1].rstrip(")")).is_file()
    assert (tmp_path / "reports" / "plots" / "bars.png").is_file()


def test_the_report_for_machines_holds_every_cell_and_the_data(tmp_path: Path) -> None:
    write(tmp_path, {"made-up": section()}, {"encoder": "none"})
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    made_up = found["sections"]["made-up"]
    assert made_up["tables"][0]["rows"] == [["a", {"value": 0.5, "low": 0.25, "high": 0.75}]]
    assert made_up["tables"][1]["rows"] == [["b", 2]]
    assert made_up["data"] == {"points": [1, 2]}


def test_the_summary_is_the_first_table_of_each_section() -> None:
    text = summary({"made-up": section()})
    assert "Made up: shares" in text and "counts" not in text

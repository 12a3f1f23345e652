"""`python -m knowledge plan`, on a small library."""

from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from typer.testing import CliRunner

from knowledge import cli
from knowledge.library import read_library
from tests.knowledge import small_library


@pytest.fixture(autouse=True)
def on_the_small_library(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "read_library", lambda: read_library(root))


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, ["plan", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_without_a_file_it_is_shown() -> None:
    code, out, err = run("lesson-1.1", "challenge-1", "--role", "teacher", "--situation", "lesson_1_2")
    assert (code, err) == (0, "") and out.startswith("# Listen before you plan\n")
    assert out.index("Take step 1 of Nowhere to meet.") < out.index("Take step 1 of Listen before you plan.")
    assert "“Share the garden tools”" in out


def test_it_writes_each_kind_of_file(tmp_path: Path) -> None:
    for kind in ("md", "docx", "pdf"):
        code, out, _ = run("lesson-1.1", "--to", str(tmp_path / f"plan.{kind}"))
        assert code == 0 and out == f"A plan to take away: Listen before you plan ({tmp_path / f'plan.{kind}'})\n"
    assert (tmp_path / "plan.md").read_text(encoding="utf-8").startswith("# Listen before you plan\n")
    assert docx.Document(BytesIO((tmp_path / "plan.docx").read_bytes())).paragraphs[1].text == "Listen before you plan"
    assert len(pypdf.PdfReader(tmp_path / "plan.pdf").pages) == 1


def test_a_handout_is_made_on_asking() -> None:
    code, out, _ = run("lesson-1.1", "--handout")
    assert code == 0 and "Three questions to think about" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lesson-9.9"], "there is no item “lesson-9.9”"),
        (["lesson-1.1", "--role", "king"], "there is no role “king”"),
        (["lesson-1.1", "--to", "plan.odt"], "and not as “.odt”"),
        (["lesson-1.1", "--to", "/no/such/folder/plan.pdf"], "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "") and said in err and "Traceback" not in err and err.count("\n") == 1


def test_a_fault_of_the_order_is_named(root: Path) -> None:
    data = small_library.plan_order()
    data["stages"].pop()
    small_library.dump(root / "knowledge" / "plan_order.yml", data)
    code, _, err = run("lesson-1.1")
    assert code == 1 and "knowledge/plan_order.yml:" in err and "'case-tea-room' has no place" in err

"""Has a command run in the project's own environment, whichever Python it was started with."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[1] / ".venvs" / "main" / "bin" / "python"
NEEDED = "typer"  # the first package that every command needs


def use_own_python(module: str) -> None:
    """Starts `python -m module` again with the environment of `make setup`, where this Python lacks the packages."""
    if find_spec(NEEDED) is not None:
        return
    if not PYTHON.is_file():
        sys.exit("This Python lacks the packages that the project needs. Run 'make setup' first.")
    os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])

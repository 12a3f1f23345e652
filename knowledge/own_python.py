"""Has a command run in the project's own environment, whichever Python it was started with."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[1] / ".venvs" / "main" / "bin" / "python"
NEEDED = "typer"  # the first package that every command needs


def use_own_python(module: str, needed: bool = True) -> None:
    """Starts `python -m module` again with the environment of `make setup`, where this Python lacks the packages.

    Args:
        module: to start.
        needed: whether to end with a sentence where there is no such environment; else it goes on as it is.
    """
    if find_spec(NEEDED) is not None:
        return
    if not PYTHON.is_file() or Path(sys.prefix) == PYTHON.parents[1]:  # the same one would lack the same
        if not needed:
            return
        sys.exit("This Python lacks the packages that the project needs. Run 'make setup' first.")
    try:
        os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])
    except OSError as error:
        if needed:
            sys.exit(f"{PYTHON} does not run ({error.strerror}). Remove {PYTHON.parents[1]}, then run 'make setup'.")

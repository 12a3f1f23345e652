"""Runs code in the Rasa environment, in a process that has Rasa loaded already: that takes ten seconds of a processor.

One process there loads Rasa once and forks for each piece of code, so that none sees what another has left behind.
"""

import json
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.children import die_with_parent
from bot.environment import RASA_PYTHON, child_environment
from bot.settings import ROOT, Settings

WORKER = """
import json, os, sys, traceback
import rasa.core.agent, rasa.core.processor, rasa.engine.recipes.default_recipe

for line in sys.stdin:
    code, output, errors = json.loads(line)
    child = os.fork()
    if child:
        print(os.waitpid(child, 0)[1], flush=True)
        continue
    failed = 1
    try:
        for number, path in (1, output), (2, errors):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
        exec(compile(code, "<test>", "exec"), {"__name__": "__main__"})
        failed = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(failed)
"""


@cache
def worker() -> "subprocess.Popen[str]":
    """The process that forks; it ends with the tests."""
    return subprocess.Popen(
        [str(RASA_PYTHON), "-c", WORKER], cwd=ROOT, env=child_environment(Settings()), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent,
    )  # fmt: skip


def in_rasa(code: str) -> Any:
    """What `code`, run in the Rasa environment, prints as JSON on its last line."""
    process = worker()
    assert process.stdin is not None and process.stdout is not None
    with TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        process.stdin.write(json.dumps([code, str(output), str(errors)]) + "\n")
        process.stdin.flush()
        status = process.stdout.readline()
        assert status.strip() == "0", errors.read_text(encoding="utf-8")[-2000:] if errors.exists() else "no Rasa"
        return json.loads(output.read_text(encoding="utf-8").splitlines()[-1])

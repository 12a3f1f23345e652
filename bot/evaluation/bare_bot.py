"""The bot that `rasa init` makes, as it comes: what a turn is compared with."""

import shutil

import httpx

from bot.environment import RASA_PYTHON
from bot.evaluation.job import run_job
from bot.evaluation.service import Say
from bot.settings import ROOT, Settings
from bot.supervisor import Command

FOLDER = ROOT / "var" / "bare-bot"


def bare_bot(port: int, settings: Settings, say: Say) -> Command:
    """The process of the bare bot on `port`; it is made and trained the first time, and kept."""
    if not any(FOLDER.glob("models/*.tar.gz")):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        run_job(
            "Making and training the bare bot of 'rasa init' (a few minutes, once)",
            [str(RASA_PYTHON), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(FOLDER)],
            settings, FOLDER / "log", say,
        )  # fmt: skip
    model = max(FOLDER.glob("models/*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return Command(
        "bare",
        [
            str(RASA_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port),
            "--model", str(model), "--endpoints", str(FOLDER / "endpoints.yml"),
            "--credentials", str(FOLDER / "credentials.yml"), "--quiet",
        ],
        lambda: _is_up(port),
    )  # fmt: skip


def _is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False

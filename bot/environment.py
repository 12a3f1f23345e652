"""Where the two environments are, and what their processes are told."""

import os
from pathlib import Path

from bot.settings import ROOT, Settings

RASA_PYTHON = ROOT / ".venvs" / "rasa" / "bin" / "python"
MAIN_PYTHON = ROOT / ".venvs" / "main" / "bin" / "python"
MODEL = ROOT / "models" / "common-ground.tar.gz"

QUIET = {
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",  # nothing is fetched from a model hub
    "TOKENIZERS_PARALLELISM": "false",
}


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment variables of a child process."""
    own = {
        "COMMON_GROUND_ACTIONS_PORT": str(settings.actions_port),
        "COMMON_GROUND_COUNTRY": settings.country,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **QUIET, **own}


def relative(path: Path) -> str:
    """`path` as it is shown to people."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

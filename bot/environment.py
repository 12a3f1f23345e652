"""Where the two environments are, and what their processes are told."""

import os
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.settings import PREFIX, ROOT, Settings

RASA_PYTHON = ROOT / ".venvs" / "rasa" / "bin" / "python"
MAIN_PYTHON = ROOT / ".venvs" / "main" / "bin" / "python"
MODEL = ROOT / "models" / "common-ground.tar.gz"

QUIET = {
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Whatever the user's shell says: at debug level Rasa and Sanic log what people write.
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",  # nothing is fetched from a model hub
    "TOKENIZERS_PARALLELISM": "false",
    # Threads that wait sleep: where something else has a processor, those that spin make torch three times slower.
    "OMP_WAIT_POLICY": "PASSIVE",
}


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment variables of a child process: it sees the very settings that its parent has."""
    own = {f"{PREFIX}{name}".upper(): _text(getattr(settings, name)) for name in Settings.model_fields}
    found = {"ACTION_SERVER": settings.action_server}  # for endpoints.yml, which can work nothing out
    return {**os.environ, **QUIET, **own, **found, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, list) else str(value)


def relative(path: Path) -> str:
    """`path` as it is shown to people."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

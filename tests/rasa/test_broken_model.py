"""A model that cannot be loaded stops Rasa, which by itself would go on without one and answer nobody."""

import subprocess
from pathlib import Path

import pytest

from bot.environment import RASA_PYTHON, child_environment
from bot.evaluation.service import free_ports
from bot.settings import ROOT, Settings

pytestmark = pytest.mark.rasa


def test_a_model_that_was_cut_short_stops_rasa_and_says_what_to_do(tmp_path: Path) -> None:
    model = tmp_path / "cut.tar.gz"
    whole = subprocess.run(["tar", "-cz", "bot/nlu"], cwd=ROOT, capture_output=True, check=True).stdout
    model.write_bytes(whole[: len(whole) // 2])
    (port,) = free_ports(1)
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(model),
         "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--quiet"],
        cwd=ROOT, env=child_environment(Settings(rasa_port=port)), capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert "The model cannot be used, so Rasa stops. Make it anew: python -m bot train" in done.stdout + done.stderr

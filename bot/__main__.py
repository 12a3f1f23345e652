"""`python -m bot`."""

from knowledge.own_python import use_own_python

use_own_python("bot")

from bot.cli import app  # noqa: E402

app(prog_name="python -m bot")

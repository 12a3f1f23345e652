"""`python -m training`."""

from knowledge.own_python import use_own_python

use_own_python("training")

from training.cli import app  # noqa: E402

app(prog_name="python -m training")

"""`python -m knowledge`."""

from knowledge.own_python import use_own_python

use_own_python("knowledge")

from knowledge.cli import app  # noqa: E402

app(prog_name="python -m knowledge")

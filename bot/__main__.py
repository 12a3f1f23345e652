"""`python -m bot`."""

import sys

from knowledge.own_python import use_own_python

WANTS_DOCTOR = sys.argv[1:2] == ["doctor"]  # who speaks also where the packages of the other commands are missing

use_own_python("bot", needed=not WANTS_DOCTOR)

if WANTS_DOCTOR:
    from bot.doctor.command import main

    sys.exit(main(sys.argv[2:]))

from bot.cli import app  # noqa: E402

app(prog_name="python -m bot")

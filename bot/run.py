"""One process of the service alone, for machines where something else starts, watches and stops it."""

import os

from bot.environment import child_environment
from bot.serve import Process, command, prepare_database
from bot.settings import ROOT, Settings


def run(process: Process, settings: Settings) -> None:
    """Becomes that process: signals reach it, and it ends as it ends. What it needs must have been built.

    Raises:
        StartError: if that was not built.
        DatabaseError: if the database cannot be used.
    """
    arguments = list(command(process, settings).arguments)
    if process == "web":
        prepare_database(settings)
    os.chdir(ROOT)
    os.execve(arguments[0], arguments, child_environment(settings))

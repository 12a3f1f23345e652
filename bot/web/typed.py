"""What a person typed, as words and nothing else."""

import re
from typing import Annotated

from pydantic import AfterValidator

from bot.web.redaction import redact

# Rasa takes the white space of any alphabet off a message, and then a "/" at its beginning for a command. A command is
# not read for danger, so what somebody typed must never become one.
_COMMAND = re.compile(r"[\s/]+")


def _whole(text: str) -> str:
    """A text of the same length without halves of a letter, which JSON can name and nothing can write down."""
    return text.encode("utf-8", "replace").decode()


Typed = Annotated[str, AfterValidator(_whole)]  # a field of a request that may hold anything


def as_words(text: str) -> str:
    """A text without personal data, without white space around it, and with no sign of a command at its beginning.

    It takes as long as `redact`: an async caller runs it in a thread.
    """
    clean = redact(text)
    sign = _COMMAND.match(clean)
    return (clean[sign.end() :] if sign else clean).rstrip()

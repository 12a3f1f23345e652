"""What a person typed, as words and nothing else."""

import re

from bot.web.redaction import redact

# Rasa takes the white space of any alphabet off a message, and then a "/" at its beginning for a command. A command is
# not read for danger, so what somebody typed must never become one.
_COMMAND = re.compile(r"[\s/]+")


def as_words(text: str) -> str:
    """A text without personal data, without white space around it, and with no sign of a command at its beginning.

    It takes as long as `redact`: an async caller runs it in a thread.
    """
    clean = redact(text)
    sign = _COMMAND.match(clean)
    return (clean[sign.end() :] if sign else clean).rstrip()

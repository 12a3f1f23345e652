"""Parses many messages with a trained model, without a server. Runs in the Rasa environment.

    python -m bot.nlu.parse_lines models/common-ground.tar.gz < texts.json > parsed.json

Reads a JSON list of texts from standard input and writes a JSON list of Rasa's parse results; tells on standard
error how far it is.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any, Dict, List

from rasa.core.agent import load_agent

TELL_EVERY = 250


async def parse(model: str, texts: List[str]) -> List[Dict[str, Any]]:
    """The parse result of each of `texts` under the model file `model`."""
    agent = await load_agent(model)
    parsed = []
    for number, text in enumerate(texts, 1):
        parsed.append(await agent.parse_message(text))
        if number % TELL_EVERY == 0:
            print(f"{number} of {len(texts)} read", file=sys.stderr, flush=True)
    return parsed


def main() -> None:
    """Reads, parses, writes."""
    parsed = asyncio.run(parse(sys.argv[1], json.load(sys.stdin)))
    json.dump(parsed, sys.stdout)


if __name__ == "__main__":
    main()

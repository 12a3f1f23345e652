"""Times a turn of the whole service beside a turn of a bare Rasa bot, in one run.

    python -m benchmarks.turn [--turns 200]

The bare bot is what `rasa init` makes, trained as it comes, asked over Rasa's own REST channel. Ours is asked
through the web process. Both get the same messages, in turns, from one client and from eight.
"""

import argparse

from bot.evaluation.latency import section, times_of
from bot.evaluation.service import own_service
from bot.evaluation.timing import Bot, ask_ours
from bot.settings import Settings


def main() -> None:
    """Builds both bots, times them, prints a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--turns", type=int, default=200, help="turns of each bot and number of clients")
    turns = options.parse_args().turns
    settings = Settings()
    with own_service(settings, print) as url:
        times = times_of(Bot(url, ask_ours), turns, settings, print)
    print("\n" + section(times).tables[0].markdown())


if __name__ == "__main__":
    main()

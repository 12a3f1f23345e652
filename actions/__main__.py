"""`python -m actions`: the action server, on this machine only."""

import argparse
import logging
import sys

from actions.resources import warm_up
from actions.server import make_app
from knowledge.encoder import EncoderError
from knowledge.faults import KnowledgeError
from knowledge.index import IndexMismatchError

HOST = "127.0.0.1"


def main() -> int:
    """Loads the knowledge, then serves until it is stopped; 1 if the knowledge cannot be used."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--port", type=int, default=5055)
    port = ask.parse_args().port
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.disable(logging.DEBUG)  # at debug level the SDK logs whole trackers
    try:
        warm_up()
    except (KnowledgeError, EncoderError, IndexMismatchError) as error:
        print(error, file=sys.stderr)
        return 1
    make_app().run(host=HOST, port=port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

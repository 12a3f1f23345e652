"""`python -m actions`: the action server, with the settings of the service."""

import logging
import sys

from actions.resources import warm_up
from actions.server import make_app
from bot.settings import SettingsError, load_settings
from knowledge.encoder import EncoderError
from knowledge.faults import KnowledgeError
from knowledge.index import IndexMismatchError


def main() -> int:
    """Loads the knowledge, then serves until it is stopped; 1 if knowledge or settings cannot be used."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.disable(logging.DEBUG)  # at debug level the SDK logs whole trackers
    try:
        settings = load_settings()
        warm_up()
    except (SettingsError, KnowledgeError, EncoderError, IndexMismatchError) as error:
        print(error, file=sys.stderr)
        return 1
    app = make_app(settings.shared_token.get_secret_value())
    app.run(host=settings.actions_host, port=settings.actions_port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

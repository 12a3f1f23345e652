"""`python -m actions`: the action server, with the settings of the service."""

import logging
import sys

from actions.resources import warm_up
from actions.server import make_app
from bot.log_lines import set_up as set_up_log
from bot.settings import SettingsError, load_settings
from bot.tracing import set_up as set_up_tracing
from knowledge.encoder import EncoderError
from knowledge.faults import KnowledgeError
from knowledge.index import IndexMismatchError


def main() -> int:
    """Loads the knowledge, then serves until it is stopped; 1 if knowledge or settings cannot be used."""
    logging.disable(logging.DEBUG)  # at debug level the SDK logs whole trackers
    try:
        settings = load_settings()
        set_up_log(settings.log_format, settings.log_level)
        set_up_tracing(settings.otlp_endpoint, "actions")
        warm_up()
    except (SettingsError, KnowledgeError, EncoderError, IndexMismatchError) as error:
        print(error, file=sys.stderr)
        return 1
    app = make_app(settings.shared_token.get_secret_value())
    app.run(host=settings.actions_host, port=settings.actions_port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

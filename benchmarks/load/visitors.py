"""What Locust runs, in its own environment: visitors who hold one conversation after another with a bot.

    locust -f benchmarks/load/visitors.py --headless -u 8 -r 8 -t 55 --bot ours --pause 10 --counts FILE -H http://…

A turn counts as failed unless its status is 200. What happens in the warm-up is not counted.
"""

import json
import random
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import gevent
import locust.stats
from locust import FastHttpUser, events, task
from locust.env import Environment

from benchmarks.load.doors import DOORS, pause
from bot.evaluation.messages import MESSAGES

locust.stats.bucket_response_time = round  # whole milliseconds; by itself it keeps two digits


@events.init_command_line_parser.add_listener
def options(parser: ArgumentParser) -> None:
    """Adds our options to Locust's."""
    parser.add_argument("--bot", choices=DOORS, default="ours")
    parser.add_argument("--pause", type=float, default=0, help="median of the seconds between a reply and a message")
    parser.add_argument("--warm-up", type=float, default=0, help="seconds at the beginning that are not counted")
    parser.add_argument("--counts", required=True, help="file for what was counted, as JSON")


@events.test_start.add_listener
def begin(environment: Environment, **_: Any) -> None:
    """Forgets what was counted once the warm-up is over, and writes the rest into a file at the end."""
    stats, options = environment.stats, environment.parsed_options

    def write(**_: Any) -> None:
        counts = {"turns": stats.total.serialize(), "errors": list(stats.serialize_errors().values())}
        Path(options.counts).write_text(json.dumps(counts, default=str), encoding="utf-8")

    gevent.spawn_later(options.warm_up, stats.reset_all)
    environment.events.quit.add_listener(write)  # when the last turn has ended; Locust's own lists may come too soon


class Visitor(FastHttpUser):
    """One person at a time. They come spread over a pause, each at another place of the conversation."""

    network_timeout = connection_timeout = 60.0

    def on_start(self) -> None:
        """Waits for a part of a pause."""
        self.said = random.randrange(len(MESSAGES))
        self.conversation = uuid.uuid4().hex
        gevent.sleep(random.uniform(0, self.environment.parsed_options.pause))

    def wait_time(self) -> float:
        """Seconds until the next message."""
        return pause(self.environment.parsed_options.pause)

    @task
    def turn(self) -> None:
        """Sends one message and waits for the reply; after the last one a new conversation begins."""
        if self.said == len(MESSAGES):
            self.said, self.conversation = 0, uuid.uuid4().hex
        door = DOORS[self.environment.parsed_options.bot]
        body = door.body(self.conversation, MESSAGES[self.said])
        self.said += 1
        with self.client.post(door.path, json=body, catch_response=True) as response:
            if response.status_code != 200:
                response.failure(f"status {response.status_code}" if response.status_code else "no answer")

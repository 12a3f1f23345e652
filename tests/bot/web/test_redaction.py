"""The redactor of the web process is made once."""

import threading

from bot.web.redaction import _shared, redact, warm_up


def test_a_message_is_redacted_while_the_redactor_is_still_being_made() -> None:
    warm_up()
    assert redact("ring 07700 900123") == "ring [phone]"


def test_all_threads_get_the_same_one() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(_shared.redactor)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1

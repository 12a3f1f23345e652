"""What a client sends gets into no log, so nobody can write lines of their own into one."""

import logging
from urllib.parse import quote

import pytest

from tests.attacks.conftest import Whole

FORGED = "quincebramble\r\n2026-01-01 ERROR \x1b[31mforged"
OURS = ("bot", "helpline", "training", "knowledge", "storage", "actions", "uvicorn", "starlette", "fastapi")


def test_nothing_that_is_sent_stands_in_a_log_whatever_goes_wrong(
    whole: Whole, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(f"cannot read {text}")

    monkeypatch.setattr("bot.web.chat.as_words", broken)
    monkeypatch.setattr("bot.web.case_pages.as_words", broken)
    key = {"code": whole.case.code, "words": whole.case.words or "", "text": FORGED}
    with caplog.at_level(logging.DEBUG):
        codes = [
            whole.client.post("/api/chat", json={"conversation": "logs", "text": FORGED}).status_code,
            whole.client.post("/case/write", data=key).status_code,
            whole.client.post("/case", data={"code": FORGED, "words": FORGED}).status_code,
            whole.client.post("/api/wording", json={"text": FORGED, FORGED: FORGED}).status_code,
            whole.client.post("/api/plan", json={"kind": FORGED}).status_code,
            whole.client.get("/api/items", params={"ids": FORGED}).status_code,
            whole.client.get(f"/{quote(FORGED)}").status_code,
            whole.client.get(f"/training/{quote(FORGED)}").status_code,
            whole.signed_in("sam").get(f"/desk/cases/{quote(FORGED)}").status_code,
        ]
    assert codes.count(500) == 2
    said = [record for record in caplog.records if record.name.split(".")[0] in OURS]
    assert len(said) >= 2
    for record in said:
        assert "quincebramble" not in record.getMessage() and "\n" not in record.getMessage(), record.name
        assert "\x1b" not in record.getMessage() and record.exc_info is None

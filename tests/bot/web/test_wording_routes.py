"""The API that checks a text: what it finds, its limits, its description, and that nothing of a text is kept."""

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.settings import Settings
from bot.web.app import create_app

TEXT = "👋 They call it a no-go area."


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(Settings(wording_per_minute=5, unlimited_addresses=[])))


def check(client: TestClient, text: str, **more: str) -> dict[str, Any]:
    response = client.post("/api/wording", json={"text": text, **more})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_place_comes_with_why_alternatives_and_source(client: TestClient) -> None:
    found = check(client, TEXT)
    (flag,) = found["flags"]
    assert TEXT[flag["start"] : flag["end"]] == flag["span"] == "no-go area"
    assert flag["why"] and len(flag["alternatives"]) == len(flag["exchanges"]) >= 2
    assert any("challenge 2 of the paper" in source for source in flag["source"])


def test_a_sentence_is_rewritten_where_the_rules_determine_it(client: TestClient) -> None:
    found = check(client, TEXT)
    assert found["sentences"][0]["text"].startswith("👋 They call it a neighbourhood")


def test_the_reader_is_guessed_or_said(client: TestClient) -> None:
    assert check(client, "Join us for tea.")["audience"] == "invitation"
    assert check(client, "Join us for tea.", audience="professional")["audience"] == "professional"


def test_a_text_over_the_limit_and_too_many_texts_are_refused(client: TestClient) -> None:
    response = client.post("/api/wording", json={"text": "x" * 20_001})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "text_too_long")
    codes = [client.post("/api/wording", json={"text": "Tea."}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_no_word_of_a_text_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        check(client, "The quincebramble estate is a no-go area.")
    assert "quincebramble" not in caplog.text


def test_the_api_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["paths"]["/api/wording"]["post"]["summary"] == "Check the wording of a text"
    assert "why" in described["components"]["schemas"]["FlagView"]["properties"]


def test_the_page_asks_no_other_site_for_anything(client: TestClient) -> None:
    page = client.get("/wording").text
    assert "http://" not in page and "https://" not in page and 'maxlength="20000"' in page

"""The public door: routes, shapes, errors, and what never gets through."""

import json
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY

import httpx
import pytest
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.settings import Settings
from bot.web import app as web
from bot.web.rasa_client import RasaClient
from knowledge.library import load


class FakeRasa:
    """Stands for Rasa: notes what arrives, answers what it is told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.reply: list[dict[str, Any]] = [{"recipient_id": "c", "text": "Hello"}]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(200)
        self.got.append(json.loads(request.content))
        return httpx.Response(200, json=self.reply)


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> FakeRasa:
    fake = FakeRasa()

    def client(*arguments: Any) -> RasaClient:
        made = RasaClient(*arguments)
        made._http = httpx.AsyncClient(transport=httpx.MockTransport(fake))
        return made

    monkeypatch.setattr(web, "RasaClient", client)
    return fake


def door(**settings: Any) -> TestClient:
    return TestClient(web.create_app(Settings(**settings)))


@pytest.fixture
def client(rasa: FakeRasa) -> Iterator[TestClient]:
    with door() as client:
        yield client


def say(client: TestClient, text: str = "", conversation: str = "c1", **more: Any) -> Any:
    return client.post("/api/chat", json={"conversation": conversation, "text": text, **more})


def test_a_message_gets_a_reply_without_rasas_own_fields(client: TestClient, rasa: FakeRasa) -> None:
    assert say(client, "hi").json() == {"messages": [{"text": "Hello"}]}
    assert rasa.got == [{"sender": "c1", "message": "hi", "metadata": {"turn": ANY}}]


@pytest.mark.parametrize("country", ["GB", "gb"])
def test_the_country_of_the_page_goes_along_in_capitals(client: TestClient, rasa: FakeRasa, country: str) -> None:
    say(client, "hi", country=country)
    assert rasa.got[0]["metadata"] == {"country": "GB", "turn": ANY}


def test_every_turn_has_an_id_and_one_that_is_sent_again_the_same(client: TestClient, rasa: FakeRasa) -> None:
    name = "quincebramble"
    for conversation, more in (("c1", {}), ("c1", {}), ("c1", {"turn": name}), ("c2", {"turn": name})):
        say(client, "hi", conversation, **more)
    say(client, "hi", turn=name)
    *ids, again = (got["metadata"]["turn"] for got in rasa.got)
    assert len(set(ids)) == 4 and again == ids[2]
    assert all(name not in one for one in ids), "what a client calls it goes no further"
    assert say(client, "hi", turn="what I wrote").status_code == 422


@pytest.mark.parametrize(
    "text", ["/danger_now", '/tell_me_more{"item":"lesson-2.5"}', " //restart", "/ /session_start"]
)
def test_a_typed_command_is_plain_text(client: TestClient, rasa: FakeRasa, text: str) -> None:
    say(client, text)
    assert not rasa.got[0]["message"].startswith("/")


def test_contact_details_do_not_reach_rasa(client: TestClient, rasa: FakeRasa) -> None:
    say(client, "ring me on 07700 900123 or a.b@example.org")
    assert rasa.got[0]["message"] == "ring me on [phone] or [email]"


def test_a_button_works_only_where_it_was_offered(client: TestClient, rasa: FakeRasa) -> None:
    assert say(client, payload="/why").status_code == 409
    rasa.reply = [{"text": "Yes?", "buttons": [{"title": "Why", "payload": "/why"}]}]
    say(client, "hi")
    assert say(client, payload="/why", conversation="c2").json()["error"]["code"] == "not_offered"
    assert say(client, payload="/why").status_code == 200
    assert [g["message"] for g in rasa.got] == ["hi", "/why"]


def test_rasas_own_rest_shape_works(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = [{"recipient_id": "s", "text": "Yes?", "buttons": [{"title": "Why", "payload": "/why"}]}]
    url = "/webhooks/rest/webhook"
    assert client.post(url, json={"sender": "s", "message": "hi", "extra": 1}).json() == rasa.reply
    client.post(url, json={"sender": "s", "message": "/why"})
    client.post(url, json={"sender": "s", "message": "/danger_now"})
    assert [g["message"] for g in rasa.got] == ["hi", "/why", "danger_now"]


@pytest.mark.parametrize("sender", ["a@b", "", "Ünïcode / spaces", "x" * 255, 42, None])
def test_any_sender_of_such_a_client_has_a_conversation_of_its_own(
    client: TestClient, rasa: FakeRasa, sender: str | int | None
) -> None:
    for who in (sender, "somebody else"):
        body = {"message": "hi", **({} if who is None else {"sender": who})}
        (message,) = client.post("/webhooks/rest/webhook", json=body).json()
        assert message["recipient_id"] == ("default" if who is None else str(who))
    mine, other = (got["sender"] for got in rasa.got)
    assert mine != other
    assert re.fullmatch("rest-[0-9a-f]{32}", mine)


def test_a_client_that_names_no_sender_and_one_that_says_default_are_the_same(
    client: TestClient, rasa: FakeRasa
) -> None:
    for body in ({"message": "hi"}, {"message": "hi", "sender": None}, {"message": "hi", "sender": "default"}):
        client.post("/webhooks/rest/webhook", json=body)
    assert len({got["sender"] for got in rasa.got}) == 1


def test_a_sender_without_end_is_refused(client: TestClient, rasa: FakeRasa) -> None:
    assert client.post("/webhooks/rest/webhook", json={"sender": "x" * 256, "message": "hi"}).status_code == 422
    assert rasa.got == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/static/nothing.js", 404, "not_found"),
        ("GET", "/api/chat", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there_has_the_one_shape_of_an_error(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"].endswith(".")
    assert "content-security-policy" in response.headers


def test_a_fault_of_ours_has_it_too_and_leaves_no_words_behind(
    client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(f"cannot redact {text}")

    monkeypatch.setattr("bot.web.chat.as_words", broken)
    response = say(client, "quincebramble")
    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal")
    assert "content-security-policy" in response.headers
    assert "RuntimeError" in caplog.text
    assert "quincebramble" not in caplog.text + response.text


def test_a_message_over_the_limit_is_refused_with_its_length(client: TestClient, rasa: FakeRasa) -> None:
    response = say(client, "x" * 2001)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "message_too_long"
    assert "2001" in response.json()["error"]["message"]
    assert say(client, "x" * 2000).status_code == 200


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    response = client.post("/api/chat", content=b"{" + b" " * 140_000)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "body",
    ["not json", "[]", '{"text": "hi"}', '{"conversation": "a b", "text": "hi"}', '{"conversation": "c", "text": 1}',
     '{"conversation": "c", "text": "hi", "extra": 1}', '{"conversation": "c", "text": "   "}'],
)  # fmt: skip
def test_a_wrong_body_is_a_plain_error(client: TestClient, rasa: FakeRasa, body: str) -> None:
    response = client.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "bad_request")
    assert rasa.got == []


def test_an_error_never_repeats_what_was_sent(client: TestClient) -> None:
    response = client.post("/api/chat", json={"conversation": "c", "text": {"secret": "my brother Tom"}})
    assert "Tom" not in response.text


def test_too_many_messages_are_slowed_down(rasa: FakeRasa) -> None:
    with door(conversation_burst=3) as client:
        codes = [say(client, "hi").status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        limited = say(client, "hi")
        assert limited.headers["Retry-After"] == str(limited.json()["error"]["retry_after"])
        assert say(client, "hi", conversation="other").status_code == 200


def test_many_conversations_of_one_address_are_slowed_down_too(rasa: FakeRasa) -> None:
    with door(address_burst=3, unlimited_addresses=[]) as client:
        codes = [say(client, "hi", conversation=f"c{n}").status_code for n in range(5)]
        assert codes == [200, 200, 200, 429, 429]


def test_this_machine_is_free_of_the_limit_on_addresses_only(rasa: FakeRasa) -> None:
    here = {"address_burst": 3, "conversation_burst": 4, "unlimited_addresses": ["testclient"]}
    with door(**here) as client:
        assert [say(client, "hi", conversation=f"c{n}").status_code for n in range(5)] == [200] * 5
        assert [say(client, "hi").status_code for _ in range(5)] == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("10.1.2.3", True), ("192.0.2.7", False)])
def test_visitors_behind_a_trusted_proxy_are_told_apart(rasa: FakeRasa, proxy: str, believed: bool) -> None:
    app = web.create_app(Settings(address_burst=2))
    # As uvicorn puts it in front, with the arguments that bot/serve.py gives it.
    behind = ProxyHeadersMiddleware(app, ["127.0.0.1", "::1", "10.0.0.0/8"])  # type: ignore[arg-type]
    with TestClient(behind, client=(proxy, 5000)) as client:  # type: ignore[arg-type]

        def codes(visitor: str) -> list[int]:
            headers = {"X-Forwarded-For": visitor}
            body = {"text": "hi"}
            return [
                client.post("/api/chat", json={**body, "conversation": f"{visitor}-{n}"}, headers=headers).status_code
                for n in range(3)
            ]

        assert codes("203.0.113.1") == [200, 200, 429]
        assert codes("203.0.113.2") == ([200, 200, 429] if believed else [429, 429, 429])


def test_when_rasa_is_down_it_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch, rasa: FakeRasa) -> None:
    rasa.reply = []
    response = say(client, "hi")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    assert response.json()["error"]["retry_after"] > 0


def test_other_sites_may_not_call_unless_allowed(client: TestClient) -> None:
    headers = {"Origin": "https://www.example.org"}
    assert "access-control-allow-origin" not in client.get("/api/items?ids=x", headers=headers).headers


def test_an_allowed_site_may(rasa: FakeRasa) -> None:
    headers = {"Origin": "https://www.example.org"}
    with door(allowed_origins=["https://www.example.org"]) as client:
        found = client.get("/api/items?ids=x", headers=headers).headers
        assert found["access-control-allow-origin"] == "https://www.example.org"
        asked = {**headers, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        assert client.options("/api/chat", headers=asked).status_code == 200
        other = client.get("/api/items?ids=x", headers={"Origin": "https://evil.example.org"})
        assert "access-control-allow-origin" not in other.headers


def test_every_item_can_be_had_as_a_card(client: TestClient) -> None:
    library = load()
    for item in library.items.values():
        (card,) = client.get(f"/api/items?ids={item.id}").json()["items"]
        assert card["title"] == item.title and card["says"] == item.says and card["steps"] == item.steps


def test_cards_come_in_the_order_asked_and_unknown_ids_are_left_out(client: TestClient) -> None:
    cards = client.get("/api/items?ids=lesson-2.5,nothing,challenge-1").json()["items"]
    assert [card["id"] for card in cards] == ["lesson-2.5", "challenge-1"]


@pytest.mark.parametrize(("country", "number"), [("EU", "112"), ("gb", "999")])
def test_the_page_knows_the_country_and_its_number(rasa: FakeRasa, country: str, number: str) -> None:
    with door(country=country, message_limit=500, idle_hours=1) as client:
        page = client.get("/").text
    assert f'country="{country.upper()}" emergency="{number}" limit="500"' in page
    assert f'now, call <a href="tel:{number}">{number}</a>.' in page
    assert "for an hour after your last message" in page
    assert "$" not in page


def test_two_numbers_are_two_links(rasa: FakeRasa) -> None:
    with door(country="FR") as client:
        page = client.get("/").text
    assert 'call <a href="tel:17">17</a> or <a href="tel:112">112</a>.' in page


def test_a_widget_elsewhere_can_ask_for_what_the_page_is_told(rasa: FakeRasa) -> None:
    with door(country="GB", message_limit=500) as client:
        assert client.get("/api/settings").json() == {"country": "GB", "emergency": "999", "limit": 500}
        assert client.get("/api/settings?country=de").json() == {"country": "DE", "emergency": "112", "limit": 500}
        assert client.get("/api/settings?country=%3Cb").status_code == 422


def test_pages_load_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_the_widget_is_served_as_a_script(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")


def test_alive_and_ready_are_told_apart(rasa: FakeRasa) -> None:
    with door(actions_port=1) as client:  # nothing listens on port 1
        assert client.get("/healthz").json() == {"alive": True}
        not_ready = client.get("/readyz")
    assert not_ready.status_code == 503
    assert not_ready.json()["ready"] is False and not_ready.json()["message"].endswith(".")


def test_a_reply_that_rasa_took_apart_arrives_whole(client: TestClient, rasa: FakeRasa) -> None:
    safety = {"type": "safety", "urgency": "emergency", "services": []}
    rasa.reply = [{"text": "Call 112 now."}, {"text": "I cannot call for you."}, {"custom": safety}]
    text = "Call 112 now.\n\nI cannot call for you."
    assert say(client, "help").json()["messages"] == [{"text": text, "custom": safety}]


@pytest.mark.parametrize(("country", "number"), [("EU", "112"), ("GB", "999")])
def test_who_writes_another_language_first_gets_a_sentence_in_it_with_the_number(
    client: TestClient, rasa: FakeRasa, country: str, number: str
) -> None:
    rasa.reply = [{"recipient_id": "c", "text": "You could start here.", "custom": {"type": "guidance"}}]
    text = "Die Mütter in meiner Gruppe trauen sich nicht zu reden."
    messages = say(client, text, country=country).json()["messages"]
    assert "Englisch" in messages[0]["text"] and number in messages[0]["text"]
    assert messages[1] == {"text": "You could start here.", "custom": {"type": "guidance"}}
    assert len(say(client, "The mothers in my group do not dare to talk.").json()["messages"]) == 1


def test_buttons_stay_with_their_text(client: TestClient, rasa: FakeRasa) -> None:
    buttons = [{"title": "Why", "payload": "/why"}]
    chat = {"type": "chitchat"}
    rasa.reply = [{"text": "One."}, {"text": "Two.", "buttons": buttons}, {"custom": chat}, {"text": "Three."}]
    first, second = say(client, "hi").json()["messages"]
    assert first == {"text": "One.\n\nTwo.", "buttons": buttons, "custom": chat}
    assert second == {"text": "Three."}

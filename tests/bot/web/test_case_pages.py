"""Coming back to a case by code and secret words."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.web import case_pages
from bot.web.page_routes import page_html
from helpline.cases import Cases, Opened
from helpline.conversation import Said
from helpline.database import Database
from helpline.hashing import digest
from helpline.states import State
from helpline.urgency import Urgency
from tests.bot.web.case_service import TALK, CaseService, case_service


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseService]:
    with case_service(database, monkeypatch, country="GB") as made:
        yield made


def post(service: CaseService, path: str, opened: Opened, headers: Any = None, **fields: str) -> Any:
    data = {"code": opened.code, "words": opened.words or "", **fields}
    return service.client.post(f"/case{path}", data=data, headers=headers)


def text_of(response: Any) -> str:
    """What a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_key_opens_the_case_however_it_is_written(service: CaseService) -> None:
    opened = service.open(said=(Said("person", "They shout at us."), Said("bot", "Stay together.")))
    service.cases.answer(opened.id, "role", "A teacher")
    service.cases.answer(opened.id, "heard", "")
    service.desk.take(opened.id, service.sam)
    service.desk.write(opened.id, service.sam, "I am <b>here</b>.\nWrite to me.")
    key = {"code": opened.code.replace("-", " ").lower(), "words": f" {opened.words} ".upper()}
    page = service.client.post("/case", data=key)
    assert page.status_code == 200
    said = text_of(page)
    assert "Sam from our team has your case" in said
    assert "They shout at us." in said and "Stay together." in said
    assert "Sam from our team joined." in said
    assert "I am &lt;b&gt;here&lt;/b&gt;.\nWrite to me." in page.text
    assert "What you told us step by step Who is asking A teacher Write to us" in said  # steps skipped are left out
    assert 'call <a href="tel:999">999</a>' in page.text


def test_nothing_of_it_stays_in_a_browser_or_an_address(service: CaseService) -> None:
    opened = service.open()
    for path in ("", "/write", "/contact", "/erase", "/erased"):
        page = post(service, path, opened)
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers
    assert service.client.get("/case", params={"code": opened.code, "words": opened.words or ""}).text.count("CG-") == 0
    assert service.client.get("/case/write").status_code == 405


@pytest.mark.parametrize("path", ["", "/write", "/contact", "/erase", "/erased"])
@pytest.mark.parametrize(("code", "words"), [(None, "maple maple"), ("CG-0000-0000", None), ("", ""), ("<b>", "")])
def test_what_does_not_belong_together_opens_nothing_and_does_not_say_why(
    service: CaseService, path: str, code: str | None, words: str | None
) -> None:
    opened = service.open()
    page = service.client.post(
        f"/case{path}", data={"code": code or opened.code, "words": words or "", "text": "Hello", "consent": "yes"}
    )
    assert page.status_code == 403
    assert "That code and those words do not belong together." in text_of(page)
    assert service.lines(opened.id) == []
    assert service.case(opened.id).state == State.WAITING


def test_guessing_is_slowed_down_by_code_and_by_address(service: CaseService, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = service.open()
    for _ in range(5):
        assert service.client.post("/case", data={"code": opened.code, "words": "no no"}).status_code == 403
    page = post(service, "", opened)  # the right words must wait too
    assert page.status_code == 429
    assert 0 < int(page.headers["retry-after"]) <= 900
    assert "Please try again in" in text_of(page)
    for n in range(14):
        service.client.post("/case", data={"code": f"CG-0000-{n:04}", "words": "no no"})
    assert service.client.post("/case", data={"code": "CG-1111-1111", "words": "no no"}).status_code == 429


def test_right_keys_are_never_slowed_down_by_themselves(service: CaseService) -> None:
    opened = service.open()
    assert {post(service, "", opened).status_code for _ in range(25)} == {200}


def test_many_forms_of_one_address_are_slowed_down(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_pages, "A_MINUTE", 2)
    with case_service(database, monkeypatch, unlimited_addresses=[]) as service:
        opened = service.open()
        assert [post(service, "", opened).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_forms_of_other_sites_are_refused(service: CaseService, headers: dict[str, str], status: int) -> None:
    assert post(service, "", service.open(), headers=headers).status_code == status


def test_a_message_goes_to_the_team_once_redacted_and_read_for_danger(service: CaseService) -> None:
    opened = service.open()
    service.rasa.urgency = {"urgency": "urgent", "because": "He has gone.", "start": 0, "end": 2}
    for _ in range(2):  # the second time, somebody loads the page again
        page = post(service, "/write", opened, text="He rang from 07700 900123", after="0")
        assert "Your message is with our team." in text_of(page)
    assert service.lines(opened.id) == [("person", "He rang from [phone]")]
    assert (service.case(opened.id).urgency, service.case(opened.id).quote) == (Urgency.URGENT, "He")
    assert service.rasa.read == ["He rang from [phone]"] and service.rasa.asked == []


def test_the_same_words_may_be_written_again_later(service: CaseService) -> None:
    opened = service.open()
    post(service, "/write", opened, text="Hello?", after="0")
    after = str(service.case(opened.id).lines[-1].id)
    post(service, "/write", opened, text="Hello?", after=after)
    assert len(service.lines(opened.id)) == 2


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_a_message_that_cannot_be_sent_stays_in_the_form_with_the_reason(service: CaseService, text: str) -> None:
    opened = service.open()
    page = post(service, "/write", opened, text=text)
    assert page.status_code == 422
    assert re.search(r'class="fault" id="text-fault">Please', page.text)
    assert text.strip() in page.text
    assert service.lines(opened.id) == []


def test_writing_to_a_case_that_had_ended_has_it_wait_again(service: CaseService) -> None:
    opened = service.take()
    service.desk.refer(opened.id, service.sam, "the youth team")
    assert "Our team has passed your case on to the youth team" in text_of(post(service, "", opened))
    page = post(service, "/write", opened, text="It did not work out.")
    assert "Your case waits for our team" in text_of(page)
    assert service.case(opened.id).state == State.WAITING


def test_writing_to_a_case_that_was_half_told_hands_it_in(service: CaseService) -> None:
    opened = service.cases.open("a" * 32, "GB", consented=True)
    assert "You have not finished yet" in text_of(post(service, "", opened))
    post(service, "/write", opened, text="That is all.")
    assert service.case(opened.id).state == State.WAITING


def test_contact_details_are_given_changed_and_checked(service: CaseService) -> None:
    opened = service.open()
    good = {"how": "email", "detail": "ash@example.org", "when_safe": "evenings", "consent": "yes"}
    assert "How we may reach you is kept." in text_of(post(service, "/contact", opened, **good))
    page = post(service, "/contact", opened, **{**good, "detail": "ash", "consent": ""})
    assert page.status_code == 422
    assert 'value="ash"' in page.text
    assert re.search(r'id="detail-fault">That does not look like', page.text)
    assert re.search(r'name="consent" value="yes" aria-invalid="true" aria-describedby="\s*consent-fault"', page.text)
    contact = service.case(opened.id).contact
    assert contact and contact.detail == "ash@example.org"
    page = post(service, "/contact", opened, **{**good, "how": "other", "detail": "x" * 201, "when_safe": "y" * 9000})
    assert page.status_code == 422 and text_of(page).count("Please use 200 characters at most.") == 2


def test_everything_is_erased_only_after_asking_once_more(service: CaseService) -> None:
    opened = service.open(said=(Said("person", "They shout at us."),))
    assert "Yes, erase it" in text_of(post(service, "/erase", opened))
    assert service.lines(opened.id)
    assert "Everything you told is erased" in text_of(post(service, "/erased", opened))
    assert service.lines(opened.id) == []
    assert service.case(opened.id).state == State.WITHDRAWN
    assert post(service, "", opened).status_code == 403


def test_what_is_erased_the_dialogue_forgets_too(service: CaseService) -> None:
    page = text_of(post(service, "/erased", service.open()))
    assert service.rasa.forgotten == [digest(TALK)]
    assert "The program itself has forgotten the conversation too." in page


def test_where_the_dialogue_cannot_be_told_to_forget_the_case_is_erased_and_nothing_else_is_claimed(
    service: CaseService,
) -> None:
    opened = service.open()
    service.rasa.is_down = True
    page = text_of(post(service, "/erased", opened))
    assert service.case(opened.id).state == State.WITHDRAWN
    assert "forgets the conversation 24 hours after your last message" in page and "has forgotten" not in page


def test_a_broken_database_is_told_in_words(
    service: CaseService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened = service.open()

    def broken(*_: Any) -> None:
        raise OperationalError("quincebramble", {}, Exception("disk I/O error"))

    monkeypatch.setattr(Cases, "come_back", broken)
    page = post(service, "/write", opened, text="quincebramble")
    assert page.status_code == 503
    assert "Cases cannot be opened just now." in text_of(page)
    assert "quincebramble" not in caplog.text + page.text


def test_the_first_page_tells_what_is_kept_and_for_how_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with case_service(database, monkeypatch, case_days=77, conversation_days=33) as service:
        page = service.client.get("/")
    assert "its conversation is erased after 33 days and the rest after 77 days" in text_of(page)
    assert '<a href="/case">' in page.text
    assert "{{" not in page.text and "{%" not in page.text


def test_without_a_helpline_the_first_page_promises_that_nothing_is_written_down() -> None:
    html = page_html(Settings(helpline=False), "112")
    assert "It is not written to a file or a log." in " ".join(html.split())
    assert "/case" not in html

"""The first page, private links, and what becomes of addresses that lead nowhere."""

from typing import Any

import pytest

from bot.settings import Settings
from bot.web.page_routes import page_html
from bot.web.training import link_routes
from helpline.database import Database
from tests.bot.web.training.training_service import TrainingService, chat_key, text_of, training_service


def test_the_first_page_offers_three_ways_in(service: TrainingService) -> None:
    page = service.client.get("/training")
    assert page.status_code == 200
    assert '<form method="post" action="/training/link">' in page.text
    assert 'href="/desk/training">Sign in with your staff account' in page.text
    assert 'href="/">Just try it' in page.text
    assert "noindex" not in page.text
    assert "<script" not in page.text and "style=" not in page.text


def test_without_a_helpline_nobody_is_sent_to_the_desk(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    service = training_service(empty, monkeypatch, helpline=False)
    assert '="/desk' not in service.client.get("/training").text
    link = service.link()
    assert '="/desk' not in service.client.get(f"/training/{link.token}").text
    assert service.client.get("/desk/training").status_code == 404


def test_the_page_of_the_service_leads_to_the_training_where_there_is_one() -> None:
    assert 'href="/training"' in page_html(Settings(training=True), "112")
    assert "/training" not in page_html(Settings(training=False), "112")


def test_a_private_link_is_made_and_opens_a_page_of_ones_own(service: TrainingService) -> None:
    made = service.client.post("/training/link")
    assert made.status_code == 303 and made.headers["cache-control"] == "no-store"
    address = made.headers["location"]
    assert address.startswith("/training/") and address.endswith("?said=new")
    page = service.client.get(address)
    assert page.status_code == 200
    path = address.partition("?")[0]
    assert f'value="http://testserver{path}" readonly' in page.text
    assert "It is the only way back: nobody can look it up for you." in text_of(page)
    assert "Nothing is due yet. Ten minutes of questions are a good start." in text_of(page)
    assert '<meta name="robots" content="noindex">' in page.text
    assert service.client.post("/training/link").headers["location"] != address
    assert "set-cookie" not in page.headers


def test_the_address_to_keep_is_the_one_that_people_use(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    service = training_service(empty, monkeypatch, public_url="https://help.example.org/")
    token = service.link().token
    assert f'value="https://help.example.org/training/{token}"' in service.client.get(f"/training/{token}").text


def test_many_new_links_of_one_address_are_slowed_down(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_routes, "LINKS_A_MINUTE", 2)
    service = training_service(empty, monkeypatch, unlimited_addresses=[])
    pages = [service.client.post("/training/link") for _ in range(3)]
    assert [page.status_code for page in pages] == [303, 303, 429]
    assert 0 < int(pages[2].headers["retry-after"]) <= 60
    assert "Please wait" in text_of(pages[2])


@pytest.mark.parametrize("token", ["nothing", "link", "x" * 200, "%00", "%E2%82%AC", "a%20b", "<b>"])
def test_an_address_that_leads_nowhere_says_so_with_the_way_out(service: TrainingService, token: str) -> None:
    for path in ("", "/erase", "/map.svg", "/all.json", "/answers.csv"):
        page = service.client.get(f"/training/{token}{path}")
        assert page.status_code == 404
        assert page.headers["cache-control"] == "no-store"
        assert 'href="/training"' in page.text
        assert "leads nowhere" in text_of(page)


def test_a_form_to_an_address_that_leads_nowhere_changes_nothing(service: TrainingService) -> None:
    for path in ("/name", "/answers", "/erase", "/record", "/groups/1/leave"):
        assert service.client.post(f"/training/nothing{path}", data={"name": "Kim"}).status_code == 404


def test_what_is_below_an_address_and_is_not_there_is_a_page_too(service: TrainingService) -> None:
    page = service.client.get(f"/training/{service.link().token}/no/such/thing")
    assert page.status_code == 404 and "There is nothing at this address" in text_of(page)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "null"}, 303),
        ({}, 303),
    ],
)
def test_forms_of_other_sites_are_refused(service: TrainingService, headers: dict[str, str], status: int) -> None:
    link = service.link("Kim")
    group = service.training.groups.make("Course", service.link().learner)
    posts: list[tuple[str, dict[str, Any]]] = [
        ("/training/link", {}),
        (f"/training/join/{group.token}/new", {}),
        (f"/training/join/{group.token}/mine", {"address": link.token}),
        (f"/training/{link.token}/name", {"name": "Robin"}),
        (f"/training/{link.token}/answers", {"keep": "yes"}),
    ]
    for path, fields in posts:
        assert service.client.post(path, data=fields, headers=headers).status_code == status, path
    assert service.training.learners.get(link.learner).name == ("Kim" if status == 403 else "Robin")


def test_a_fault_of_the_database_is_a_page_and_names_nobody(
    service: TrainingService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    link = service.link("Kim")
    with service.training.database.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE training_cards RENAME TO training_gone")
    page = service.client.get(f"/training/{link.token}")
    assert page.status_code == 503 and "Please try again in a moment." in text_of(page)
    assert link.token not in page.text
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert ours and not any(link.token in line or "Kim" in line for line in ours)


def test_the_chat_gets_a_key_of_its_own_and_never_the_address(service: TrainingService) -> None:
    link = service.link()
    pages = [service.client.get(f"/training/{link.token}") for _ in range(2)]
    keys = [chat_key(page) for page in pages]
    assert len(set(keys)) == 1 and link.token not in keys
    (element,) = [part for part in pages[0].text.split("<") if part.startswith("common-ground-chat")]
    assert link.token not in element

"""What is one's own: nobody else's address opens it, nothing is left of it once it is erased, and no log names it."""

import logging

import pytest

from tests.bot.web.training.conftest import Somebody
from tests.bot.web.training.training_service import TrainingService, chat_key, post, text_of
from tests.databases import all_text


def test_what_is_erased_is_gone_from_either_database(service_on_both: TrainingService) -> None:
    link = service_on_both.link("Kim")
    service_on_both.everything_kept(link.learner)
    page = service_on_both.client.get(f"/training/{link.token}")
    assert "Hello, Kim" in page.text and "1 question is due today." in text_of(page)
    assert "Everything is erased" in text_of(service_on_both.client.post(f"/training/{link.token}/erase"))
    assert service_on_both.client.get(f"/training/{link.token}").status_code == 404


def test_erasing_asks_first_and_then_leaves_nothing(service: TrainingService, kim: Somebody) -> None:
    post(kim.client, kim.base, "/name", name="Kimberley of the lighthouse")
    service.everything_kept(kim.learner)
    key = chat_key(kim.client.get(kim.base))
    asked = kim.client.get(f"{kim.base}/erase")
    assert "Erase everything?" in text_of(asked) and "No, keep it" in text_of(asked)
    assert "heron" in kim.client.get(f"{kim.base}/answers.csv").text  # asking erases nothing
    done = post(kim.client, kim.base, "/erase")
    assert done.status_code == 200 and "Everything is erased" in text_of(done)
    database = service.training.database
    with database.reading() as session:
        for table in ("learners", "answers", "cards", "runs", "turns", "memberships"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM training_{table}").scalar() == 0, table
    left = all_text(database)
    assert "lighthouse" not in left and "heron" not in left
    said = service.client.post("/api/chat", json={"conversation": "c1", "text": "quiz me", "learner": key})
    assert said.status_code == 200 and "learner" not in service.rasa.got[0]["metadata"]


def test_an_erased_address_leads_nowhere(service: TrainingService) -> None:
    link = service.link()
    base = f"/training/{link.token}"
    service.client.post(f"{base}/erase")
    for path in ("", "/map.svg", "/all.json", "/practice.csv", "/erase"):
        page = service.client.get(base + path)
        assert page.status_code == 404 and link.token not in page.text
    assert service.client.post(f"{base}/erase").status_code == 404


def test_an_account_begins_anew_after_erasing(service: TrainingService) -> None:
    client = service.staff("sam")
    service.everything_kept((client.get("/desk/training"), service.learner_of("sam"))[1])
    post(client, "/desk/training", "/erase")
    assert "Nothing is due yet." in text_of(client.get("/desk/training"))
    assert client.get("/desk").status_code == 200  # the account itself is not touched


def test_one_sees_nothing_of_another(service: TrainingService) -> None:
    mine, other = service.link("Ada"), service.link("Rosalind")
    service.everything_kept(other.learner)
    staff = service.staff("sam")
    for client, base in ((service.client, f"/training/{mine.token}"), (staff, "/desk/training")):
        assert "Rosalind" not in text_of(client.get(base)) and "Nothing is due yet." in text_of(client.get(base))
        assert client.get(f"{base}/all.json").json()["answers"] == []
        assert "heron" not in client.get(f"{base}/answers.csv").text
        post(client, base, "/erase")
    assert service.training.learners.get(other.learner).name == "Rosalind"
    assert len(service.training.runs.all(other.learner)) == 1


def test_whoever_is_not_signed_in_sees_no_page_of_the_desk(service: TrainingService) -> None:
    for path in ("", "/map.svg", "/all.json", "/erase", "/groups/1", "/join/abc"):
        page = service.client.get(f"/desk/training{path}")
        assert page.status_code == 303 and page.headers["location"].startswith("/desk/sign-in?next=%2Fdesk%2Ftraining")
    assert service.client.post("/desk/training/erase").status_code == 401


@pytest.mark.parametrize("token", [{}, {"csrf": ""}, {"csrf": "another"}])
def test_forms_at_the_desk_need_its_token(service: TrainingService, token: dict[str, str]) -> None:
    client = service.staff("sam")
    client.get("/desk/training")
    learner = service.learner_of("sam")
    group = service.training.groups.make("Course", learner)
    before = service.training.learners.get(learner)
    paths = (
        "name",
        "answers",
        "erase",
        "record",
        "groups",
        f"groups/{group.group}/link",
        f"groups/{group.group}/remove",
    )
    for path in (*paths, f"groups/{group.group}/leave", f"join/{group.token}"):
        answer = client.post(f"/desk/training/{path}", data={**token, "name": "Robin", "keep": "yes"})
        assert answer.status_code == 403, path
    now = service.training.learners.get(learner)
    assert (now.name, now.keeps_text) == (before.name, False)
    assert service.training.groups.made_by(learner) == [(group.group, "Course")]
    assert service.training.groups.name_of(group.token) == "Course"


def test_nothing_is_stored_by_browsers_or_written_to_a_log(
    service: TrainingService, kim: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "fontTools")  # says every table of every font
    service.everything_kept(kim.learner)
    for path in ("", "/map.svg", "/all.json", "/answers.csv", "/erase", "/nothing/here"):
        page = kim.client.get(kim.base + path)
        assert page.headers["cache-control"] == "no-store" and page.headers["referrer-policy"] == "no-referrer"
    for path in ("/name", "/answers", "/record", "/erase"):
        assert post(kim.client, kim.base, path, name="Kim").headers["cache-control"] == "no-store"
    token = kim.base.rpartition("/")[2] if kim.base.startswith("/training") else "heron"
    client_only = ("httpx", "httpx2", "asyncio")  # those of the test's own browser
    assert not any(token in r.getMessage() for r in caplog.records if r.name.partition(".")[0] not in client_only)


def test_the_desks_own_script_does_not_use_up_keys(service: TrainingService) -> None:
    client = service.staff("sam")
    assert chat_key(client.get("/desk/training")) != ""
    assert chat_key(client.get("/desk/training", headers={"X-Renew": "1"})) == ""


def test_the_desks_menu_leads_to_the_training(service: TrainingService) -> None:
    client = service.staff("sam")
    assert '<a href="/desk/training">Training</a>' in client.get("/desk").text
    page = client.get("/desk/training")
    assert '<a href="/desk/training" aria-current="page">Training</a>' in page.text
    assert "Sign out" in page.text and "keep the address" not in page.text.lower()

"""Groups: joining by a link, what a trainer sees, and what they do not."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.web.training.group_view import asked, part_of
from tests.bot.web.training.training_service import ITEM, TrainingService, post, questions, text_of

DESK = "/desk/training"


@pytest.fixture
def trainer(service: TrainingService) -> TestClient:
    """Sam, who trains."""
    client = service.staff("sam")
    client.get(DESK)
    return client


def made(trainer: TestClient, name: str = "Spring course") -> tuple[str, str]:
    """A group that was just made: the path of its page, and its link to join."""
    answer = post(trainer, DESK, "/groups", name=name)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0], link_on(trainer.get(answer.headers["location"]))


def link_on(page: Any) -> str:
    found = re.search(r'id="join" value="http://testserver([^"]+)"', page.text)
    return found[1] if found else ""


def test_a_group_is_made_and_its_link_shown_once(trainer: TestClient) -> None:
    path, link = made(trainer)
    assert link.startswith("/training/join/")
    assert link_on(trainer.get(path)) == ""
    assert f'<a href="{path}" dir="auto">Spring course</a>' in trainer.get(DESK).text


def test_a_page_that_asks_by_itself_does_not_use_up_the_link(trainer: TestClient) -> None:
    answer = post(trainer, DESK, "/groups", name="Spring course")
    address = answer.headers["location"]
    assert link_on(trainer.get(address, headers={"X-Renew": "1"})) == ""
    assert link_on(trainer.get(address)) != ""


def test_a_group_needs_a_name(trainer: TestClient) -> None:
    answer = post(trainer, DESK, "/groups", name="   ")
    assert answer.status_code == 422 and "A group needs a name" in text_of(answer)


def test_a_new_link_makes_the_old_one_worthless(service: TrainingService, trainer: TestClient) -> None:
    path, old = made(trainer)
    answer = post(trainer, path, "/link")
    new = link_on(trainer.get(answer.headers["location"]))
    assert new and new != old
    assert service.client.get(old).status_code == 404
    assert service.client.get(new).status_code == 200


def test_whoever_opens_the_link_reads_what_the_trainer_sees_before_they_join(
    service: TrainingService, trainer: TestClient
) -> None:
    _, link = made(trainer, "Course <b>")
    page = service.client.get(link)
    said = text_of(page)
    assert "Join the group Course <b> ?" in said
    assert "The trainer sees where you are stuck" in said
    assert "Your answers, your scores and your practice conversations stay with you ." in said
    assert "noindex" in page.text and page.headers["cache-control"] == "no-store"
    assert f'href="{link.replace("/training", DESK)}"' in page.text


def test_one_joins_with_a_new_link(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    answer = service.client.post(f"{link}/new", data={"name": "Ada"})
    assert answer.status_code == 303 and answer.headers["location"].endswith("?said=joined")
    page = service.client.get(answer.headers["location"])
    assert "You are in the group now." in text_of(page) and "Spring course" in text_of(page)
    assert "Members Ada (has not begun)" in text_of(trainer.get(path))


@pytest.mark.parametrize(
    "form", ["{}", "http://testserver/training/{}", " https://x.example.org/training/{}/?said=new# "]
)
def test_one_joins_with_the_link_that_one_has(service: TrainingService, trainer: TestClient, form: str) -> None:
    path, link = made(trainer)
    mine = service.link("Bo")
    answer = service.client.post(f"{link}/mine", data={"address": form.format(mine.token)})
    assert answer.headers["location"] == f"/training/{mine.token}?said=joined"
    assert "Bo" in text_of(trainer.get(path))


@pytest.mark.parametrize("address", ["", "nothing", "http://testserver/training", "/"])
def test_an_address_that_is_none_is_said_to_be_so(service: TrainingService, trainer: TestClient, address: str) -> None:
    _, link = made(trainer)
    page = service.client.post(f"{link}/mine", data={"address": address})
    assert page.status_code == 422
    assert "That is not the address of a training page." in text_of(page)
    assert 'aria-describedby="address-fault"' in page.text


def test_one_joins_with_ones_account(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    robin = service.staff("robin")
    address = link.replace("/training", DESK)
    assert "The trainer sees where you are stuck" in text_of(robin.get(address))
    base, _, rest = address.partition("/join")
    assert post(robin, base, f"/join{rest}").headers["location"] == f"{DESK}?said=joined"
    assert "Robin M." in text_of(trainer.get(path))


def test_signing_in_leads_back_to_joining(service: TrainingService, trainer: TestClient) -> None:
    _, link = made(trainer)
    address = link.replace("/training", DESK)
    asked_to = service.client.get(address).headers["location"]
    assert f'name="next" value="{address}"' in service.client.get(asked_to).text


def test_a_join_link_that_leads_nowhere_makes_nobody(service: TrainingService, trainer: TestClient) -> None:
    for path in ("/training/join/nothing", f"{DESK}/join/nothing"):
        page = trainer.get(path)
        assert page.status_code == 404 and "This group is not there" in text_of(page)
    assert service.client.post("/training/join/nothing/new").status_code == 404
    assert service.client.post("/training/join/nothing/mine", data={"address": service.link().token}).status_code == 404
    assert post(trainer, DESK, "/join/nothing").status_code == 404
    with service.training.database.reading() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM training_learners").scalar()
    assert count == 2  # Sam, and the one whose link was pasted


def test_leaving_takes_one_out_of_the_trainers_sight(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    address = service.client.post(f"{link}/new", data={"name": "Ada"}).headers["location"].partition("?")[0]
    (leave,) = re.findall(r'action="([^"]+/leave)"', service.client.get(address).text)
    answer = service.client.post(leave)
    assert "You have left the group." in text_of(service.client.get(answer.headers["location"]))
    assert "Nobody has joined yet." in text_of(trainer.get(path))


def test_a_trainer_sees_who_is_stuck_where_and_no_score(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    token = link.rpartition("/")[2]
    mixed = [q.id for q in questions().values() if q.item == ITEM][:3]
    for name in ("Cy", "ada", "Bo", ""):
        learner = service.link(name).learner
        service.training.groups.join(learner, token)
        if name:
            for question in mixed:
                service.answer(learner, question, 0.25 if name == "Bo" else 0.9375)
        if name == "Bo":
            service.training.learners.allow_text(learner, True)
            service.answer(learner, mixed[0], 0.25, text="the heron by the river")
    said = text_of(trainer.get(path))
    assert "Members ada Bo Cy somebody without a name (has not begun)" in said
    title = service.training.library.items[ITEM].title
    assert re.search(rf"Lesson 2\.5 \(“{re.escape(title)}”\) Bo ", said)
    assert "heron" not in said and not re.search(r"0\.25|0\.9|25 ?%|9[34] ?%", said)


def test_hard_questions_stand_there_with_what_is_mixed_up(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    token = link.rpartition("/")[2]
    hard = next(q for q in questions().values() if q.answer.kind == "one")
    for name in ("Ada", "Bo", "Cy"):
        learner = service.link(name).learner
        service.training.groups.join(learner, token)
        service.answer(learner, hard.id, 0.0)  # place 1 is wrong
        if name != "Cy":
            assert "None so far. A question stands here once three people" in text_of(trainer.get(path))
    page = unescape(trainer.get(path).text)
    assert hard.asks in page and f"Most often not right: “{part_of(hard, 1)}”." in page
    assert "Answered by 3 people." in page


def test_every_place_of_every_kind_of_question_has_words() -> None:
    for question in questions().values():
        assert asked(question)
        assert bool(part_of(question, 0)) == (question.answer.kind != "mend")
        assert part_of(question, 99) == ""


def test_only_who_made_a_group_sees_or_changes_it(service: TrainingService, trainer: TestClient) -> None:
    path, link = made(trainer)
    other = service.staff("robin")
    post(other, DESK, f"/join/{link.rpartition('/')[2]}")  # a member is no trainer
    for answer in (
        *(other.get(path + rest) for rest in ("", "/remove")),
        *(post(other, path, rest) for rest in ("/link", "/remove")),
        other.get(f"{DESK}/groups/999"),
    ):
        assert answer.status_code == 404 and "You have no such group" in text_of(answer)
        assert "Spring course" not in answer.text
    assert service.client.get(link).status_code == 200


def test_removing_a_group_asks_first_and_takes_nothing_of_its_members(
    service: TrainingService, trainer: TestClient
) -> None:
    path, link = made(trainer)
    learner = service.link("Ada").learner
    service.training.groups.join(learner, link.rpartition("/")[2])
    service.everything_kept(learner)
    assert "What they did is theirs and stays." in text_of(trainer.get(f"{path}/remove"))
    assert trainer.get(path).status_code == 200
    answer = post(trainer, path, "/remove")
    assert "The group is gone." in text_of(trainer.get(answer.headers["location"]))
    assert trainer.get(path).status_code == service.client.get(link).status_code == 404
    assert len(service.training.progress.last(learner)) == 2


def test_a_trainer_who_erases_themselves_is_told_of_their_groups(service: TrainingService, trainer: TestClient) -> None:
    made(trainer)
    said = text_of(trainer.get(f"{DESK}/erase"))
    assert "You train 1 group: Spring course" in said and "nobody can see or remove it any more" in said


def test_a_private_link_makes_no_group(service: TrainingService) -> None:
    link = service.link()
    assert "Make a group" not in service.client.get(f"/training/{link.token}").text
    assert service.client.post(f"/training/{link.token}/groups", data={"name": "Mine"}).status_code in (404, 405)

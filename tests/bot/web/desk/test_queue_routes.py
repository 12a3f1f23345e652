"""The queue: order, reasons, who has what, and taking the next."""

import re

from helpline.urgency import Finding, Urgency
from tests.bot.web.desk.desk_service import EMERGENCY, DeskService, post

HARM = Finding(Urgency.URGENT, "Somebody may come to harm soon", "I fear what comes next week")


def test_those_who_wait_stand_in_order_with_the_reason_and_their_own_words(service: DeskService) -> None:
    calm = service.case("one")
    urgent = service.case("two", HARM)
    emergency = service.case("three", EMERGENCY)
    page = service.client("sam").get("/desk").text
    assert re.findall(r'<li class="panel" id="case-(CG-[\w-]+)"', page) == [emergency.code, urgent.code, calm.code]
    row = page.split(f'id="case-{emergency.code}"', 1)[1].split("</li>", 1)[0]
    for shown in ("Emergency", "They say that they have taken tablets", "“I took all of them”", "UK", "a teacher"):
        assert shown in row
    assert "less than a minute" in row
    assert 'aria-label="Place 1"' in row


def test_a_case_without_a_reason_or_a_role_says_so(service: DeskService) -> None:
    service.case("one", told={})
    page = service.client("sam").get("/desk").text
    assert "Nothing points to danger so far" in page
    assert "not said" in page
    assert "<blockquote" not in page


def test_an_emergency_stands_in_the_title_and_on_every_page(service: DeskService) -> None:
    client = service.client("sam")
    assert "<title>Queue – Desk</title>" in client.get("/desk").text
    service.case("one", EMERGENCY)
    assert "<title>(1) Emergency – Queue – Desk</title>" in client.get("/desk").text
    assert "One emergency waits" in client.get("/desk/me").text
    service.case("two", EMERGENCY)
    assert "2 emergencies wait" in client.get("/desk/ended").text


def test_the_next_is_the_most_urgent(service: DeskService) -> None:
    service.case("one")
    urgent = service.case("two", HARM)
    response = post(service.client("sam"), "/desk/take-next")
    assert response.headers["location"] == f"/desk/cases/{urgent.code}?said=taken"
    assert service.file(urgent).taken_by == service.accounts["sam"].id


def test_with_nobody_waiting_the_page_says_so(service: DeskService) -> None:
    client = service.client("sam")
    response = post(client, "/desk/take-next")
    assert response.headers["location"] == "/desk?said=nobody"
    page = client.get("/desk?said=nobody").text
    assert "Nobody is waiting right now." in page
    assert "Take the next" not in page


def test_the_address_cannot_put_words_on_the_page(service: DeskService) -> None:
    assert "visit example" not in service.client("sam").get("/desk?said=visit example").text


def test_a_case_out_of_turn_is_taken_with_a_note_in_the_trail(service: DeskService) -> None:
    service.case("one", EMERGENCY)
    calm = service.case("two")
    client = service.client("sam")
    assert "taken out of turn" in client.get("/desk").text
    post(client, f"/desk/cases/{calm.code}/take")
    assert service.file(calm).taken_by == service.accounts["sam"].id
    assert any(entry.action == "taken out of turn" for entry in service.helpline.desk.trail(calm.id))


def test_one_sees_who_has_what(service: DeskService) -> None:
    mine, others = service.case("one"), service.case("two")
    told = service.helpline.cases.open("three", "DE", True)
    service.helpline.desk.take(mine.id, service.accounts["sam"])
    service.helpline.desk.take(others.id, service.accounts["robin"])
    page = service.client("sam").get("/desk").text
    parts = {name: page.split(f'id="{name}"', 1)[1].split("</ul>", 1)[0] for name in ("mine", "taken", "told")}
    assert mine.code in parts["mine"] and others.code not in parts["mine"]
    assert others.code in parts["taken"] and "with Robin" in parts["taken"]
    assert told.code in parts["told"]


def test_what_ended_is_listed_with_how(service: DeskService) -> None:
    closed, referred = service.case("one"), service.case("two")
    sam = service.accounts["sam"]
    for case in (closed, referred):
        service.helpline.desk.take(case.id, sam)
    service.helpline.desk.close(closed.id, sam, "talked it through")
    service.helpline.desk.refer(referred.id, sam, "Example Support")
    page = service.client("robin").get("/desk/ended").text
    assert "Closed: talked it through" in page
    assert "Passed on to another service: Example Support" in page


def test_a_case_is_found_by_its_code_as_people_write_it(service: DeskService) -> None:
    client = service.client("sam")
    found = client.get("/desk/find", params={"code": "cg 7k3f 92qd"})
    assert found.headers["location"] == "/desk/cases/CG-7K3F-92QD"
    unknown = client.get("/desk/find", params={"code": "<b>no</b>"})
    assert unknown.status_code == 404
    assert "<b>no" not in unknown.text


def test_the_page_renews_itself_without_script_and_that_proves_nobody_there(service: DeskService) -> None:
    page = service.client("sam").get("/desk").text
    assert '<noscript><meta http-equiv="refresh" content="30; url=/desk?again=1"></noscript>' in page

"""One case: what its page shows, who may change it, and what happens where two want the same."""

import re
from html import unescape

import pytest

from bot.web.desk.case_routes import NAME
from helpline.conversation import Said
from helpline.states import State
from helpline.tables import Case
from helpline.urgency import Urgency
from tests.bot.web.desk.desk_service import EMERGENCY, DeskService, post

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{ 7*7 }}"


def shown(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_what_was_seen_heard_and_supposed_is_kept_apart(service: DeskService) -> None:
    case = service.case("one")
    page = shown(service.client("sam").get(f"/desk/cases/{case.code}").text)
    assert "Seen or heard by themselves He tore up his drawings on Monday." in page
    assert "Told by others A friend says that he sleeps badly." in page
    assert "What they suppose Nothing said." in page


def test_what_is_not_known_is_said_in_words(service: DeskService) -> None:
    case = service.case("one")
    page = shown(service.client("sam").get(f"/desk/cases/{case.code}").text)
    unknown = page.split("Not known", 1)[1].split("The person skipped this", 1)[0]
    assert {part.strip(" .") for part in unknown.split(";")} == {
        "About whom", "What was tried", "Who is there to help", "What they suppose",
    }  # fmt: skip


def test_the_conversation_names_who_said_what_and_what_advice_rests_on(service: DeskService) -> None:
    case = service.case("one")
    page = shown(service.client("sam").get(f"/desk/cases/{case.code}").text)
    assert re.search(r"The person .{10,40} Hello from one\.", page)
    assert re.search(r"The program .{10,40} Good that you write\. Rests on: Give mothers time", page)


def test_an_emergency_without_consent_says_why_it_is_there(service: DeskService) -> None:
    opened = service.helpline.cases.open("one", "GB", False, EMERGENCY)
    page = service.client("sam").get(f"/desk/cases/{opened.code}").text
    assert "opened by itself because a life may be at risk" in page


def test_contact_details_lie_behind_a_show_with_when_it_is_safe(service: DeskService) -> None:
    case = service.case("one")
    service.helpline.cases.keep_contact(case.id, "phone", "07700 900123", "weekdays after six")
    client = service.client("sam")
    page = client.get(f"/desk/cases/{case.code}").text
    before, behind = page.split('<details id="contact">', 1)
    assert "weekdays after six" in before and "07700 900123" not in before
    assert "07700 900123" in behind.split("</details>", 1)[0]
    assert "07700" not in client.get(f"/desk/cases/{case.code}/print").text


def test_hostile_texts_stay_texts(service: DeskService) -> None:
    case = service.case("one", told={"role": HOSTILE, "seen": HOSTILE, HOSTILE[:20]: HOSTILE})
    sam = service.accounts["sam"]
    service.helpline.accounts.change("sam", shown_name="Sam <b onclick=alert(1)>")
    service.helpline.desk.take(case.id, sam)
    service.helpline.cases.say(case.id, [Said("person", HOSTILE), Said("bot", HOSTILE, ["no-such-item", HOSTILE])])
    service.helpline.desk.write(case.id, sam, HOSTILE)
    service.helpline.desk.note(case.id, sam, HOSTILE)
    service.helpline.desk.reassess(case.id, sam, Urgency.CONCERN, HOSTILE)
    service.helpline.cases.keep_contact(case.id, HOSTILE[:19], HOSTILE, HOSTILE)
    client = service.client("alex")
    for path in (f"/desk/cases/{case.code}", f"/desk/cases/{case.code}/print", "/desk", "/desk/staff"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<img src=x|<b onclick", page), path
        assert "49" not in re.findall(r">\s*49\s*<", page)


def test_an_unknown_case_is_a_page_with_the_way_out(service: DeskService) -> None:
    client = service.client("sam")
    for path in ("/desk/cases/CG-0000-0000", "/desk/cases/x", "/desk/cases/CG-0000-0000/print"):
        response = client.get(path)
        assert response.status_code == 404
        assert "There is no such case" in response.text and 'href="/desk"' in response.text
    assert post(client, "/desk/cases/CG-0000-0000/take").status_code == 404


def test_only_one_of_two_takes_a_case(service: DeskService) -> None:
    case = service.case("one")
    sam, robin = service.client("sam"), service.client("robin")
    assert post(sam, f"/desk/cases/{case.code}/take").status_code == 303
    late = post(robin, f"/desk/cases/{case.code}/take")
    assert late.status_code == 409
    assert "Somebody else has taken it" in late.text
    assert service.file(case).taken_by == service.accounts["sam"].id


def test_who_has_it_writes_and_the_person_is_told_who_joined(service: DeskService) -> None:
    case = service.case("one")
    client = service.client("sam")
    post(client, f"/desk/cases/{case.code}/take")
    response = post(client, f"/desk/cases/{case.code}/write", text="  I am here.\r\nTake your time.  ")
    assert response.headers["location"] == f"/desk/cases/{case.code}#conversation"
    last = service.file(case).lines[-1]
    assert (last.by, last.text) == ("staff", "I am here.\nTake your time.")
    page = shown(client.get(f"/desk/cases/{case.code}").text)
    assert "Sam joined. The program is silent from here on." in page
    assert re.search(r"Sam, from our team .{10,40} I am here\. Take your time\.", page)
    assert "Do not promise to keep everything to yourself" in page


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("write", {"text": "Hello from me"}),
        ("refer", {"text": "Example Support"}),
        ("close", {"outcome": "talked it through"}),
        ("give-back", {}),
        ("judge", {"urgency": "urgent", "text": "a reason"}),
        ("take", {}),
        ("reopen", {}),
    ],
)
def test_nobody_changes_a_case_that_somebody_else_has(
    service: DeskService, action: str, fields: dict[str, str]
) -> None:
    case = service.case("one")
    service.helpline.desk.take(case.id, service.accounts["robin"])
    lines = len(service.file(case).lines)
    response = post(service.client("sam"), f"/desk/cases/{case.code}/{action}", **fields)
    assert response.status_code == 409
    after = service.file(case)
    assert (after.state, after.taken_by) == (State.TAKEN, service.accounts["robin"].id)
    assert len(after.lines) == lines and after.urgency == Urgency.NONE


def test_the_page_offers_only_what_one_may_do(service: DeskService) -> None:
    case = service.case("one")
    service.helpline.desk.take(case.id, service.accounts["robin"])
    offers = {}
    for name in ("sam", "robin", "lee"):
        page = service.client(name).get(f"/desk/cases/{case.code}").text
        offers[name] = set(re.findall(rf'action="/desk/cases/{case.code}/([a-z-]+)"', page))
    assert offers == {
        "sam": {"note"},
        "robin": {"write", "refer", "close", "give-back", "judge", "note"},
        "lee": {"give-back", "judge", "note"},
    }


def test_what_could_not_be_sent_is_given_back(service: DeskService) -> None:
    case = service.case("one")
    sam = service.client("sam")
    post(sam, f"/desk/cases/{case.code}/take")
    post(service.client("lee"), f"/desk/cases/{case.code}/give-back")
    response = post(sam, f"/desk/cases/{case.code}/write", text="Long & careful words.")
    assert response.status_code == 409
    assert "What you wrote is still here" in response.text
    assert "Long &amp; careful words." in response.text


def test_what_is_written_after_signing_out_is_given_back_but_never_to_another_site(service: DeskService) -> None:
    client = service.client()
    path = "/desk/cases/CG-7K3F-92QD/write"
    response = client.post(path, data={"text": "Careful words."})
    assert response.status_code == 401
    assert "Careful words." in response.text and "next=%2Fdesk%2Fcases%2FCG-7K3F-92QD" in response.text
    foreign = client.post(path, data={"text": "Careful words."}, headers={"sec-fetch-site": "cross-site"})
    assert "Careful words." not in foreign.text


def test_an_empty_or_endless_message_is_refused_in_words(service: DeskService) -> None:
    case = service.case("one")
    client = service.client("sam")
    post(client, f"/desk/cases/{case.code}/take")
    for text, words in (("   ", "write something"), ("x" * 2001, "2000 characters at most; it has 2001")):
        response = post(client, f"/desk/cases/{case.code}/write", text=text)
        assert response.status_code == 422
        assert words in response.text
    assert service.file(case).lines[-1].by == "notice"


def test_a_lead_gives_back_the_case_of_somebody_else(service: DeskService) -> None:
    case = service.case("one")
    service.helpline.desk.take(case.id, service.accounts["robin"])
    assert post(service.client("lee"), f"/desk/cases/{case.code}/give-back").status_code == 303
    assert service.file(case).state == State.WAITING


def test_a_case_is_passed_on_to_a_listed_service_or_another(service: DeskService) -> None:
    client = service.client("sam")
    for talk, fields, named in (
        ("one", {"service": "Samaritans, who listen to anyone who struggles"}, "Samaritans"),
        ("two", {"service": "Samaritans", "text": "The school's counsellor"}, "The school's counsellor"),
    ):
        case = service.case(talk)
        post(client, f"/desk/cases/{case.code}/take")
        page = client.get(f"/desk/cases/{case.code}").text
        assert "Samaritans, who listen to anyone who struggles, run by a charity" in page
        assert post(client, f"/desk/cases/{case.code}/refer", **fields).status_code == 303
        after = service.file(case)
        assert after.state == State.REFERRED and after.referred_to.startswith(named)
    assert post(client, f"/desk/cases/{service.case('three').code}/refer").status_code == 422


def test_a_case_is_closed_with_an_outcome_and_opened_again(service: DeskService) -> None:
    case = service.case("one")
    client = service.client("sam")
    post(client, f"/desk/cases/{case.code}/take")
    assert post(client, f"/desk/cases/{case.code}/close", outcome="nonsense").status_code == 422
    assert post(client, f"/desk/cases/{case.code}/close", outcome="talked it through").status_code == 303
    assert "Closed" in client.get(f"/desk/cases/{case.code}").text
    assert post(client, f"/desk/cases/{case.code}/reopen").status_code == 303
    assert service.file(case).state == State.WAITING


def test_the_urgency_is_judged_otherwise_with_a_reason(service: DeskService) -> None:
    case = service.case("one", EMERGENCY)
    client = service.client("sam")
    path = f"/desk/cases/{case.code}/judge"
    assert post(client, path, urgency="concern").status_code == 422
    assert post(client, path, urgency="terrible", text="why").status_code == 422
    assert post(client, path, urgency="concern", text="They meant vitamins").status_code == 303
    after = service.file(case)
    assert (after.urgency, after.because) == (Urgency.CONCERN, "They meant vitamins")
    assert "reassessed (emergency → concern)" in shown(client.get(f"/desk/cases/{case.code}").text)


def test_notes_name_who_wrote_them(service: DeskService) -> None:
    case = service.case("one")
    assert post(service.client("robin"), f"/desk/cases/{case.code}/note", text="Called the school.").status_code == 303
    page = shown(service.client("sam").get(f"/desk/cases/{case.code}").text)
    assert re.search(r"Notes for colleagues Robin .{10,40} Called the school\.", page)


def test_of_a_withdrawn_case_nothing_is_shown_or_added(service: DeskService) -> None:
    case = service.case("one")
    service.helpline.cases.withdraw(case.id)
    client = service.client("sam")
    page = client.get(f"/desk/cases/{case.code}").text
    assert "What they told is erased" in page
    assert "Hello from one" not in page
    for action, fields in (("note", {"text": "x"}), ("judge", {"urgency": "concern", "text": "x"}), ("reopen", {})):
        assert post(client, f"/desk/cases/{case.code}/{action}", **fields).status_code == 409


def test_the_name_of_a_service_may_be_as_long_as_the_table_takes_it_and_no_longer(service: DeskService) -> None:
    assert Case.referred_to.type.length == NAME
    case = service.case("one")
    client = service.client("sam")
    post(client, f"/desk/cases/{case.code}/take")
    page = post(client, f"/desk/cases/{case.code}/refer", text="é" * (NAME + 1))
    assert page.status_code == 422
    assert f"It may have {NAME} characters at most; it has {NAME + 1}." in page.text
    assert service.file(case).state == State.TAKEN
    assert post(client, f"/desk/cases/{case.code}/refer", text="é" * NAME).status_code == 303
    assert service.file(case).referred_to == "é" * NAME

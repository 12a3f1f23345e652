"""What is said in the conversation of a case."""

from helpline.cases import Cases
from helpline.conversation import TOPICS, Said, heard_after, lines_after
from helpline.database import Database
from helpline.desk import Desk


def test_lines_come_in_the_order_in_which_they_were_said(cases: Cases, database: Database) -> None:
    one, two = (cases.open(name, "GB", consented=True).id for name in ("one", "two"))
    for number in range(5):
        cases.say(one, [Said("person", f"p{number}"), Said("bot", f"b{number}")])
        cases.say(two, [Said("person", "other")])
    with database.reading() as session:
        lines = lines_after(session, one)
        assert [line.text for line in lines] == [f"{by}{n}" for n in range(5) for by in "pb"]
        assert [line.text for line in lines_after(session, one, lines[7].id)] == ["p4", "b4"]
        assert [line.text for line in heard_after(session, one, lines[7].id, ["bot"])] == ["b4"]


def test_a_case_remembers_the_first_topics_each_once(cases: Cases, desk: Desk) -> None:
    case_id = cases.open("one", "GB", consented=True).id
    for number in range(TOPICS + 3):
        cases.say(case_id, [Said("bot", "text", ["item-0", f"item-{number}"])])
    case = desk.file(case_id)
    assert case.topics == [f"item-{n}" for n in range(TOPICS)]
    assert case.lines[-1].sources == ["item-0", f"item-{TOPICS + 2}"]

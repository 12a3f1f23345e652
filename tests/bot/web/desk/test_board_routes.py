"""The board: figures as charts and tables, small numbers hidden, and downloads."""

import csv
import re
from datetime import UTC, datetime, time, timedelta
from xml.etree import ElementTree

import pytest

from bot.web.desk.charts import DARK, svg
from bot.web.desk.figures import Figure, Series, summed_up
from helpline.database import now
from helpline.desk import OUTCOMES
from helpline.states import State
from helpline.statistics import WEEK, Waiting, monday
from helpline.tables import AuditEntry, Case
from helpline.urgency import Urgency
from tests.bot.web.desk.desk_service import DeskService, post
from training.drawing import SVG

WEEKS = [f"{n} Mar" for n in range(1, 13)]


def past(
    service: DeskService, weeks: int, number: int, level: Urgency = Urgency.NONE, end: str = "talked it through"
) -> None:
    """So many cases of a week that is over: each was handed in, taken 6 minutes later and closed."""
    then = datetime.combine(monday(now()) - weeks * WEEK, time(10), UTC)
    taken = then + timedelta(minutes=6)
    with service.helpline.database.writing() as session:
        for n in range(number):
            case = Case(
                code=f"CG-{weeks}{level.rank}{OUTCOMES.index(end)}0-{n:04}", word_hash="", country="GB", urgency=level,
                state=State.CLOSED, outcome=end, opened_at=then, typing_at=then, waiting_since=then,
                first_taken_at=taken, ended_at=taken, topics=["lesson-2.3"],
            )  # fmt: skip
            session.add(case)
            session.flush()
            session.add(
                AuditEntry(at=then, actor="person", action="handed in", case_id=case.id, before="new", after="waiting")
            )


def cell(page: str, table: str, row: str) -> list[str]:
    """The numbers in a row of a table of the page."""
    rows = page.split(f'id="table-{table}"', 1)[1].split("</table>", 1)[0].split("<tr>")
    (found,) = (one for one in rows if f">{row}</th>" in one)
    return [re.sub("<[^>]*>", "", one).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)]


def a_usual_week(service: DeskService) -> None:
    """Last week: many cases that had no sign of danger and many emergencies, few others; some of the week before."""
    for number, level in ((9, Urgency.NONE), (2, Urgency.CONCERN), (1, Urgency.URGENT), (6, Urgency.EMERGENCY)):
        past(service, 1, number, level)
    past(service, 2, 3)
    past(service, 2, 1, end="passed to safeguarding")


def test_figures_are_charts_with_the_same_as_a_table(service: DeskService) -> None:
    a_usual_week(service)
    client = service.client("lee")
    page = client.get("/desk/board?weeks=4").text
    assert "nine of ten within 6 minutes" in page
    for name in ("waiting", "urgency", "outcomes", "topics"):
        address = f"/desk/board/{name}.svg?weeks=4"
        assert f'<img src="{address}"' in page
        drawn = client.get(address)
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert ElementTree.fromstring(drawn.content).tag == f"{{{SVG}}}svg"
    begin = monday(now()) - WEEK
    last_week = f"{begin.day} {begin:%b}"
    assert cell(page, "waiting", last_week) == ["6", "6"]
    assert cell(page, "urgency", last_week) == ["6", "hidden", "hidden", "9"]
    assert cell(page, "outcomes", "Talked it through") == ["21"]
    assert cell(page, "topics", last_week) == ["18"]


def test_small_numbers_are_hidden_and_said_to_be(service: DeskService) -> None:
    a_usual_week(service)
    page = service.client("lee").get("/desk/board?weeks=4").text
    assert "Numbers under 5 are hidden" in page
    assert cell(page, "outcomes", "Passed to safeguarding") == ["hidden"]
    assert not re.search(r'<td class="number">\s*[0-4]\s*</td>', page)


def test_where_all_numbers_are_small_there_is_no_chart(service: DeskService) -> None:
    past(service, 1, 4)
    page = service.client("lee").get("/desk/board?weeks=4").text
    assert page.count("There is nothing to show") == 4
    assert "Fewer than five cases were taken" in page
    assert "<img src=" not in page.split("<main", 1)[1]


def test_a_wait_of_a_minute_is_put_as_people_say_it() -> None:
    assert summed_up(Waiting(20, 70)) == "Half of all cases were taken within a minute, nine of ten within a minute."
    assert "within 2 minutes, nine of ten within 61 minutes" in summed_up(Waiting(120, 3660))


@pytest.mark.parametrize("path", ["board", "board.csv", "board/waiting.svg"])
def test_figures_are_for_leads_and_not_for_staff(service: DeskService, path: str) -> None:
    refused = service.client("sam").get(f"/desk/{path}")
    assert refused.status_code == 403
    assert "not for your role" in refused.text
    assert 'href="/desk/board"' not in service.client("sam").get("/desk").text


def test_the_counts_are_downloaded(service: DeskService) -> None:
    a_usual_week(service)
    response = service.client("lee").get("/desk/board.csv")
    assert response.headers["content-type"].startswith("text/csv")
    assert "attachment" in response.headers["content-disposition"]
    head, *rows = csv.reader(response.text.splitlines())
    assert head == ["week", "of", "name", "number"]
    assert [number for _, of, name, number in rows if (of, name) == ("urgency", "emergency")] == ["<5", "6"]


def test_an_unknown_chart_or_time_is_no_fault(service: DeskService) -> None:
    client = service.client("lee")
    assert client.get("/desk/board/nonsense.svg").status_code == 404
    assert client.get("/desk/board?weeks=999").status_code == 200
    assert client.get("/desk/board?weeks=x").status_code == 400


@pytest.mark.parametrize("kind", ["lines", "stacked", "across"])
@pytest.mark.parametrize("columns", [WEEKS, WEEKS * 4 + WEEKS[:4]])
def test_a_chart_holds_no_style_and_names_itself(kind: str, columns: list[str]) -> None:
    values = [None, *range(5, 4 + len(columns))]
    series = [Series("First", values), Series("Second & last", values[::-1])]
    made = svg(Figure("x", "How it went", "cases", kind, columns, series), DARK).decode()  # type: ignore[arg-type]
    assert "style" not in made
    assert "<title>How it went</title>" in made


def test_a_case_is_downloaded_as_json_without_contact_details(service: DeskService) -> None:
    case = service.case("one")
    service.helpline.cases.keep_contact(case.id, "phone", "07700 900123", "weekdays after six")
    response = service.client("sam").get(f"/desk/cases/{case.code}.json")
    assert response.headers["content-disposition"] == f'attachment; filename="{case.code}.json"'
    assert response.json()["code"] == case.code
    assert "07700" not in response.text
    assert post(service.client("sam"), "/desk/cases/CG-0000-0000.json").status_code == 404


def test_services_that_nobody_confirmed_are_named_to_leads_alone(
    service: DeskService, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Support services not confirmed lately: example-line."
    monkeypatch.setattr("bot.web.desk.queue_routes.overdue", lambda _: line)
    assert line in service.client("lee").get("/desk").text
    assert line not in service.client("sam").get("/desk").text

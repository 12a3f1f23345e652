"""A learner's pages: the same by a private link and by an account."""

import csv
import io
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.bot.web.training.conftest import Somebody
from tests.bot.web.training.training_service import ITEM, TrainingService, chat_key, post, questions, text_of


def test_the_page_says_what_is_due_and_what_comes_back(service: TrainingService, kim: Somebody) -> None:
    for number, days in enumerate((-2, 0, 2, 2, 40), 1):
        service.answer(kim.learner, f"challenge-{number}-q1", 1, days)
    said = text_of(kim.client.get(kim.base))
    assert "Hello, " in said
    assert "2 questions are due today." in said
    week = re.findall(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3} (none|\d+)", said)
    assert len(week) == 7 and [day for day in week if day != "none"] == ["2"]
    assert "You practised on one of the last 28 days." in said


def test_one_question_is_said_as_one(service: TrainingService, kim: Somebody) -> None:
    service.answer(kim.learner, f"{ITEM}-q1", 1, days=0)
    assert "1 question is due today." in text_of(kim.client.get(kim.base))


def test_who_has_nothing_due_may_rest(service: TrainingService, kim: Somebody) -> None:
    service.answer(kim.learner, f"{ITEM}-q1", 1, days=3)
    assert "Nothing is due today. You may rest" in text_of(kim.client.get(kim.base))


def test_the_chat_stands_on_the_page_with_three_ways_to_begin(kim: Somebody) -> None:
    page = kim.client.get(kim.base)
    assert re.fullmatch(r"[A-Za-z0-9_-]{20,64}", chat_key(page))
    examples = re.findall(r"<li data-example>([^<]+)</li>", page.text)
    assert examples == ["Ten minutes of questions", "Only what I got wrong", "Practise a conversation"]


def test_the_map_is_a_drawing_and_a_table_that_say_the_same(service: TrainingService, kim: Somebody) -> None:
    service.answer(kim.learner, f"{ITEM}-q1", 1, days=30)
    page = kim.client.get(kim.base)
    asked = sum(question.item == ITEM for question in questions().values())
    assert f"1 of {len(questions())} questions known. 1 of 47 parts of the paper begun." in text_of(page)
    assert re.search(rf"Lesson 2\.5 [^.]+ 1 of {asked} known, firm, last on ", text_of(page))
    assert len(re.findall(r'<th scope="row">', page.text)) == 47
    alt = re.search(r'<img src="[^"]+" alt="([^"]+)"', page.text[page.text.index("<picture") :])
    assert alt and "1 of 47 parts" in alt[1]
    for address in re.findall(r'(?:srcset|src)="([^"]*map\.svg[^"]*)"', page.text):
        drawing = kim.client.get(address.replace("&amp;", "&"))
        assert drawing.status_code == 200 and drawing.headers["content-type"] == "image/svg+xml"
        assert drawing.headers["cache-control"] == "no-store"
        assert "style" not in ElementTree.fromstring(drawing.content).attrib


def test_the_map_has_four_shapes_by_width_and_look(kim: Somebody) -> None:
    drawn = {kim.client.get(f"{kim.base}/map.svg{query}").content for query in ("", "?narrow=1", "?dark=1")}
    drawn.add(kim.client.get(f"{kim.base}/map.svg?narrow=1&dark=1").content)
    widths = {re.search(rb'width="([\d.]+)pt"', drawing)[1] for drawing in drawn}  # type: ignore[index]
    assert (len(drawn), len(widths)) == (4, 2)


def test_practice_conversations_are_listed_newest_first(service: TrainingService, kim: Somebody) -> None:
    service.talk(kim.learner, "mother-afraid")
    service.talk(kim.learner, "left-the-group", debriefed=False)
    service.training.runs.start(kim.learner, "imam-singled-out")  # not a word was said in it
    service.talk(kim.learner, "one-that-was-taken-out")
    said = text_of(kim.client.get(kim.base))
    scenarios = service.training.practice.scenarios
    newer, older = (said.index(scenarios[name].title) for name in ("left-the-group", "mother-afraid"))
    assert newer < older
    assert re.search(r"2 turns, not yet looked back on .* 2 turns, looked back on", said)
    assert scenarios["imam-singled-out"].title not in said
    assert "A conversation that is no longer here" in said


def test_a_record_of_practice_is_a_pdf_with_the_name_that_was_given(service: TrainingService, kim: Somebody) -> None:
    service.answer(kim.learner, f"{ITEM}-q1", 1)
    assert "Get the record (PDF)" in kim.client.get(kim.base).text
    made = [post(kim.client, kim.base, "/record", name=name) for name in ("Kim Example", "")]
    for response in made:
        assert response.status_code == 200 and response.content.startswith(b"%PDF")
        assert response.headers["content-type"] == "application/pdf"
        assert 'filename="record-of-practice.pdf"' in response.headers["content-disposition"]
    assert made[0].content != made[1].content
    assert service.training.learners.get(kim.learner).name in ("Kim", "Kim M.")


def test_without_practice_the_page_says_what_is_missing_on_the_record(kim: Somebody) -> None:
    page = kim.client.get(kim.base)
    assert "There is nothing to put on it yet: answer a question, or go through" in text_of(page)
    assert f"{kim.base}/record" not in page.text
    asked = post(kim.client, kim.base, "/record")
    assert asked.status_code == 404 and "There is nothing to put on it yet" in text_of(asked)


def test_all_that_is_kept_can_be_taken_along(service: TrainingService, kim: Somebody) -> None:
    service.everything_kept(kim.learner)
    everything = kim.client.get(f"{kim.base}/all.json")
    assert 'filename="my-training.json"' in everything.headers["content-disposition"]
    assert [row["text"] for row in everything.json()["answers"]] == [None, "the heron by the river"]
    answers, talks = (kim.client.get(f"{kim.base}/{name}.csv") for name in ("answers", "practice"))
    assert len(list(csv.reader(io.StringIO(answers.text)))) == len(list(csv.reader(io.StringIO(talks.text)))) == 3
    assert kim.client.get(f"{kim.base}/secrets.csv").status_code == 400


def test_the_name_is_changed_and_greets(service: TrainingService, kim: Somebody) -> None:
    answer = post(kim.client, kim.base, "/name", name="  Kim <b> B. ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{kim.base}?said=named")
    page = kim.client.get(answer.headers["location"])
    assert "Hello, Kim &lt;b&gt; B." in page.text and "Your name is changed." in page.text
    post(kim.client, kim.base, "/name", name="")
    assert "Hello" not in text_of(kim.client.get(kim.base)).split("For today")[0]


def test_free_answers_are_kept_only_by_a_yes_and_erased_by_a_no(service: TrainingService, kim: Somebody) -> None:
    assert 'id="keep-no" name="keep" value="no" checked' in kim.client.get(kim.base).text
    post(kim.client, kim.base, "/answers", keep="yes")
    assert 'id="keep-yes" name="keep" value="yes" checked' in kim.client.get(kim.base).text
    service.answer(kim.learner, f"{ITEM}-q1", 1, text="the heron by the river")
    assert "heron" in kim.client.get(f"{kim.base}/answers.csv").text
    answer = post(kim.client, kim.base, "/answers", keep="no")
    assert "Those that were are erased." in text_of(kim.client.get(answer.headers["location"]))
    assert "heron" not in kim.client.get(f"{kim.base}/answers.csv").text


@pytest.mark.parametrize("path", ["/name", "/answers", "/record", "/erase", "/groups/1/leave"])
def test_too_much_or_nothing_in_a_form_breaks_nothing(kim: Somebody, path: str) -> None:
    if path != "/erase":
        assert post(kim.client, kim.base, path, name="x" * 401, keep="x" * 401).status_code in (303, 400, 404)
    assert kim.client.get(kim.base).status_code == 200


def test_said_in_the_address_says_only_what_is_ours(kim: Somebody) -> None:
    page = kim.client.get(f"{kim.base}?said=<b>paid")
    assert page.status_code == 200 and "paid" not in page.text


def test_the_pages_hold_no_script_and_no_style_of_their_own(service: TrainingService, kim: Somebody) -> None:
    service.everything_kept(kim.learner)
    for path in ("", "/erase"):
        html = kim.client.get(kim.base + path).text
        assert re.findall(r"<script(?! src=)|<style| style=| on[a-z]+=", html) == []
        headings = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert headings[0] == 1 and headings.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(headings))
        for name in re.findall(r'<(?:input|select|textarea)(?! type="hidden")[^>]* id="([^"]+)"', html):
            assert f'for="{name}"' in html

"""A plan holds sentences of items and phrases of data files, in an order that makes sense, and nothing else."""

import json
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.plan import Plan, PlanError, compose, restore
from knowledge.plan.book import PlanBook, load_book
from knowledge.plan.order import sentences
from knowledge.plan.parts import MAX_STEPS
from knowledge.plan.recipe import Recipe
from tests.knowledge.wording.real_rules import real_library

QUIET = ["lesson-2.3", "challenge-2", "lesson-1.3"]
ITEMS = list(real_library().items)
any_plan = st.builds(
    lambda items, asked, role: compose(real_library(), items, asked, role),
    st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5, unique=True),
    st.lists(st.sampled_from(list(real_library().situations)), max_size=2, unique=True),
    st.none() | st.sampled_from(list(real_library().roles)),
)


def items_of(plan: Plan) -> list[str]:
    return list(dict.fromkeys(step.id.split(".steps.")[0] for step in plan.steps))


def worried(library: Library, items: list[str]) -> Plan:
    return restore(library, Recipe(tuple(items), worry=True).to_json())


def test_steps_stand_in_the_order_of_the_stages_and_not_of_the_search(real: Library) -> None:
    assert items_of(compose(real, QUIET)) == ["challenge-2", "lesson-1.3", "lesson-2.3"]


def test_each_item_gives_steps_in_turn_until_there_are_eight(real: Library) -> None:
    plan = compose(real, QUIET)
    assert len(plan.steps) == MAX_STEPS
    counts = [sum(step.id.startswith(f"{item}.") for step in plan.steps) for item in QUIET]
    assert counts == [3, 3, 2]


def test_two_sentences_say_what_was_asked_in_the_titles_of_the_situations(real: Library) -> None:
    asked = ["mothers_afraid_to_talk", "people_afraid_to_speak"]
    plan = compose(real, QUIET, asked)
    for name, line in zip(asked, plan.intro, strict=True):
        assert real.situations[name].title in line.text


def test_without_a_situation_it_is_the_one_of_the_best_item(real: Library) -> None:
    assert compose(real, QUIET).recipe.situations == ("mothers_afraid_to_talk",)


def test_the_reason_of_each_stage_is_given_where_they_differ(real: Library, book: PlanBook) -> None:
    plan = compose(real, QUIET)
    stages = [book.order.stage_of(item) for item in items_of(plan)]
    assert plan.order is not None and len(plan.order.sources) >= 2
    places = [plan.order.text.index(stage.reason) for stage in stages if stage is not None]
    assert places == sorted(places) and len(places) == 3
    assert compose(real, ["lesson-2.3"]).order is None


def test_a_dropped_step_is_gone_and_the_others_stay(real: Library) -> None:
    plan = compose(real, QUIET, role="teacher")
    fewer = plan.without(2)
    assert [step.text for step in fewer.steps] == [s.text for n, s in enumerate(plan.steps, 1) if n != 2]
    assert plan.steps[1].text not in [line.text for line in fewer.page.lines()]
    assert fewer.without(2).steps[1].text == plan.steps[3].text


def test_a_dropped_step_does_not_come_back_under_another_heading(real: Library) -> None:
    plan = compose(real, ["lesson-4.1"])
    number = next(n for n, step in enumerate(plan.steps, 1) if "in plain words" in step.text)
    fewer = plan.without(number)
    assert plan.steps[number - 1].text not in [line.text for line in fewer.page.lines()]


def test_a_plan_without_any_step_is_still_a_page(real: Library) -> None:
    plan = compose(real, ["challenge-1"])
    while plan.steps:
        plan = plan.without(1)
    assert plan.order is None and plan.page.sections[0].heading != "Steps"


@pytest.mark.parametrize("number", [0, -1, 9])
def test_a_step_that_is_not_there_cannot_be_dropped(real: Library, number: int) -> None:
    with pytest.raises(PlanError, match="there is no step"):
        compose(real, QUIET).without(number)


def test_a_step_for_the_police_is_for_nobody_else_once_the_role_is_known(real: Library) -> None:
    def texts(role: str | None) -> str:
        return " ".join(step.text for step in compose(real, ["lesson-4.1"]).for_role(role).steps)

    assert "If you are with the police" in texts(None) and "If you are with the police" in texts("police")
    assert "If you are with the police" not in texts("teacher")
    assert "Refuse, politely" not in texts("police")


def test_for_another_role_the_opening_and_the_people_change_and_dropped_steps_stay_dropped(real: Library) -> None:
    plan = compose(real, QUIET, role="teacher").without(1)
    other = plan.for_role("parent")
    assert other.lead.text == real.roles["parent"].openings[0]
    assert other.recipe.dropped == plan.recipe.dropped
    assert "Parents" in [line.text for line in plan.who] and "Parents" not in [line.text for line in other.who]
    assert other.for_role("teacher") == plan


def test_who_has_no_part_in_it_is_told_to_talk_it_over(real: Library) -> None:
    plan = compose(real, ["lesson-5.4"], role="parent")
    assert plan.who_lead is None and "talk it over" in plan.who[0].text


def test_a_plan_on_a_worry_speaks_of_two_people_and_names_nobody_to_report_to(real: Library) -> None:
    plan = worried(real, ["lesson-2.3", "lesson-2.2", "lesson-1.1"])
    of_worries = [step for worry in real.worries.values() for step in worry.steps]
    steps = [step.text for step in plan.steps]
    assert len(steps) == MAX_STEPS
    assert steps == [step for step in of_worries if step in steps]  # in the order of the file
    assert {line.text for line in plan.words} <= set(of_worries)
    assert plan.order is None and not plan.case
    shown = " ".join(line.text for line in plan.page.lines())
    assert "olice" not in shown and real.situations["mothers_afraid_to_talk"].title not in shown
    assert "emergency number" in shown


def test_a_plan_on_a_worry_is_kept_and_changed_like_any_other(real: Library) -> None:
    plan = worried(real, ["lesson-1.1", "lesson-2.5"])
    assert restore(real, plan.to_json()) == plan
    fewer = plan.without(1).for_role("parent")
    assert plan.steps[0].text not in [line.text for line in fewer.page.lines()]
    assert fewer.steps[0].text == plan.steps[1].text and "parents" in fewer.intro[1].text


def test_a_plan_on_a_worry_is_made_of_what_there_is_for_worries(real: Library) -> None:
    with pytest.raises(PlanError, match=r"no advice on a worry “lesson-5\.2”"):
        worried(real, ["lesson-5.2"])


def test_a_plan_that_was_kept_before_there_were_worries_is_still_one(real: Library) -> None:
    kept = compose(real, QUIET).to_json()
    del kept["worry"]
    assert restore(real, kept) == compose(real, QUIET)


def test_a_case_is_looked_at_and_gives_steps_only_where_it_is_alone(real: Library) -> None:
    plan = compose(real, ["case-hideaway", "lesson-3.1"])
    assert items_of(plan) == ["lesson-3.1"] and plan.case[0].id == "case-hideaway.title"
    alone = compose(real, ["case-hideaway"])
    assert items_of(alone) == ["case-hideaway"]
    assert [line.id for line in alone.case] == ["case-hideaway.says.0"]  # its title stands above already


def test_a_case_that_only_comes_close_is_not_said_to_show_it(real: Library) -> None:
    assert "shows what this can look like" in compose(real, ["lesson-3.1"]).case[0].text
    assert "comes close to this" in compose(real, ["lesson-2.5"]).case[0].text
    assert compose(real, ["lesson-5.2"]).case == ()


def test_a_case_that_was_dropped_is_not_looked_at(real: Library) -> None:
    plan = compose(real, ["lesson-3.1"])
    assert restore(real, {**plan.to_json(), "dropped": ["case-hideaway"]}).case == ()


def test_the_sentence_of_a_case_fits_the_item_that_it_goes_with(real: Library) -> None:
    assert "community meeting" in compose(real, ["lesson-3.1"]).case[1].text
    assert "deal with the media" in compose(real, ["challenge-6"]).case[1].text
    assert "deal with the media" in compose(real, ["lesson-1.3", "challenge-6", "lesson-3.1"]).case[1].text
    assert compose(real, ["case-hideaway", "lesson-5.2"]).case[1].text == real.items["case-hideaway"].says[0]


def test_a_lesson_that_a_step_names_is_among_the_sources(real: Library) -> None:
    plan = compose(real, ["challenge-2"])
    named = next(step for step in plan.steps if "as lesson 1.3 says" in step.text)
    assert [plan.sources[number - 1].id for number in named.sources] == ["challenge-2.place", "lesson-1.3.place"]


@pytest.mark.parametrize(
    ("items", "asked", "role", "said"),
    [
        ([], [], None, "1 to 5 items"),
        (ITEMS[:6], [], None, "1 to 5 items"),
        (["lesson-9.9"], [], None, "no item “lesson-9.9”"),
        (["lesson-1.1"], ["my son"], None, "no situation “my son”"),
        (["lesson-1.1"], list(real_library().situations)[:3], None, "2 situations at most"),
        (["lesson-1.1"], [], "king", "no role “king”"),
    ],
)
def test_what_is_unknown_or_too_much_is_refused(
    real: Library, items: list[str], asked: list[str], role: str | None, said: str
) -> None:
    with pytest.raises(PlanError, match=said):
        compose(real, items, asked, role)


def test_a_plan_cannot_be_changed(real: Library) -> None:
    with pytest.raises(FrozenInstanceError):
        compose(real, QUIET).steps = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    "data",
    [
        *(None, [], "x", {}, {"items": ["lesson-1.1"]}),
        {"items": "lesson-1.1", "situations": [], "role": None, "dropped": []},
        {"items": ["lesson-1.1"], "situations": [], "role": 1, "dropped": []},
        {"items": ["lesson-1.1"], "situations": [["a"]], "role": None, "dropped": []},
        {"items": ["lesson-1.1"], "situations": [], "role": None, "dropped": [], "title": "Words of a stranger"},
        {"items": ["lesson-1.1"], "situations": [], "role": None, "dropped": ["lesson-1.1.steps.99"]},
    ],
)
def test_a_slot_that_holds_no_plan_is_refused(real: Library, data: object) -> None:
    with pytest.raises(PlanError):
        restore(real, data)


@settings(max_examples=60, deadline=None)
@given(any_plan, st.data())
def test_what_holds_of_every_plan(plan: Plan, data: st.DataObject) -> None:
    library = real_library()
    for _ in range(data.draw(st.integers(0, len(plan.steps)))):
        plan = plan.without(data.draw(st.integers(1, len(plan.steps))))
    said = {name: text for item in library.items.values() for name, text in sentences(item)}
    lines = plan.page.lines()
    for line in lines:
        if line.id in said:
            assert line.text == said[line.id] and line.sources
            assert plan.sources[line.sources[0] - 1].id == f"{line.id.rsplit('.says')[0].split('.steps')[0]}.place" or (
                line.id.endswith(".why")
            )
    assert len({line.text for line in lines}) == len(lines)  # nothing is said twice
    used = [number for line in lines for number in line.sources]
    assert list(dict.fromkeys(used)) == list(range(1, len(plan.sources) + 1))  # in the order of reading, none idle
    places = [load_book().order.place(step.id.split(".steps.")[0]) for step in plan.steps]
    assert places == sorted(places)
    assert len(plan.steps) <= MAX_STEPS and len(plan.intro) == 2
    assert restore(library, json.loads(json.dumps(plan.to_json()))) == plan

"""A page as plain text, as a chat without a page and a terminal show it."""

from hypothesis import given

from knowledge.library import Library
from knowledge.plan import compose
from knowledge.plan.page import Page
from knowledge.plan.text import as_text
from tests.knowledge.plan.any_page import pages


def test_steps_are_numbered_and_sources_named(real: Library) -> None:
    plan = compose(real, ["lesson-2.3"])
    lines = as_text(plan.page).split("\n")
    assert lines[0] == plan.page.name
    assert "Steps:" in lines and f"1. {plan.steps[0].text} [1]" in lines
    assert any(line.startswith("[1] ") for line in lines)


@given(pages)
def test_every_line_is_in_the_text_and_none_is_empty_twice(page: Page) -> None:
    text, tidied = as_text(page), page.tidied()
    assert all(line.text in text for line in tidied.lines())
    assert "\n\n\n" not in text

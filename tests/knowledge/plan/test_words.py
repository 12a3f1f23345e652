"""What plans say hurts nobody, and can be read at about twelve as far as that can be measured."""

from knowledge.library import Library
from knowledge.plan.book import PlanBook
from knowledge.plan.markdown import as_markdown
from knowledge.plan.phrases import said
from knowledge.wording.guard import Guard, Guarded
from knowledge.wording.spoken import spoken
from tests.knowledge.plan.any_page import real_pages
from tests.knowledge.wording.real_rules import real_checker
from tests.reading_age import assert_easy


def test_no_plan_or_handout_is_changed_by_the_guard(real: Library) -> None:
    guard = Guard(real_checker(), spoken(real, real_checker().book))
    for page in real_pages(real):
        text = as_markdown(page)
        assert guard.guarded(text) == Guarded(text)
        for line in page.lines():
            assert guard.guarded(line.text) == Guarded(line.text)


def test_plans_and_handouts_are_easy_to_read(real: Library) -> None:
    assert_easy(
        " ".join(line.text for section in page.sections if section.shape != "sources" for line in section.lines)
        for page in real_pages(real)
    )


def test_what_holds_them_together_is_easy_to_read(book: PlanBook) -> None:
    texts = book.phrases.plan
    reasons = [texts.order_then.format(reason=stage.reason) for stage in book.order.stages]
    assert_easy([" ".join(reasons), " ".join(text for _, text in said(book.phrases) if " " in text)])

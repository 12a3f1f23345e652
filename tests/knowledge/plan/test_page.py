"""A page as plain data says the same as the page."""

import json

from hypothesis import given

from knowledge.plan.page import Page
from tests.knowledge.plan.any_page import pages


@given(pages)
def test_as_data_it_holds_every_line_with_its_marks_in_the_order_of_reading(page: Page) -> None:
    data = json.loads(json.dumps(page.as_json()))
    assert (data["kind"], data["title"]) == (page.kind, page.title)
    rows = list(data["intro"])
    for part, section in zip(data["sections"], page.sections, strict=True):
        assert (part["heading"], part["shape"], part["narrow"]) == (section.heading, section.shape, section.narrow)
        rows += [row for row in (part["lead"], *part["lines"], part["closing"]) if row is not None]
    assert rows == [{"text": line.text, "marks": page.marks(line)} for line in page.lines()]

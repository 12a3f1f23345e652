"""Which writer makes which kind of file."""

from collections.abc import Callable, Mapping

from knowledge.plan.markdown import as_markdown
from knowledge.plan.page import Page
from knowledge.plan.recipe import PlanError


def written(page: Page, suffix: str) -> bytes:
    """The page as a file.

    Args:
        page: to write.
        suffix: of the file, such as ".pdf".

    Raises:
        PlanError: if there is no such writer.
    """
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        raise PlanError(f"a plan can be written as {', '.join(WRITERS)}, and not as “{suffix}”")
    return writer(page)


def _markdown(page: Page) -> bytes:
    return as_markdown(page).encode()


def _word(page: Page) -> bytes:
    from knowledge.plan.word import as_word  # both are slow to load, and a process may need neither

    return as_word(page)


def _pdf(page: Page) -> bytes:
    from knowledge.plan.pdf import as_pdf

    return as_pdf(page)


WRITERS: Mapping[str, Callable[[Page], bytes]] = {".md": _markdown, ".docx": _word, ".pdf": _pdf}

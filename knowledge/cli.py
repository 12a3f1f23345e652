"""`python -m knowledge`: check the knowledge, build what the search needs, try a search, take in documents."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from knowledge.documents import commands
from knowledge.documents.review import own_folder, read_documents
from knowledge.encoder import Encoder, EncoderError
from knowledge.faults import KnowledgeError
from knowledge.index import IndexMismatchError, PassageIndex
from knowledge.library import ROOT, Library, load, read_library
from knowledge.passages import passages
from knowledge.schema import Audience

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Folder = Annotated[Path, typer.Option(help="Where what is built lies.")]
BUILD = ROOT / "build"


def _library() -> Library:
    return _checked(lambda: load())


def _checked(read: Callable[[], T]) -> T:
    """What `read` gives; its faults are printed, and end the command."""
    try:
        return read()
    except KnowledgeError as error:
        typer.echo("\n".join(str(fault) for fault in error.faults), err=True)
        count = len(error.faults)
        typer.echo(f"{count} fault{'s' if count > 1 else ''} in the knowledge.", err=True)
        raise typer.Exit(1) from None


def _fail(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


@app.command()
def validate() -> None:
    """Check every data file; each fault is named by file, line and field."""
    from knowledge.plan.book import read_book
    from knowledge.wording.checker import Checker
    from knowledge.wording.examples import check_examples
    from knowledge.wording.rulebook import read_rulebook
    from knowledge.wording.spoken import check_spoken

    library, reader = _checked(read_library)
    checker = Checker(_checked(lambda: read_rulebook(library, reader)))
    questions = sum(len(q) for q in library.questions.values())
    examples = _checked(lambda: check_examples(checker, reader))
    texts = _checked(lambda: check_spoken(library, checker, reader))
    _checked(lambda: read_book(library, reader, checker))
    own = _checked(lambda: read_documents(own_folder()))
    typer.echo(
        f"{len(library.items)} items, {questions} questions, {len(library.situations)} situations,"
        f" {len(library.services)} services, {examples} examples of the rules on wording: no faults,"
        f" and no wording that hurts in {texts} texts."
    )
    if own:
        typer.echo(f"{len(own)} of your own documents: no faults.")


@app.command()
def wording(
    files: Annotated[list[Path], typer.Argument(help="Documents: .txt, .md, .html, .docx or .pdf.")],
    audience: Annotated[
        Audience | None,
        typer.Option(help="Who will read them; guessed from each text if not said."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, for other programs.")] = False,
) -> None:
    """Check the wording of documents. Exit code 1 if something is flagged, 2 if a file cannot be read."""
    from knowledge.wording import report
    from knowledge.wording.checker import Checker
    from knowledge.wording.documents import DocumentError
    from knowledge.wording.rulebook import load_rulebook

    library = _library()
    book = _checked(lambda: load_rulebook(library))
    try:
        findings = report.checked(files, Checker(book), audience)
    except DocumentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(report.as_json(findings))
    elif findings:
        typer.echo(report.as_text(findings, library, book) + "\n")
    if not as_json:
        typer.echo(f"{len(findings)} place{'' if len(findings) == 1 else 's'} flagged.")
    raise typer.Exit(1 if findings else 0)


@app.command()
def plan(
    items: Annotated[list[str], typer.Argument(help="Ids of items, best first; at most five.")],
    to: Annotated[
        Path | None, typer.Option(help="File to write: .md, .docx or .pdf; else Markdown is printed.")
    ] = None,
    situation: Annotated[list[str] | None, typer.Option(help="Intent of what was asked; up to twice.")] = None,
    role: Annotated[str | None, typer.Option(help="Who the plan is for, such as teacher.")] = None,
    as_handout: Annotated[bool, typer.Option("--handout", help="Make a handout for a training instead.")] = False,
) -> None:
    """Make a plan to take away, or a handout, of items."""
    from knowledge.plan import PlanError, compose, handout
    from knowledge.plan.book import read_book
    from knowledge.plan.markdown import as_markdown
    from knowledge.plan.writers import written

    library, reader = _checked(read_library)
    book = _checked(lambda: read_book(library, reader))
    try:
        made = handout(library, items, book) if as_handout else compose(library, items, situation or (), role, book)
        if to is None:
            typer.echo(as_markdown(made.page), nl=False)
            return
        to.write_bytes(written(made.page, to.suffix))
    except (PlanError, OSError) as error:
        raise _fail(error) from None
    typer.echo(f"{made.page.name} ({to})")


@app.command()
def encoder(
    model: Annotated[str, typer.Option(help="sentence-transformers model: a name or a path.")] = "",
    adapt: Annotated[bool, typer.Option(help="Adapt it to the training examples and questions first.")] = True,
    small: Annotated[bool, typer.Option(help="Store it in 8 bits, if its embeddings stay the same.")] = True,
    examples: Annotated[
        list[Path] | None, typer.Option(help="NLU file to adapt it to instead of the project's own; may be repeated.")
    ] = None,
    build: Folder = BUILD,
) -> None:
    """Adapt the sentence encoder and export it to build/encoder."""
    from knowledge import encoder_export
    from knowledge.encoder_models import DEFAULT
    from knowledge.examples import labelled_examples, rasa_examples

    labelled = None
    if adapt:
        pairs = list(rasa_examples(examples)) if examples else labelled_examples(_library(), ROOT)
        texts, labels = zip(*pairs, strict=True)
        labelled = encoder_export.Examples(texts, labels)
    try:
        encoder_export.export(
            build / "encoder", model or DEFAULT, labelled, small, lambda text: print(f"... {text}", flush=True)
        )
    except EncoderError as error:
        raise _fail(error) from None
    typer.echo(f"The encoder is in {build / 'encoder'}.")


@app.command()
def index(build: Folder = BUILD) -> None:
    """Embed all passages and write the FAISS index to build/index."""
    rows = passages(_library())
    try:
        model = Encoder(build / "encoder", threads=os.cpu_count() or 1)
    except EncoderError as error:
        raise _fail(error) from None
    PassageIndex.build(rows, model).save(build / "index", model)
    typer.echo(f"{len(rows)} passages are in {build / 'index'}.")


@app.command()
def search(
    message: Annotated[str, typer.Argument(help="What a person might write.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    count: Annotated[int, typer.Option(help="How many items.", min=1)] = 5,
    build: Folder = BUILD,
) -> None:
    """Show which items a message finds, without the bot: ids, scores and the passage that matched."""
    from knowledge.search import Search

    library = _library()
    try:
        model = Encoder(build / "encoder")
        stored = PassageIndex.load(build / "index", passages(library), model)
    except (EncoderError, IndexMismatchError) as error:
        raise _fail(error) from None
    engine = Search(library, model, stored)
    ranking = engine.rank(message)
    hits = ranking.hits[:count]
    if as_json:
        rows = [
            {
                "item": hit.item,
                "score": round(hit.score, 4),
                "similarity": round(hit.similarity, 4),
                "kind": hit.passage.kind,
                "passage": hit.passage.text,
            }
            for hit in hits
        ]
        typer.echo(json.dumps({"fit": round(ranking.fit, 4), "hits": rows}, ensure_ascii=False, indent=1))
        return
    verdict = "fits" if ranking.fit >= ranking.limits.answer else "nothing fits well"
    typer.echo(f"Chance that something fits: {ranking.fit:.2f} ({verdict})")
    for hit in hits:
        title = library.items[hit.item].title
        typer.echo(f"{hit.score:6.2f}  {hit.item:<26} {title}")
        typer.echo(f"        {hit.similarity:.2f} {hit.passage.kind}: {hit.passage.text}")


for command in (commands.ingest, commands.update, commands.documents, commands.forget):
    app.command()(command)

"""`python -m knowledge ingest`, `documents` and `forget`: an organisation's own documents."""

from pathlib import Path
from typing import Annotated

import typer

from knowledge.documents.block import DocumentError
from knowledge.documents.review import OWN, edited, files, read_documents
from knowledge.faults import KnowledgeError

Folder = Annotated[Path, typer.Option("--to", help="Where the files for review lie.")]
In = Annotated[Path, typer.Option("--in", help="Where the files for review lie.")]


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF, Word, HTML, Markdown or text files, or folders of them.")],
    to: Folder = OWN,
    name: Annotated[str | None, typer.Option(help="Of the document; made of the file's name if not said.")] = None,
    again: Annotated[bool, typer.Option(help="Read anew what has not changed or was edited by hand.")] = False,
) -> None:
    """Read your own documents and write what is found for review. Exit code 1 if one could not be taken in."""
    from knowledge.documents import ingest as taking  # the readers take a second

    found = taking.documents_in(paths)
    if name and len(found) != 1:
        raise _failed(f"--name fits one document; these are {len(found)}.")
    if not found:
        raise _failed("There is no document of a kind that can be read.")
    failed = 0
    for path in found:
        try:
            typer.echo(taking.ingest(path, to, lambda text: print(f"... {text}", flush=True), name, again))
        except (DocumentError, KnowledgeError) as error:
            failed += 1
            typer.echo(str(error), err=True)
            if isinstance(error, KnowledgeError):
                typer.echo(f"{path}: not read, because of these faults; --again reads it anew.", err=True)
    if failed and len(found) > 1:
        typer.echo(f"{failed} of {len(found)} documents could not be taken in.", err=True)
    raise typer.Exit(1 if failed else 0)


def documents(folder: In = OWN) -> None:
    """List your own documents. Exit code 1 if one of the files has faults, which are named by file, line and field."""
    from knowledge.documents.ingest import summary

    try:
        found = read_documents(folder)
    except KnowledgeError as error:
        raise _failed(str(error)) from None
    for name, document in found.items():
        by_hand = ", edited by hand" if edited(folder / f"{name}.yml") else ""
        typer.echo(f"{name}: “{document.document.title}” ({document.document.file}{by_hand})")
        typer.echo(f"    {summary(document.entries)}")
    if not found:
        typer.echo(f"There are no documents in {folder}; 'python -m knowledge ingest FILE' takes one in.")


def forget(
    name: Annotated[str, typer.Argument(help="Of the document, as 'documents' lists it.")], folder: In = OWN
) -> None:
    """Remove a document: its file for review, with what was edited there. The document itself stays where it is."""
    path = next((path for path in files(folder) if path.stem == name), None)
    if path is None:
        names = ", ".join(path.stem for path in files(folder)) or "none"
        raise _failed(f"There is no document '{name}' in {folder}; there are: {names}.")
    path.unlink()
    typer.echo(f"{name} is removed.")


def _failed(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

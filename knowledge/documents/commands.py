"""`python -m knowledge ingest`, `update`, `documents` and `forget`: an organisation's own documents."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from knowledge.documents.block import DocumentError
from knowledge.documents.review import edited, files, own_folder, read_documents
from knowledge.encoder import EncoderError
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT

ENCODER = ROOT / "build" / "encoder"


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF, Word, HTML, Markdown or text files, or folders of them.")],
    name: Annotated[str | None, typer.Option(help="Of the document; made of the file's name if not said.")] = None,
    again: Annotated[bool, typer.Option(help="Read anew what has not changed or was edited by hand.")] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Only write what is found; 'update' adds it to the index later.")
    ] = False,
) -> None:
    """Read your own documents, write what is found for review, and add it to the index.

    Exit code 1 if one could not be taken in; the index is then as it was for that document.
    """
    from knowledge.documents import ingest as taking  # the readers take a second

    found = taking.documents_in(paths)
    if name and len(found) != 1:
        raise _failed(f"--name fits one document; these are {len(found)}.")
    if not found:
        raise _failed("There is no document of a kind that can be read.")
    failed = 0
    for path in found:
        try:
            typer.echo(taking.ingest(path, own_folder(), _say, name, again))
        except (DocumentError, KnowledgeError) as error:
            failed += 1
            typer.echo(str(error), err=True)
            if isinstance(error, KnowledgeError):
                typer.echo(f"{path}: not read, because of these faults; --again reads it anew.", err=True)
    if failed and len(found) > 1:
        typer.echo(f"{failed} of {len(found)} documents could not be taken in.", err=True)
    if not review and failed < len(found):
        _update()
    raise typer.Exit(1 if failed else 0)


def update(
    again: Annotated[bool, typer.Option(help="Make the index of your documents anew, whatever is there.")] = False,
) -> None:
    """Bring the index in agreement with the files for review, after they were edited."""
    _update(again)


def documents() -> None:
    """List your own documents. Exit code 1 if one of the files has faults, which are named by file, line and field."""
    from knowledge.documents.ingest import summary
    from knowledge.store import StoreError, open_store
    from knowledge.store.update import not_taken_in

    folder = own_folder()
    try:
        found = read_documents(folder)
        waiting = not_taken_in(open_store(), folder)
    except (KnowledgeError, StoreError) as error:
        raise _failed(str(error)) from None
    for name, document in found.items():
        by_hand = ", edited by hand" if edited(folder / f"{name}.yml") else ""
        typer.echo(f"{name}: “{document.document.title}” ({document.document.file}{by_hand})")
        typer.echo(f"    {summary(document.entries)}")
        if name in waiting:
            typer.echo("    not in the index as it is now; 'python -m knowledge update' adds it")
    if not found:
        typer.echo(f"There are no documents in {folder}; 'python -m knowledge ingest FILE' takes one in.")


def forget(
    names: Annotated[list[str], typer.Argument(help="Of documents, as 'documents' lists them.")],
) -> None:
    """Remove documents from the index, and their files for review. The documents themselves stay where they are."""
    folder = own_folder()
    there = {path.stem: path for path in files(folder)}
    for name in names:
        if name not in there:
            listed = ", ".join(there) or "none"
            raise _failed(f"There is no document '{name}' in {folder}; there are: {listed}.")
    for name in dict.fromkeys(names):
        there[name].unlink()
    _update()
    typer.echo(f"{_listed(dict.fromkeys(names))} removed.")


def _update(again: bool = False) -> None:
    from knowledge.encoder import Encoder
    from knowledge.store import StoreError, open_store
    from knowledge.store.update import not_taken_in, update

    try:
        store, folder = open_store(), own_folder()
        if not again and not not_taken_in(store, folder, ENCODER):
            typer.echo("The index agrees with the documents.")
            return
        encoder = Encoder(ENCODER, threads=os.cpu_count() or 1)
        done = update(store, folder, encoder, _say, again=again)
    except EncoderError:
        typer.echo("The index is not built yet; 'make build' builds it, with these documents.")
        return
    except (KnowledgeError, StoreError) as error:
        raise _failed(str(error)) from None
    typer.echo(f"In the index: {done.added} added, {done.removed} removed, {done.total} passages in all.")


def _listed(names: Iterable[str]) -> str:
    from knowledge.names import listed

    found = list(names)
    return f"{listed(found)} {'is' if len(found) == 1 else 'are'}"


def _say(text: str) -> None:
    print(f"... {text}", flush=True)


def _failed(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)

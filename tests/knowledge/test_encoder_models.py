"""Where weights come from: named models by hash, other names as they are."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from knowledge import encoder_models
from knowledge.encoder import EncoderError
from knowledge.encoder_models import DEFAULT, MODELS, PackagedModel, model_folder

WEIGHTS = b"weights of nobody"


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    """A model whose archive lies in two files, as two packages would hold it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("model/model.safetensors", WEIGHTS)
        made.writestr("model/config.json", "{}")
    data = archive.getvalue()
    halves = {"one": data[:100], "two": data[100:]}
    for name, half in halves.items():
        (tmp_path / f"model.zip.{name}").write_bytes(half)
    model = PackagedModel("parted", ("one", "two"), hashlib.sha256(WEIGHTS).hexdigest())
    monkeypatch.setitem(MODELS, "parted", model)
    monkeypatch.setattr(encoder_models, "_files", lambda package, _: iter([tmp_path / f"model.zip.{package}"]))
    return model


def test_parts_of_an_archive_are_put_together_once(parted: PackagedModel, tmp_path: Path) -> None:
    folder = Path(model_folder("parted", tmp_path / "cache"))
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    made = (folder / "config.json").stat().st_mtime_ns
    assert Path(model_folder("parted", tmp_path / "cache")) == folder
    assert (folder / "config.json").stat().st_mtime_ns == made


def test_weights_of_another_hash_are_refused_and_not_kept(parted: PackagedModel, tmp_path: Path) -> None:
    folder = Path(model_folder("parted", tmp_path / "cache"))
    (folder / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(EncoderError, match="not the official ones"):
        model_folder("parted", tmp_path / "cache")
    assert not (tmp_path / "cache" / "parted").exists()


def test_an_archive_that_lacks_its_end_is_refused(parted: PackagedModel, tmp_path: Path) -> None:
    (tmp_path / "model.zip.two").write_bytes(b"")
    with pytest.raises(EncoderError, match="incomplete"):
        model_folder("parted", tmp_path / "cache")


def test_a_model_whose_package_is_missing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODELS, "absent", PackagedModel("absent", ("no-such-package-here",), "0"))
    with pytest.raises(EncoderError, match="not installed"):
        model_folder("absent", tmp_path)


def test_any_other_name_is_for_sentence_transformers(tmp_path: Path) -> None:
    assert model_folder("/models/mine", tmp_path) == "/models/mine"


def test_every_packaged_model_names_its_licence_origin_and_hash() -> None:
    assert DEFAULT in MODELS
    for model in MODELS.values():
        assert model.licence and model.origin and len(model.weights_sha256) == 64

"""Training while the service runs: a model that does badly, or cannot be loaded, never takes the old one's place."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot import live
from bot.build import BuildError, Step, read_state, write_state
from bot.settings import Settings

NOTHING = ["python", "-c", ""]


def steps(model: Path) -> list[Step]:
    """Of the build: the encoder, and what trains `model`."""
    return [Step("encoder", "Adapting", NOTHING, []), Step("model", "Training", ["train", str(model)], [], [model])]


def state(folder: Path) -> Path:
    """Where is noted what was built."""
    return folder / "build" / "state.json"


@dataclass
class Process:
    """Rasa or the action server: notes what it was asked, and which model lay there."""

    model: Path
    status: int = 200
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def answer(self, path: str) -> int:
        self.asked.append((path, self.model.read_text(encoding="utf-8")))
        return self.status


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a model "old", whose next training makes "new"."""
    monkeypatch.setattr(live, "ROOT", tmp_path)
    monkeypatch.setattr(live, "MODEL", tmp_path / "model")
    monkeypatch.setattr(live, "NEW", tmp_path / "new")
    monkeypatch.setattr(live, "OLD", tmp_path / "kept")
    monkeypatch.setattr(live, "STATE", state(tmp_path))
    monkeypatch.setattr(live, "CONVERSATIONS", tmp_path)
    monkeypatch.setattr(live, "build", lambda *_: [])
    (tmp_path / "test_talk.yml").touch()
    (tmp_path / "model").write_text("old", encoding="utf-8")

    monkeypatch.setattr(live, "steps", lambda _, model=tmp_path / "model": steps(model))
    write_state(state(tmp_path), {"encoder": steps(tmp_path / "model")[0].fingerprint(tmp_path), "index": "kept"})
    return tmp_path


@pytest.fixture
def tried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Exit codes of training and of the test conversations, to be set."""
    codes = [0, 0]

    def run(command: list[str], *_: object) -> tuple[int, str]:
        if command[0] == "train":
            Path(command[1]).write_text("new", encoding="utf-8")
            return codes[0], "no memory"
        out = Path(command[command.index("--out") + 1])
        (out / "failed_test_stories.yml").write_text("story: a talk", encoding="utf-8")
        return codes[1], ""

    monkeypatch.setattr(live, "run_step", run)
    return codes


def serving(process: Process) -> ThreadingHTTPServer:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(process.answer(self.path))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    process.port = server.server_port
    return server


@pytest.fixture
def service(folder: Path) -> Iterator[tuple[Process, Process]]:
    """Rasa and the action server."""
    processes = Process(folder / "model"), Process(folder / "model")
    servers = [serving(process) for process in processes]
    yield processes
    for server in servers:
        server.shutdown()
        server.server_close()


def train(service: tuple[Process, Process]) -> list[str]:
    said: list[str] = []
    live.train_live(Settings(rasa_port=service[0].port, actions_port=service[1].port), said.append)
    return said


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} & {"model", "new", "kept"}


def test_a_model_that_does_well_is_loaded_by_both(
    folder: Path, tried: list[int], service: tuple[Process, Process]
) -> None:
    before = read_state(state(folder))
    assert train(service)[-1] == "The new model is in use."
    assert service[0].asked == [("/webhooks/rest/model", "new")]
    assert service[1].asked == [("/load_again", "new")]
    assert (folder / "model").read_text(encoding="utf-8") == "new" and left(folder) == {"model"}
    usual = steps(folder / "model")[-1].fingerprint(folder)
    assert read_state(state(folder)) == {**before, "model": usual}, "a build would do something once more"


@pytest.mark.parametrize(("training", "conversations", "words"), [(1, 0, "no memory"), (0, 1, "story: a talk")])
def test_a_model_that_does_badly_is_never_loaded(
    folder: Path, tried: list[int], service: tuple[Process, Process], training: int, conversations: int, words: str
) -> None:
    tried[:] = [training, conversations]
    with pytest.raises(BuildError, match=words):
        train(service)
    assert service[0].asked == service[1].asked == []
    assert (folder / "model").read_text(encoding="utf-8") == "old"
    assert "kept" not in left(folder) and "model" not in read_state(state(folder))


@pytest.mark.parametrize("faulty", [0, 1])
def test_where_one_cannot_load_it_both_go_on_with_the_old(
    folder: Path, tried: list[int], service: tuple[Process, Process], faulty: int
) -> None:
    service[faulty].status = 500
    with pytest.raises(BuildError, match="the logs say why"):
        train(service)
    assert (folder / "model").read_text(encoding="utf-8") == "old" and left(folder) == {"model"}
    if faulty == 1:
        assert [model for _, model in service[0].asked] == ["new", "old"]
    assert "model" not in read_state(state(folder))


def test_without_a_running_service_the_next_start_takes_it(folder: Path, tried: list[int]) -> None:
    said: list[str] = []
    live.train_live(Settings(rasa_port=9, actions_port=10), said.append)
    assert "Rasa does not run; the next start takes the new model." in said
    assert (folder / "model").read_text(encoding="utf-8") == "new"


def test_a_new_encoder_is_not_built_under_a_running_service(
    folder: Path, tried: list[int], service: tuple[Process, Process]
) -> None:
    write_state(state(folder), {"encoder": "another"})
    with pytest.raises(BuildError, match="stop the service"):
        train(service)
    assert service[0].asked == [] and left(folder) == {"model"}

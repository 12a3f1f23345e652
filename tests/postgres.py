"""A PostgreSQL server of the tests' own: in a temporary folder, on a free port of this machine, gone at the end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bot.children import die_with_parent
from bot.evaluation.service import free_ports

FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
UNSAFE_BUT_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def binaries() -> Path | None:
    """Folder of the programs `initdb` and `postgres`, of the newest version; None if there are none."""
    found = sorted(path for folder in FOLDERS for path in Path(folder).glob("*/bin") if (path / "initdb").is_file())
    if found:
        return found[-1]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Runs a server and gives the URL of its database "postgres", with "postgres" at its very end."""
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    user = "postgres" if sys.platform == "linux" and os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="helpline-"))
    try:
        if user:
            shutil.chown(folder, user)
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run([programs / "initdb", *options, folder / "data"], user=user, check=True, capture_output=True)
        (port,) = free_ports(1)
        settings = [*UNSAFE_BUT_QUICK, f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories="]
        command = [str(programs / "postgres"), "-D", str(folder / "data")]
        for setting in settings:
            command += ["-c", setting]
        log = (folder / "log").open("wb")
        process = subprocess.Popen(command, user=user, stdout=log, stderr=log, preexec_fn=die_with_parent)
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            _wait(process, url, folder / "log")
            yield url
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")

"""Makes the two Python environments from their lock files. Standard library only, any Python from 3.8, Linux or macOS.

    python3 bot/bootstrap.py [--only main|rasa|load] [--check]

Finds Python 3.10 for Rasa and 3.11 or newer for the rest, or has uv fetch them; installs what the lock files
name, hashes checked; remembers what it installed and does nothing when that is unchanged.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
VENVS = ROOT / ".venvs"
STAMP = "installed.txt"  # written last: an environment without it is a half-built one
TORCH_CPU, TORCH_ANY = "requirements/torch-cpu.lock", "requirements/torch.lock"
UV = "uv==0.13.9"


class Environment(NamedTuple):
    """One of the environments: its lock files and the Pythons that it runs on, best first."""

    name: str
    locks: Tuple[str, ...]
    pythons: Tuple[Tuple[int, int], ...]


ENVIRONMENTS = (
    Environment("main", ("requirements/main.lock", "requirements/weights.lock"), ((3, 11), (3, 12), (3, 13))),
    Environment("rasa", ("requirements/rasa.lock",), ((3, 10),)),
)
# Made only with --only: Locust brings gevent and Flask, which nobody needs who does not measure.
ON_REQUEST = (Environment("load", ("requirements/load.lock",), ((3, 11), (3, 12), (3, 13))),)


class SetupError(Exception):
    """Setting up cannot go on; the message says what is missing and how to get it."""


def main(arguments: Optional[List[str]] = None) -> int:
    """Makes or checks the environments; 0 if both are whole, 1 with one sentence if not."""
    ask = argparse.ArgumentParser(description="Makes the two Python environments from their lock files.")
    ask.add_argument("--only", choices=[e.name for e in ENVIRONMENTS + ON_REQUEST], help="make only this one")
    ask.add_argument("--check", action="store_true", help="only say whether they are up to date")
    options = ask.parse_args(arguments)
    named = [e for e in ENVIRONMENTS + ON_REQUEST if e.name == options.only]
    wanted = named or list(ENVIRONMENTS)
    try:
        missing = [e for e in wanted if not is_whole(e)]
        if missing and options.check:
            way = f"python3 bot/bootstrap.py --only {options.only}" if missing[0] in ON_REQUEST else "make setup"
            raise SetupError(f"The environment '{missing[0].name}' is not up to date; run '{way}'.")
        if missing:
            with only_one():
                for environment in missing:
                    if not is_whole(environment):  # another setup may have made it while we waited
                        build(environment)
    except SetupError as error:
        print(f"Setup stopped: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Setup stopped: {error.filename or VENVS}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Setup was interrupted; run it again, it starts afresh where it was.", file=sys.stderr)
        return 130
    return 0


@contextmanager
def only_one() -> Iterator[None]:
    """Lets one setup at a time touch the environments; a second one waits."""
    VENVS.mkdir(exist_ok=True)
    with (VENVS / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another setup is at work; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_whole(environment: Environment) -> bool:
    """Whether the environment was built to its end from the lock files as they are now."""
    folder = VENVS / environment.name
    try:
        stamp = (folder / STAMP).read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == fingerprint(environment) and python_of(folder).exists()


def fingerprint(environment: Environment) -> str:
    """What an environment is made from: the lock files, and torch, which stands outside them."""
    locks = [*environment.locks] + ([TORCH_ANY] if environment.name == "main" else [])
    return hashlib.sha256(b"".join((ROOT / lock).read_bytes() for lock in locks)).hexdigest() + "\n"


def build(environment: Environment) -> None:
    """Builds one environment from nothing."""
    folder = VENVS / environment.name
    started = time.monotonic()
    uv = find_uv()
    python = find_python(environment, uv)
    say(f"Environment '{environment.name}': Python {version_of(python)} ({python})")
    if folder.exists():
        shutil.rmtree(folder)  # half built, or of an older lock
    run(
        [python, "-m", "venv", str(folder)],
        "The environment could not be made",
        hint=venv_hint(python),
    )
    own = str(python_of(folder))
    if environment.name == "main":
        install_torch(own, uv)
    names = " and ".join(environment.locks)
    say(f"  installing what {names} names ...")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", own]
    else:
        command = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes"]
    for lock in environment.locks:
        command += ["-r", str(ROOT / lock)]
    run(
        command,
        f"Not everything in {names} could be installed",
        hint="Is there a network connection?",
    )
    (folder / STAMP).write_text(fingerprint(environment), encoding="utf-8")
    say(f"  ready after {time.monotonic() - started:.0f} s")


def install_torch(python: str, uv: Optional[str]) -> None:
    """Installs torch, its CPU build where one can be had: the CUDA build is 2 GB larger and of no use here.

    pip is asked first because it knows the package sources that the user set up; then uv, which knows where
    torch's own builds are; at last whatever the package index has.
    """
    version = torch_version()
    say(f"  installing torch {version} (used to build, not to serve) ...")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    attempts = [[*pip, "--no-deps", "--require-hashes", "-r", str(ROOT / TORCH_CPU)]]
    if uv:
        attempts.append(
            [uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--torch-backend", "cpu",
             f"torch=={version}"]
        )  # fmt: skip
    # A CPU build for a Python or a processor whose hash is not in the lock.
    attempts.append([*pip, "--no-deps", f"torch=={version}+cpu"])
    for command in attempts:
        if subprocess.run(command, capture_output=True).returncode == 0:
            return
    if sys.platform == "linux":
        say("  no CPU build of torch was found; taking the general one, a download of some 3 GB ...")
    run(
        [*pip, "--require-hashes", "-r", str(ROOT / TORCH_ANY)],
        f"torch {version} could not be installed",
        hint="Is there a network connection?",
    )


def torch_version() -> str:
    """The version of torch that the lock names."""
    match = re.search(r"^torch==([\d.]+)", (ROOT / TORCH_ANY).read_text(encoding="utf-8"), re.MULTILINE)
    if not match:
        raise SetupError(f"{TORCH_ANY} names no version of torch; run 'make lock'.")
    return match.group(1)


def find_uv() -> Optional[str]:
    """uv, which installs faster than pip: on the path, else installed apart; None if it cannot be had."""
    found = shutil.which("uv")
    if found and version_of(found, pattern=r"uv (\S+)"):
        return found
    tools = VENVS / "tools"
    own = tools / "bin" / "uv"
    if own.exists():
        return str(own)
    say("Getting uv, to install packages with ...")
    made = subprocess.run([sys.executable, "-m", "venv", str(tools)], capture_output=True)
    if made.returncode == 0:
        command = [
            str(python_of(tools)),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            UV,
        ]
        if subprocess.run(command, capture_output=True).returncode == 0 and own.exists():
            return str(own)
    say("uv cannot be had; pip does it too, more slowly.")
    return None


def find_python(environment: Environment, uv: Optional[str]) -> str:
    """A Python that `environment` runs on.

    Raises:
        SetupError: if there is none and none can be fetched.
    """
    for wanted in environment.pythons:
        for candidate in candidates(wanted):
            # Run it: what stands on the path may be only a shim that fails.
            if runs(candidate, wanted):
                return candidate
    if uv:
        for major, minor in environment.pythons:
            wanted_name = f"{major}.{minor}"
            say(f"No Python {wanted_name} found; asking uv for one ...")
            subprocess.run([uv, "python", "install", "--quiet", wanted_name], capture_output=True)
            found = subprocess.run([uv, "python", "find", wanted_name], capture_output=True, text=True)
            path = found.stdout.strip()
            if found.returncode == 0 and runs(path, (major, minor)):
                return path
    names = " or ".join(f"{major}.{minor}" for major, minor in environment.pythons)
    raise SetupError(
        f"Python {names} is needed for the environment '{environment.name}' and was not found. Install it with your"
        f" system's packages, with pyenv ('pyenv install {names.split()[0]}'), or with 'uv python install"
        f" {names.split()[0]}'."
    )


def candidates(wanted: Tuple[int, int]) -> List[str]:
    """Paths at which a Python of that version may be."""
    name = f"python{wanted[0]}.{wanted[1]}"
    found = [sys.executable] if sys.version_info[:2] == wanted else []
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = Path(folder) / name
        if path.exists():
            found.append(str(path))
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))) / "versions"
    pattern = re.compile(rf"{wanted[0]}\.{wanted[1]}\.(\d+)$")
    versions: Dict[int, Path] = {}
    for path in pyenv.iterdir() if pyenv.is_dir() else ():
        match = pattern.match(path.name)
        if match:
            versions[int(match.group(1))] = path
    return found + [str(versions[n] / "bin" / "python") for n in sorted(versions, reverse=True)]


def runs(python: str, wanted: Tuple[int, int]) -> bool:
    """Whether `python` is a Python of that version that can make environments."""
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == f"{wanted[0]}.{wanted[1]}"


def version_of(command: str, pattern: str = r"Python (\S+)") -> str:
    """The version that `command --version` prints, or nothing."""
    try:
        done = subprocess.run([command, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = re.search(pattern, done.stdout)
    return match.group(1) if done.returncode == 0 and match else ""


def venv_hint(python: str) -> str:
    """What to do where a system's Python comes without venv."""
    return f"On Debian, install the package 'python3-venv' for {python}."


def python_of(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / "bin" / "python"


def run(command: List[str], failure: str, hint: str = "") -> None:
    """Runs a step; if it fails, its last lines and a hint make one clear error."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise SetupError("\n".join([f"{failure}. {hint}".strip(), *("  " + line for line in lines[-6:])]))


def say(text: str) -> None:
    """Prints progress at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())

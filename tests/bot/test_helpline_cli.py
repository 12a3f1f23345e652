"""The operator's commands for the helpline: each does one thing, says so in a sentence, and shows no password."""

import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.settings import load_settings
from helpline.accounts import Accounts, SignInError
from helpline.cases import Cases
from helpline.database import Database

PASSWORD = "seven grey herons"
COMMANDS = (
    ("user", "add", "sam"), ("user", "list"), ("user", "change", "sam", "--role", "lead"), ("user", "off", "sam"),
    ("user", "on", "sam"), ("database", "backup", "copy.db"), ("cases", "sweep"), ("cases", "counts"),
)  # fmt: skip


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """URL of the database of the settings, of which nothing is made yet."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(tmp_path / "none.toml"))
    url = f"sqlite:///{tmp_path / 'helpline.db'}"
    monkeypatch.setenv("COMMON_GROUND_DATABASE", url)
    load_settings.cache_clear()
    return url


@pytest.fixture
def accounts(url: str) -> Accounts:
    database = Database(url)
    database.upgrade()
    return Accounts(database)


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, list(arguments), input=typed)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_database_is_made_each_command_names_the_way_out(url: str, command: tuple[str, ...]) -> None:
    code, out, err = run(*command, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert code == 1
    assert "python -m bot database upgrade" in err and "Traceback" not in out + err


def test_the_database_is_made_and_may_be_upgraded_again(url: str) -> None:
    for _ in range(2):
        assert run("database", "upgrade") == (0, "The database is of this version.\n", "")
    assert run("user", "list")[0] == 0


def test_an_account_is_added_with_a_password_that_is_asked_for_twice(accounts: Accounts) -> None:
    arguments = ("user", "add", "sam", "--role", "lead", "--shown-name", "Sam of the desk")
    code, out, err = run(*arguments, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert (code, err) == (0, "") and "sam can sign in now." in out
    assert PASSWORD not in out
    (account,) = accounts.all()
    assert (account.name, account.role, account.shown_name) == ("sam", "lead", "Sam of the desk")
    assert accounts.sign_in("sam", PASSWORD, "192.0.2.1")


def test_a_password_is_read_from_standard_input(accounts: Accounts) -> None:
    assert run("user", "add", "sam", "--password-stdin", typed=f"{PASSWORD}\n") == (0, "sam can sign in now.\n", "")
    assert accounts.sign_in("sam", PASSWORD, "192.0.2.1")
    assert accounts.all()[0].shown_name == "sam"


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "Sam"), PASSWORD, "a-z, 0-9"),
        (("add", "sam", "--role", "boss"), PASSWORD, "staff, lead, admin"),
        (("add", "sam"), "short", "12 characters"),
        (("add", "sam"), "", "12 characters"),
        (("change", "sam"), "short", "12 characters"),
    ],
)
def test_what_will_not_do_is_one_sentence(
    accounts: Accounts, arguments: tuple[str, ...], typed: str, said: str
) -> None:
    code, out, err = run("user", *arguments, "--password-stdin", typed=typed)
    assert code == 1
    assert said in err and err.count("\n") == 1 and "Traceback" not in out + err
    assert not accounts.all()


def test_an_account_is_changed_switched_off_and_on(accounts: Accounts) -> None:
    accounts.add("sam", "Sam", "staff", PASSWORD)
    assert run("user", "change", "sam", "--role", "admin", "--shown-name", "Sammy")[0] == 0
    other = "nine brown otters"
    assert run("user", "change", "sam", "--password-stdin", typed=f"{other}\n")[0] == 0
    assert accounts.sign_in("sam", other, "192.0.2.1").account.role == "admin"
    assert run("user", "off", "sam")[0] == 0
    with pytest.raises(SignInError):
        accounts.sign_in("sam", other, "192.0.2.1")
    code, out, _ = run("user", "list")
    row = next(line for line in out.splitlines() if "Sammy" in line)
    assert code == 0 and "admin" in row and row.count("no") == 2
    assert run("user", "on", "sam")[0] == 0
    assert accounts.sign_in("sam", other, "192.0.2.1")


def test_what_is_not_there_or_nothing_to_do_is_said(accounts: Accounts) -> None:
    for command in (("change", "robin", "--role", "lead"), ("off", "robin"), ("on", "robin")):
        code, _, err = run("user", *command)
        assert code == 1 and "no account with the name robin" in err
    code, _, err = run("user", "change", "sam")
    assert code == 1 and "Nothing to change" in err


def test_the_database_is_copied_while_it_is_open_and_nothing_is_overwritten(
    accounts: Accounts, url: str, tmp_path: Path
) -> None:
    accounts.add("sam", "Sam", "staff", PASSWORD)
    copy = tmp_path / "copy.db"
    assert run("database", "backup", str(copy))[0] == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT name FROM accounts").fetchall() == [("sam",)]
    code, _, err = run("database", "backup", str(copy))
    assert code == 1 and "name a new file" in err
    code, _, err = run("database", "backup", str(tmp_path / "no folder" / "copy.db"))
    assert code == 1 and "cannot be written" in err


def test_what_is_old_is_deleted_and_counts_are_written(accounts: Accounts, url: str, tmp_path: Path) -> None:
    Cases(Database(url)).open("talk", "GB", consented=True)
    code, out, _ = run("cases", "sweep")
    assert code == 0 and "0 half-told cases handed in" in out
    assert run("cases", "counts") == (0, "week,of,name,number\n", "")
    file = tmp_path / "counts.csv"
    assert run("cases", "counts", "--out", str(file)) == (0, f"Written to {file}.\n", "")
    assert file.read_text(encoding="utf-8") == "week,of,name,number\n"
    code, _, err = run("cases", "counts", "--out", str(tmp_path))
    assert code == 1 and "cannot be written" in err


def test_a_wrong_setting_or_an_unreachable_database_is_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for database in ("mysql://db.example.org/helpline", "postgresql://helpline:secret@127.0.0.1:9/helpline"):
        monkeypatch.setenv("COMMON_GROUND_DATABASE", database)
        load_settings.cache_clear()
        for command in (("database", "upgrade"), ("user", "list")):
            code, out, err = run(*command)
            assert code == 1
            assert "database" in err and "secret" not in err and "Traceback" not in out + err

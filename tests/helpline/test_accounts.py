"""Accounts: signing in tells nothing, guessing is slowed, sessions end in time, all of it stands in the trail."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from helpline import accounts as module
from helpline.accounts import Accounts, SignedIn, SignInError, TooManyAttemptsError
from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.hashing import is_secret
from helpline.states import State
from helpline.tables import Account, AuditEntry, SignIn
from tests.clock import Clock
from tests.databases import all_text

PASSWORD = "seven grey herons"
OTHER = "nine brown otters"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    return Accounts(database, clock, hours=12)


@pytest.fixture
def sam(accounts: Accounts) -> Account:
    return accounts.add("sam", "Sam", "staff", PASSWORD)


def trail(database: Database) -> list[tuple[str, str, int | None]]:
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(entry.action, entry.after, entry.account_id) for entry in entries]


def with_code(accounts: Accounts, account: Account, clock: Clock) -> pyotp.TOTP:
    """Turns the second factor on, and moves to a time step whose code is not used."""
    secret = accounts.new_totp_secret()
    totp = pyotp.TOTP(secret)
    accounts.turn_on_second_factor(account.id, secret, totp.at(clock()))
    clock.forward(minutes=2)
    return totp


@pytest.mark.parametrize("name", ["s", "Sam", "sam smith", "sam@example.org", "säm", "s" * 41, "", "sam\n"])
def test_a_name_of_other_characters_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(ValueError, match="a-z, 0-9"):
        accounts.add(name, "Sam", "staff", PASSWORD)
    assert not accounts.all()


def test_what_will_not_do_is_said_in_words(accounts: Accounts, sam: Account) -> None:
    with pytest.raises(ValueError, match="already"):
        accounts.add("sam", "Sam", "staff", PASSWORD)
    with pytest.raises(ValueError, match="staff, lead, admin"):
        accounts.add("robin", "Robin", "boss", PASSWORD)
    with pytest.raises(ValueError, match="12 characters"):
        accounts.add("robin", "Robin", "staff", "short")
    for shown in ("", "  ", "x" * 61, "Rob\u202ein"):
        with pytest.raises(ValueError, match="1 to 60 characters"):
            accounts.add("robin", shown, "staff", PASSWORD)
    with pytest.raises(ValueError, match="no account"):
        accounts.change("robin", role="lead")
    with pytest.raises(ValueError, match="12 characters"):
        accounts.change("sam", password="short")
    assert [(a.name, a.role, a.active) for a in accounts.all()] == [("sam", "staff", True)]


def test_signing_in_gives_a_session_that_is_found_again(accounts: Accounts, sam: Account) -> None:
    signed_in = accounts.sign_in(" Sam ", PASSWORD, HERE)
    assert (signed_in.account.name, signed_in.second_factor_due) == ("sam", False)
    found = accounts.session(signed_in.token)
    assert found is not None and (found.account.id, found.csrf) == (sam.id, signed_in.csrf)
    assert accounts.session("other") is None and accounts.session("") is None


def test_neither_password_nor_token_is_kept(accounts: Accounts, sam: Account, database: Database) -> None:
    signed_in = accounts.sign_in("sam", PASSWORD, HERE)
    assert len(signed_in.token) >= 43 and signed_in.token != signed_in.csrf
    text = all_text(database)
    assert "argon2id" in text
    assert PASSWORD not in text and signed_in.token not in text
    assert signed_in.token not in repr(signed_in) and signed_in.csrf not in repr(signed_in)


def test_a_wrong_name_looks_like_a_wrong_password(
    accounts: Accounts, sam: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.change("sam", active=False)
    checked = []

    def check(secret: str, hashed: str) -> bool:
        checked.append(hashed)
        return secret == PASSWORD

    monkeypatch.setattr(module, "is_secret", check)
    said = set()
    attempts = (("nobody", PASSWORD), ("sam", PASSWORD), ("sam", OTHER), ("Not A Name!\0", PASSWORD))
    for number, (name, password) in enumerate(attempts):
        with pytest.raises(SignInError) as caught:
            accounts.sign_in(name, password, f"192.0.2.{number}")
        said.add(str(caught.value))
    assert len(said) == 1
    assert len(checked) == len(attempts)
    assert all(hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for hashed in checked)


def test_known_and_unknown_names_are_slowed_alike(accounts: Accounts, sam: Account, clock: Clock) -> None:
    for name in ("sam", "nobody"):
        for number in range(5):
            with pytest.raises(SignInError):
                accounts.sign_in(name, OTHER, f"{name}{number}")
        with pytest.raises(TooManyAttemptsError) as caught:
            accounts.sign_in(name, PASSWORD, THERE)
        assert caught.value.retry_after == 900
    clock.forward(minutes=15)
    assert accounts.sign_in("sam", PASSWORD, THERE).account.name == "sam"


def test_guessing_many_names_from_one_address_is_slowed(accounts: Accounts, sam: Account) -> None:
    for number in range(5):
        with pytest.raises(SignInError):
            accounts.sign_in(f"name{number}", OTHER, HERE)
    with pytest.raises(TooManyAttemptsError):
        accounts.sign_in("sam", PASSWORD, HERE)
    assert accounts.sign_in("sam", PASSWORD, THERE)


def test_signing_in_clears_ones_own_name_but_not_the_address(accounts: Accounts, sam: Account) -> None:
    for _ in range(4):
        with pytest.raises(SignInError):
            accounts.sign_in("sam", OTHER, HERE)
    accounts.sign_in("sam", PASSWORD, HERE)
    with pytest.raises(SignInError):
        accounts.sign_in("sam", OTHER, HERE)
    with pytest.raises(TooManyAttemptsError):
        accounts.sign_in("sam", PASSWORD, HERE)
    assert accounts.sign_in("sam", PASSWORD, THERE)


def test_a_session_ends_after_its_hours_however_busy(accounts: Accounts, sam: Account, clock: Clock) -> None:
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    for _ in range(11):
        clock.forward(hours=1)
        assert accounts.session(token)
    clock.forward(hours=1)
    assert accounts.session(token) is None
    assert not accounts.present()


def test_a_session_ends_with_the_account_its_password_and_by_hand(accounts: Accounts, sam: Account) -> None:
    tokens = [accounts.sign_in("sam", PASSWORD, HERE).token for _ in range(2)]
    accounts.sign_out(tokens[0])
    accounts.sign_out(tokens[0])
    assert [accounts.session(token) is None for token in tokens] == [True, False]
    accounts.change("sam", password=OTHER)
    assert accounts.session(tokens[1]) is None
    with pytest.raises(SignInError):
        accounts.sign_in("sam", PASSWORD, HERE)
    token = accounts.sign_in("sam", OTHER, HERE).token
    accounts.change("sam", active=False)
    accounts.change("sam", active=True)
    assert accounts.session(token) is None
    assert accounts.sign_in("sam", OTHER, HERE)


def test_a_password_changed_while_somebody_signs_in_with_the_old_one_keeps_them_out(
    accounts: Accounts, sam: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(secret: str, hashed: str) -> bool:
        accounts.change("sam", password=OTHER)
        return is_secret(secret, hashed)

    monkeypatch.setattr(module, "is_secret", slow)
    with pytest.raises(SignInError):
        accounts.sign_in("sam", PASSWORD, HERE)


def test_a_session_is_marked_as_seen_at_most_once_a_minute(
    accounts: Accounts, sam: Account, clock: Clock, database: Database
) -> None:
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    seen = []
    for _ in range(4):
        clock.forward(seconds=40)
        accounts.session(token)
        with database.reading() as session:
            seen.append((session.scalars(select(SignIn.seen_at)).one() - clock()).total_seconds())
    assert seen == [-40, 0, -40, 0]


def test_who_is_present_was_seen_lately_with_the_second_factor_given(
    accounts: Accounts, sam: Account, clock: Clock
) -> None:
    assert not accounts.present()
    totp = with_code(accounts, sam, clock)
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    assert not accounts.present()
    accounts.second_factor(token, totp.at(clock()))
    assert accounts.present()
    clock.forward(minutes=4)
    assert accounts.present() and not accounts.present(within=timedelta(minutes=3))
    clock.forward(minutes=4)
    assert not accounts.present()
    accounts.session(token)
    assert accounts.present()
    accounts.sign_out(token)
    assert not accounts.present()


def test_whether_anybody_could_be_there(accounts: Accounts) -> None:
    assert not accounts.anybody()
    accounts.add("sam", "Sam", "staff", PASSWORD)
    assert accounts.anybody()
    accounts.change("sam", active=False)
    assert not accounts.anybody()


def test_the_second_factor_is_asked_for_and_a_code_counts_once(accounts: Accounts, sam: Account, clock: Clock) -> None:
    totp = with_code(accounts, sam, clock)
    first, second = (accounts.sign_in("sam", PASSWORD, HERE) for _ in range(2))
    assert first.second_factor_due and second.second_factor_due
    found = accounts.session(first.token)
    assert found is not None and found.second_factor_due
    code = totp.at(clock())
    done = accounts.second_factor(first.token, f"{code[:3]} {code[3:]}")
    assert isinstance(done, SignedIn) and not done.second_factor_due and done.csrf == first.csrf
    found = accounts.session(first.token)
    assert found is not None and not found.second_factor_due
    with pytest.raises(SignInError):
        accounts.second_factor(second.token, code)
    clock.forward(seconds=30)
    assert not accounts.second_factor(second.token, totp.at(clock())).second_factor_due


@pytest.mark.parametrize(("seconds", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_of_the_step_before_or_after_counts(
    accounts: Accounts, sam: Account, clock: Clock, seconds: int, counts: bool
) -> None:
    totp = with_code(accounts, sam, clock)
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    code = totp.at(clock() + timedelta(seconds=seconds))
    if counts:
        assert accounts.second_factor(token, code)
    else:
        with pytest.raises(SignInError):
            accounts.second_factor(token, code)


def test_guessing_codes_is_slowed(accounts: Accounts, sam: Account, clock: Clock) -> None:
    totp = with_code(accounts, sam, clock)
    right = totp.at(clock())
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(5):
        with pytest.raises(SignInError):
            accounts.second_factor(accounts.sign_in("sam", PASSWORD, HERE).token, wrong)
    with pytest.raises(TooManyAttemptsError):
        accounts.second_factor(accounts.sign_in("sam", PASSWORD, HERE).token, right)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 100, "\0", "\ud83d"])
def test_what_is_no_code_is_a_wrong_one(accounts: Accounts, sam: Account, clock: Clock, code: str) -> None:
    with_code(accounts, sam, clock)
    with pytest.raises(SignInError):
        accounts.second_factor(accounts.sign_in("sam", PASSWORD, HERE).token, code)


def test_a_code_must_follow_within_ten_minutes(accounts: Accounts, sam: Account, clock: Clock) -> None:
    totp = with_code(accounts, sam, clock)
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    clock.forward(minutes=10)
    assert accounts.session(token) is None
    with pytest.raises(SignInError):
        accounts.second_factor(token, totp.at(clock()))


def test_the_second_factor_goes_on_with_a_code_and_off_with_the_password(
    accounts: Accounts, sam: Account, clock: Clock
) -> None:
    secret = accounts.new_totp_secret()
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    with pytest.raises(SignInError):
        accounts.turn_on_second_factor(sam.id, secret, "")
    with pytest.raises(ValueError, match="not a secret"):
        accounts.turn_on_second_factor(sam.id, "A" * 24, pyotp.TOTP("A" * 24).at(clock()))
    assert not accounts.sign_in("sam", PASSWORD, HERE).second_factor_due
    with_code(accounts, sam, clock)
    other = accounts.new_totp_secret()
    with pytest.raises(ValueError, match="already"):
        accounts.turn_on_second_factor(sam.id, other, pyotp.TOTP(other).at(clock()))
    with pytest.raises(SignInError):
        accounts.turn_off_second_factor(sam.id, OTHER)
    assert accounts.sign_in("sam", PASSWORD, HERE).second_factor_due
    accounts.turn_off_second_factor(sam.id, PASSWORD)
    assert not accounts.sign_in("sam", PASSWORD, HERE).second_factor_due


def test_somebody_else_can_drop_a_lost_second_factor(accounts: Accounts, sam: Account, clock: Clock) -> None:
    with_code(accounts, sam, clock)
    accounts.change("sam", drop_second_factor=True)
    assert not accounts.sign_in("sam", PASSWORD, HERE).second_factor_due


def test_the_cases_of_somebody_who_is_switched_off_wait_for_others(
    accounts: Accounts, sam: Account, cases: Cases, desk: Desk, clock: Clock
) -> None:
    opened = cases.open("conversation", "GB", consented=True)
    cases.submit(opened.id)
    waiting = desk.queue()[0].case.waiting_since
    clock.forward(minutes=3)
    desk.take(opened.id, sam)
    accounts.change("sam", active=False)
    case = desk.file(opened.id)
    assert (case.state, case.taken_by, case.waiting_since) == (State.WAITING, None, waiting)
    assert [line.text for line in case.lines] == ["joined", "left"]


def test_every_change_and_sign_in_stands_in_the_trail(accounts: Accounts, database: Database, clock: Clock) -> None:
    lead = accounts.add("lead", "Lee", "admin", PASSWORD)
    sam = accounts.add("sam", "Sam", "staff", PASSWORD, by=lead)
    accounts.change("sam", role="lead", shown_name="Sammy", by=lead)
    totp = with_code(accounts, sam, clock)
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    with pytest.raises(SignInError):
        accounts.second_factor(token, "000")
    accounts.second_factor(token, totp.at(clock()))
    accounts.sign_out(token)
    for name in ("sam", "my secret password"):
        with pytest.raises(SignInError):
            accounts.sign_in(name, OTHER, HERE)
    accounts.change("sam", password=OTHER, active=False, drop_second_factor=True, by=lead)
    accounts.change("sam", role="lead", active=False)  # as it is
    assert trail(database) == [
        ("account added", "lead", None),
        ("made admin", "lead", None),
        ("account added", "sam", lead.id),
        ("made staff", "sam", lead.id),
        ("made lead", "sam", lead.id),
        ("shown name changed", "sam", lead.id),
        ("second factor on", "sam", sam.id),
        ("gave the password", "", sam.id),
        ("wrong code", "", sam.id),
        ("signed in", "", sam.id),
        ("signed out", "", sam.id),
        ("failed sign-in", "sam", None),
        ("failed sign-in", "", None),
        ("password changed", "sam", lead.id),
        ("second factor off", "sam", lead.id),
        ("account switched off", "sam", lead.id),
    ]
    assert "my secret password" not in all_text(database)


def test_a_session_from_a_clock_that_was_wrong_does_not_last_for_ever(
    accounts: Accounts, sam: Account, clock: Clock
) -> None:
    clock.forward(days=365)
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    clock.forward(days=-365)
    assert accounts.session(token) is None


def test_after_a_clock_was_set_back_whoever_is_at_the_desk_is_present_and_nobody_else(
    accounts: Accounts, sam: Account, clock: Clock
) -> None:
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    clock.forward(hours=-1)
    assert not accounts.present()
    assert accounts.session(token) is not None
    assert accounts.present()


def test_a_clock_that_was_set_forward_ends_sessions_and_signing_in_opens_new_ones(
    accounts: Accounts, sam: Account, clock: Clock
) -> None:
    token = accounts.sign_in("sam", PASSWORD, HERE).token
    clock.forward(days=365)
    assert accounts.session(token) is None
    assert accounts.session(accounts.sign_in("sam", PASSWORD, HERE).token) is not None

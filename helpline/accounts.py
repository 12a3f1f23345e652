"""The staff's accounts, and how they sign in to the desk."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpline.database import Database, now
from helpline.desk import release
from helpline.hashing import digest, hash_secret, is_secret
from helpline.passwords import check_password, plain
from helpline.second_factor import SECRET, new_secret, step_of
from helpline.tables import Account, SignIn
from helpline.throttle import Throttle
from helpline.throttle import TooManyAttemptsError as TooManyAttemptsError
from helpline.trail import SYSTEM, Actor, record

ROLES = ("staff", "lead", "admin")
SHOWN = 60  # characters of a shown name, at most
UNTIL_CODE = timedelta(minutes=10)  # in which the second factor must follow the password
TOUCH = timedelta(minutes=1)  # between two times that a session is marked as seen
Team = Literal["here", "away", "none"]
_NAME = re.compile(r"[a-z0-9._-]{2,40}")


class SignInError(Exception):
    """The name, the password or the code is wrong; it does not say which."""

    def __init__(self) -> None:
        super().__init__("That name, password or code is not right.")


@dataclass(frozen=True)
class SignedIn:
    """A session of the desk.

    Attributes:
        token: 256 bits, for the cookie; only its hash is kept.
        csrf: that goes with every change from a form.
        second_factor_due: the password was right and the code is still to come; until then nothing may be shown.
    """

    token: str = field(repr=False)
    account: Account
    csrf: str = field(repr=False)
    second_factor_due: bool


class Accounts:
    """Who may work at the desk. Every change stands in the audit trail.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
        hours: after which people sign in again.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now, hours: float = 12) -> None:
        self._database = database
        self._clock = clock
        self._lasts = timedelta(hours=hours)
        self._throttle = Throttle(database, clock)

    def add(self, name: str, shown_name: str, role: str, password: str, by: Account | None = None) -> Account:
        """A new account, made by one of the staff or, for None, from the command line.

        Raises:
            ValueError: if the name, the role or the password will not do, in words.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("A name has 2 to 40 of the characters a-z, 0-9, full stop, hyphen and underscore.")
        check_password(password, name)
        at = self._clock()
        account = Account(
            name=name, shown_name=_shown(shown_name), role=_role(role), password_hash=hash_secret(plain(password)),
            totp_secret=None, totp_used=0, active=True, created_at=at,
        )  # fmt: skip
        try:
            with self._database.writing() as session:
                session.add(account)
                record(session, at, _actor(by), "account added", after=name)
                record(session, at, _actor(by), f"made {role}", after=name)
        except IntegrityError:
            raise ValueError(f"There is an account with the name {name} already.") from None
        return account

    def all(self) -> Sequence[Account]:
        """All accounts, by name; those that are switched off too."""
        with self._database.reading() as session:
            return session.scalars(select(Account).order_by(Account.name)).all()

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        shown_name: str | None = None,
        password: str | None = None,
        active: bool | None = None,
        drop_second_factor: bool = False,
        by: Account | None = None,
    ) -> Account:
        """Changes what is given. A new password ends all sessions of the account; so does switching it off, and then
        the cases that it holds wait for somebody else.

        Raises:
            ValueError: if there is no such account, or something given will not do, in words.
        """
        if password is not None:
            check_password(password, name)
        hashed = None if password is None else hash_secret(plain(password))
        at, actor = self._clock(), _actor(by)
        with self._database.writing() as session:
            account = session.scalar(select(Account).where(Account.name == name).with_for_update())
            if account is None:
                raise ValueError(f"There is no account with the name {name}.")
            if role is not None and role != account.role:
                account.role = _role(role)
                record(session, at, actor, f"made {role}", after=name)
            if shown_name is not None:
                account.shown_name = _shown(shown_name)
                record(session, at, actor, "shown name changed", after=name)
            if hashed is not None:
                account.password_hash = hashed
                record(session, at, actor, "password changed", after=name)
            if drop_second_factor and account.totp_secret is not None:
                account.totp_secret = None
                record(session, at, actor, "second factor off", after=name)
            if active is not None and active != account.active:
                account.active = active
                record(session, at, actor, f"account switched {'on' if active else 'off'}", after=name)
            if hashed is not None or not account.active:
                session.execute(delete(SignIn).where(SignIn.account_id == account.id))
            if not account.active:
                release(session, at, account)
            return account

    def sign_in(self, name: str, password: str, address: str) -> SignedIn:
        """Opens a session.

        Failures count by name and by address. Five in a quarter of an hour, and every further attempt waits, one with
        the right password too, even where somebody else did the guessing: else a guesser would learn from the wait
        which password is right. An unknown name takes as long and counts the same as a known one.

        Raises:
            SignInError: if the name or the password is wrong, or the account is switched off.
            TooManyAttemptsError: if it is too early for another attempt.
        """
        name = name.strip().lower()
        with self._throttle.attempt(f"name {name}", f"address {address}"):
            with self._database.reading() as session:
                account = _named(session, name)
            hashed = account.password_hash if account else _NOBODY
            right = is_secret(plain(password), hashed)
            signed_in = self._open(name, hashed) if right else None
            if signed_in is None:
                with self._database.writing() as session:
                    # What was typed is not kept: it may be a password in the wrong field.
                    record(session, self._clock(), SYSTEM, "failed sign-in", after=account.name if account else "")
                raise SignInError
        self._throttle.clear(f"name {name}")
        return signed_in

    def _open(self, name: str, hashed: str) -> SignedIn | None:
        at = self._clock()
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        with self._database.writing() as session:
            account = _named(session, name, for_change=True)
            if account is None or not account.active or account.password_hash != hashed:  # changed meanwhile
                return None
            due = account.totp_secret is not None
            row = SignIn(token_hash=digest(token), account_id=account.id, csrf=csrf, second_factor_due=due)
            row.created_at = row.seen_at = at
            session.add(row)
            record(session, at, Actor.of(account), "gave the password" if due else "signed in")
        return SignedIn(token, account, csrf, due)

    def second_factor(self, token: str, code: str) -> SignedIn:
        """Completes a session whose second factor is due. A code counts once; failures count by account.

        Raises:
            SignInError: if the code is wrong or was used, or there is no such session.
            TooManyAttemptsError: if it is too early for another attempt.
        """
        signed_in = self.session(token)
        if signed_in is None:
            raise SignInError
        if not signed_in.second_factor_due:
            return signed_in
        account_id, at = signed_in.account.id, self._clock()
        with self._throttle.attempt(f"code {account_id}"):
            with self._database.writing() as session:
                account = session.get_one(Account, account_id, with_for_update=True)
                row = session.get(SignIn, digest(token))
                step = step_of(account.totp_secret or "", code, at)
                right = row is not None and step is not None and step > account.totp_used
                if row is not None and step is not None and right:
                    account.totp_used = step
                    row.second_factor_due, row.created_at, row.seen_at = False, at, at
                record(session, at, Actor.of(account), "signed in" if right else "wrong code")
            if not right:
                raise SignInError
        self._throttle.clear(f"code {account_id}")
        return SignedIn(token, account, signed_in.csrf, False)

    def session(self, token: str, seen: bool = True) -> SignedIn | None:
        """The session of a token; None once it has ended.

        Marks it as seen, at most once a minute, unless `seen` is false: a page that asks by itself proves nobody there.
        """
        at = self._clock()
        with self._database.reading() as session:
            query = select(SignIn, Account).join(Account, SignIn.account_id == Account.id)
            found = session.execute(query.where(SignIn.token_hash == digest(token), self._alive(at))).first()
        if found is None:
            return None
        row, account = found
        if seen and abs(at - row.seen_at) >= TOUCH:  # either way: a clock may be set back
            with self._database.writing() as session:
                again = session.get(SignIn, row.token_hash)
                if again is not None:
                    again.seen_at = at
        return SignedIn(token, account, row.csrf, row.second_factor_due)

    def sign_out(self, token: str) -> None:
        """Ends a session; one that has ended is left as it is."""
        with self._database.writing() as session:
            row = session.get(SignIn, digest(token))
            if row is not None:
                record(session, self._clock(), Actor("staff", row.account_id), "signed out")
                session.delete(row)

    def new_totp_secret(self) -> str:
        """A secret to show to somebody who turns the second factor on; it is kept only once a code of it was given."""
        return new_secret()

    def turn_on_second_factor(self, account_id: int, secret: str, code: str) -> None:
        """Asks for a code at every sign-in from now on.

        Raises:
            ValueError: if the secret is none of ours, or the account has a second factor already.
            SignInError: if the code is not one of the secret.
        """
        if not SECRET.fullmatch(secret):
            raise ValueError("That is not a secret of this service.")
        at = self._clock()
        with self._throttle.attempt(f"code {account_id}"), self._database.writing() as session:
            account = session.get_one(Account, account_id, with_for_update=True)
            if account.totp_secret is not None:
                raise ValueError("The second factor is on already.")
            step = step_of(secret, code, at)
            if step is None:
                raise SignInError
            account.totp_secret, account.totp_used = secret, step
            record(session, at, Actor.of(account), "second factor on", after=account.name)

    def turn_off_second_factor(self, account_id: int, password: str) -> None:
        """Asks for no code any more.

        Raises:
            SignInError: if the password is wrong.
            TooManyAttemptsError: if it is too early for another attempt.
        """
        with self._throttle.attempt(f"password {account_id}"):
            with self._database.reading() as session:
                hashed = session.get_one(Account, account_id).password_hash
            if not is_secret(plain(password), hashed):
                raise SignInError
            with self._database.writing() as session:
                account = session.get_one(Account, account_id, with_for_update=True)
                account.totp_secret = None
                record(session, self._clock(), Actor.of(account), "second factor off", after=account.name)

    def anybody(self) -> bool:
        """Whether there is an active account at all."""
        with self._database.reading() as session:
            return session.scalar(select(Account.id).where(Account.active).limit(1)) is not None

    def present(self, within: timedelta = timedelta(minutes=5)) -> bool:
        """Whether anybody was at the desk lately."""
        at = self._clock()
        with self._database.reading() as session:
            query = select(SignIn.account_id).join(Account, SignIn.account_id == Account.id)
            seen = SignIn.seen_at.between(at - within, at + within)
            lately = query.where(self._alive(at), ~SignIn.second_factor_due, seen)
            return session.scalar(lately.limit(1)) is not None

    def team(self) -> Team:
        """Whether somebody is at the desk, nobody is there now, or nobody has an account."""
        if not self.anybody():
            return "none"
        return "here" if self.present() else "away"

    def _alive(self, at: datetime) -> ColumnElement[bool]:
        return and_(
            Account.active,
            SignIn.created_at > at - self._lasts,
            SignIn.created_at < at + self._lasts,  # opened by a clock that was wrong: no session lasts for ever
            or_(~SignIn.second_factor_due, SignIn.created_at > at - UNTIL_CODE),
        )


def _named(session: Session, name: str, for_change: bool = False) -> Account | None:
    if not _NAME.fullmatch(name):
        return None
    query = select(Account).where(Account.name == name)
    found: Account | None = session.scalar(query.with_for_update() if for_change else query)
    return found


def _actor(account: Account | None) -> Actor:
    return SYSTEM if account is None else Actor.of(account)


def _role(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"A role is one of {', '.join(ROLES)}.")
    return role


def _shown(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= SHOWN or not name.isprintable():
        raise ValueError(f"The name that is shown has 1 to {SHOWN} characters.")
    return name


_NOBODY = hash_secret("nobody")  # so that an unknown name takes as long as a wrong password

"""A clock for tests."""

from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        """Moves on by so many minutes, hours, days."""
        self.at += timedelta(**length)

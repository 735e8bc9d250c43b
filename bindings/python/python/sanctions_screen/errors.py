"""What can go wrong, with the text that the library gives and its parts as fields.

Screening itself cannot fail: errors come when a list is read, a screener is built or a name is taken up.
"""

from __future__ import annotations

__all__ = [
    "EmptyError",
    "Error",
    "InvalidQueryError",
    "InvalidSettingError",
    "LimitExceededError",
    "MalformedError",
    "SnapshotError",
    "UnknownEntityError",
    "UnknownFormatError",
    "UnreadableError",
]


class Error(Exception):
    """Any error of this package."""

    def __init__(self, message: str, **fields: object) -> None:
        """Keep the text, and the fields that the class names."""
        super().__init__(message)
        for field, value in fields.items():
            setattr(self, field, value)


class UnreadableError(Error, OSError):
    """A file cannot be read."""

    path: str


class UnknownFormatError(Error, ValueError):
    """The content of a file is of no list format that is known."""

    file: str
    reason: str


class MalformedError(Error, ValueError):
    """A file is cut off, not well-formed, or not what its format promises."""

    file: str
    line: int | None
    """Counted from 1, as records are."""
    record: int | None
    element: str | None
    """The XML element, CSV column, spreadsheet cell or JSON key."""
    value: str
    reason: str


class SnapshotError(Error, ValueError):
    """A snapshot is damaged, or was written by another build: write it again from the lists."""

    file: str
    reason: str


class LimitExceededError(Error, ValueError):
    """A documented limit is exceeded."""

    what: str
    actual: int
    limit: int
    advice: str


class EmptyError(Error, ValueError):
    """There is no entity: every answer would be a lie."""

    what: str


class InvalidQueryError(Error, ValueError):
    """A name says nothing that could be compared.

    >>> import sanctions_screen
    >>> sanctions_screen.screen(" -- ")
    Traceback (most recent call last):
    sanctions_screen.errors.InvalidQueryError: the name " -- " cannot be screened: it holds no letters or digits that \
could be compared
    """

    name: str
    reason: str


class InvalidSettingError(Error, ValueError):
    """A setting, or something known beside a name, is out of its range."""

    setting: str
    value: str
    reason: str


class UnknownEntityError(Error, LookupError):
    """No list holds an entity of this id."""

    entity: str
    list: str | None

"""One error tree and one exit-code enum.

A message says what is wrong; ``where`` names the place (file, row, entry, frame), ``field`` the field of an order or
of a request; ``hint`` says what to do about it. Only the command line catches these.

The library knows fields, not flags: a text names a field in backticks, and whoever speaks to a person puts the name
in its place that this person knows (``--size`` on a command line, a column in a sheet).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import Self, TypeVar

Value = TypeVar("Value")
_FIELD = re.compile(r"`([a-z][a-z_]*)`")


class ExitCode(IntEnum):
    """Process exit codes of ``codong``: a stable contract, listed in the README."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    BAD_DATA = 3
    REFUSED = 4
    VERIFY_FAILED = 5
    BATCH_PARTLY_FAILED = 6
    CANNOT_WRITE = 7
    INTERRUPTED = 130


class CodongError(Exception):
    """Base of every error a user can cause or meet.

    ``code`` is a stable slug for programs; ``message``, ``where`` and ``hint`` are for people.
    """

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, code: str, message: str, *, where: str = "", field: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.field = field
        self.hint = hint

    @property
    def place(self) -> str:
        """Where it happened, for people: the place, then the field."""
        return ", ".join(filter(None, (self.where, self.field)))

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{hint}"

    def at(self, where: str) -> Self:
        """Return the same error, of the same field, at another place, for whoever knows the place better."""
        return type(self)(self.code, self.message, where=where, field=self.field, hint=self.hint)

    def name_fields(self, names: Mapping[str, str]) -> Self:
        """Return the same error with every field under the name that ``names`` has for it, if any."""
        message, hint = (speak(text, names) for text in (self.message, self.hint))
        return type(self)(self.code, message, where=self.where, field=names.get(self.field, self.field), hint=hint)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields would be lost on the way back from a worker process.
        return (_rebuild, (type(self), self.code, self.message, self.where, self.field, self.hint))

    def as_json(self) -> dict[str, str]:
        """Return the entry of ``errors`` in a command's JSON output."""
        return {"code": self.code, "where": self.place, "message": self.message, "hint": self.hint}


def _rebuild(kind: type[CodongError], code: str, message: str, where: str, field: str, hint: str) -> CodongError:
    return kind(code, message, where=where, field=field, hint=hint)


def speak(text: str, names: Mapping[str, str]) -> str:
    """Return a message with every `field` in backticks under the name that ``names`` has for it, if any."""
    return _FIELD.sub(lambda found: names.get(found[1], found[0]), text)


class UsageError(CodongError):
    """The call is wrong: a bad option, or a name that does not exist."""

    exit_code = ExitCode.USAGE


class DataError(CodongError):
    """The workspace or an input file is faulty."""

    exit_code = ExitCode.BAD_DATA


class RefusedError(CodongError):
    """The content may not, or cannot, be set: status, validity, fit, missing glyph."""

    exit_code = ExitCode.REFUSED


class VerifyError(CodongError):
    """What was made is not what was approved."""

    exit_code = ExitCode.VERIFY_FAILED


class WriteError(CodongError):
    """A file cannot be written, or a helper program is missing."""

    exit_code = ExitCode.CANNOT_WRITE


def require(value: Value | None, what: str) -> Value:
    """Return a value that the code before has made sure of; raises CodongError, an internal fault, where it is None."""
    if value is None:
        raise CodongError("internal", f"internal fault: {what} is missing", hint="please report this")
    return value


def unknown_name(kind: str, name: str, accepted: list[str]) -> UsageError:
    """Return the error for an unknown name: of very many it names the nearest ones, else it lists all."""
    shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    return UsageError(f"unknown-{kind}", f"no {kind} is called {shown!r}", where=kind, hint=offer_names(name, accepted))


def offer_names(name: str, accepted: Sequence[str]) -> str:
    """Return what is said to whoever gave an unknown name."""
    same = [other for other in accepted if other.casefold() == name.strip().casefold()]
    near = same[:1] or get_close_matches(name[:_SHOWN].casefold(), accepted, n=3, cutoff=0.6)
    if near and len(accepted) > _MOST_LISTED:
        return f"is {' or '.join(near)} meant? {len(accepted)} are known"
    return f"accepted: {', '.join(sorted(accepted)) or 'none'}"


_MOST_LISTED, _SHOWN = 24, 100
"""More names than so many are no answer where one of them is near; a name of more characters is none."""

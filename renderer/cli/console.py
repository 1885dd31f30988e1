"""What a command says: results on standard output, remarks and faults on standard error, fields by their names.

The library names fields; here they get the names that the person at the command line knows. Only texts of the library
are spoken so: what a person wrote is printed as it is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from renderer.cli.streams import settle, write_aside, write_result
from renderer.values.errors import CodongError, speak


class FieldNames(Mapping[str, str]):
    """What each field is called: by the running command, else by another one, else as it is.

    The other commands are asked only where the running one has no name for a field.
    """

    def __init__(self, own: Mapping[str, str], others: Callable[[], Mapping[str, str]]) -> None:
        self._own, self._ask_others = own, others

    @cached_property
    def _others(self) -> Mapping[str, str]:
        return self._ask_others()

    def __getitem__(self, field: str) -> str:
        if field in self._own or not field:
            return self._own.get(field, field)
        return self._others.get(field, field)

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


class Console:
    """Prints for one command, with its names of fields; ``aside`` keeps standard output free."""

    def __init__(self, names: Mapping[str, str], *, aside: bool = False) -> None:
        self.names = names
        self._aside = aside

    def set_aside(self) -> Console:
        """Return a console that prints results, too, on standard error."""
        return Console(self.names, aside=True)

    def speak(self, text: str) -> str:
        """Return a text of the library with its fields by their names."""
        return speak(text, self.names)

    def speak_all(self, texts: Iterable[str]) -> list[str]:
        """Return texts of the library with their fields by their names."""
        return [self.speak(text) for text in texts]

    def say(self, text: str) -> None:
        """Print a line of the result, or several; raises WriteError where standard output takes nothing."""
        self._write(settle(text))

    def say_json(self, value: Any, *, indent: int | None = 1) -> None:
        """Print the result for programs; without ``indent`` in one line. Raises as ``say`` does."""
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        if not text.isascii():
            text = _NOT_SHOWN.sub(_escape_for_json, text)
        self._write(text if _speaks_utf8() else _NOT_ASCII.sub(_escape_for_json, text))

    def _write(self, text: str) -> None:
        if self._aside:
            write_aside(text)
        else:
            write_result(text)

    def remark(self, text: str) -> None:
        """Print a text of the library on standard error."""
        write_aside(settle(f"codong: {self.speak(text)}"))

    def warn(self, text: str) -> None:
        """Print a warning of the library on standard error."""
        self.remark(f"warning: {text}")

    def tell(self, text: str) -> None:
        """Print how things go on standard error."""
        write_aside(settle(text))

    def report(self, fault: CodongError) -> CodongError:
        """Print a fault on standard error, and return it as it was told."""
        fault = fault.name_fields(self.names)
        write_aside(settle(f"codong: {fault}"))
        return fault


_NOT_SHOWN = re.compile("[\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON may hold as it is, and a terminal obeys or cannot show."""
_NOT_ASCII = re.compile("[^\x00-\x7f]")


def _escape_for_json(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _speaks_utf8() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


_TOLD_LINES = 10


def tell_of_many(console: Console, words: Callable[[int, int], str], many: int) -> Callable[[int, int], None]:
    """Return who tells ``words`` of every so manieth of ``many`` signs or more; a few are there before anybody asks."""

    def tell(done: int, total: int) -> None:
        if total >= many and (done % max(1, total // _TOLD_LINES) == 0 or done == total):
            console.tell(words(done, total))

    return tell

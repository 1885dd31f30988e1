"""What a command says: results on standard output, remarks and faults on standard error, fields by their names.

The library names fields; here they get the names that the person at the command line knows. Only texts of the library
are spoken so: what a person wrote is printed as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

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
        """Print a line of the result as it is."""
        print(text, file=sys.stderr if self._aside else sys.stdout, flush=True)

    def say_json(self, value: Any, *, indent: int | None = 1) -> None:
        """Print the result for programs; without ``indent`` in one line."""
        self.say(json.dumps(value, ensure_ascii=False, indent=indent))

    def remark(self, text: str) -> None:
        """Print a text of the library on standard error."""
        print(f"codong: {self.speak(text)}", file=sys.stderr, flush=True)

    def warn(self, text: str) -> None:
        """Print a warning of the library on standard error."""
        self.remark(f"warning: {text}")

    def report(self, fault: CodongError) -> CodongError:
        """Print a fault on standard error, and return it as it was told."""
        fault = fault.name_fields(self.names)
        print(f"codong: {fault}", file=sys.stderr, flush=True)
        return fault

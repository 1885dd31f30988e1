"""Rules of a job: which signs a condition meets, and what exclusions and exceptions make of them."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from renderer.batch.columns import FIELDS, field_of, read_cell
from renderer.batch.names import Names
from renderer.values.errors import DataError, UsageError, unknown_name

Cells = dict[str, str]
"""What a sign says, by column."""
Conditions = dict[str, tuple[str, ...]]
"""Patterns by column: a sign meets them if each column meets one of its patterns."""
_DATES = ({"hang"}, {"hang_from", "hang_to"})


def lay_over(below: Cells, above: Cells) -> Cells:
    """Return cells with others over them; hang dates given in one way replace those given in the other."""
    hidden: set[str] = set()
    for own, other in (_DATES, _DATES[::-1]):
        if any(above.get(name) for name in own):
            hidden |= other
    return {**{name: cell for name, cell in below.items() if name not in hidden}, **above}


class Rules:
    """What a job's file lays over its signs: exclusions, then exceptions, in their order; and how many each has met."""

    def __init__(
        self, names: Names, excludes: Sequence[Conditions], overrides: Sequence[tuple[Conditions, Cells]]
    ) -> None:
        self._names = names
        self._changes: list[tuple[str, Conditions, Cells | None]] = [
            *((f"exclude {n}", conditions, None) for n, conditions in enumerate(excludes, 1)),
            *((f"override {n}", *override) for n, override in enumerate(overrides, 1)),
        ]
        self._met = dict.fromkeys((title for title, _, _ in self._changes), 0)

    def apply(self, cells: Cells) -> Cells | None:
        """Return a sign's cells as they are to be, or None for a sign that is left out."""
        for title, conditions, change in self._changes:
            if meets(cells, conditions, self._names):
                self._met[title] += 1
                if change is None:
                    return None
                cells = lay_over(cells, change)
        return cells

    def tell(self) -> Iterator[str]:
        """Yield what exclude and override did: one that met nothing may be a slip."""
        for title, _, change in self._changes:
            if not self._met[title]:
                yield f"{title} meets no sign"
            elif change is None:
                yield f"{title} leaves out {self._met[title]} signs"


def read_conditions(given: Mapping[str, Any], where: str) -> Conditions:
    """Read a TOML table of patterns by column; raises UsageError for an unknown column, DataError for no column."""
    conditions: Conditions = {}
    for key, value in given.items():
        name = field_of(key)
        if not name:
            raise unknown_name("column", key, list(FIELDS))
        parts = value if isinstance(value, list) else [value]
        conditions[name] = tuple(_read_pattern(name, part, where) for part in parts)
    if not conditions:
        raise DataError("no-condition", "names no column", where=where)
    return conditions


def _read_pattern(field: str, value: Any, where: str) -> str:
    """Return a condition's value as the text that it is compared with: words as they are, other values as read."""
    if isinstance(value, str):
        return value
    try:
        return read_cell(field, value)
    except DataError as fault:
        raise fault.at(f"{where}, {field}") from None


def parse_only(expression: str) -> Conditions:
    """Parse a choice of signs, ``slogan=cv9743-*,unit=dang-uy-*``; every part must hold."""
    conditions: Conditions = {}
    for part in expression.split(","):
        key, equals, value = part.partition("=")
        name = field_of(key)
        if not equals or not name:
            raise UsageError(
                "bad-expression",
                f"{part.strip()!r} is not COLUMN=PATTERN",
                field="only",
                hint="for example: slogan=cv9743-*,unit=dang-uy-*; columns: " + ", ".join(FIELDS),
            )
        conditions[name] = (value.strip(),)
    return conditions


def meets(cells: Mapping[str, str], conditions: Conditions, names: Names) -> bool:
    """Tell whether every condition holds; ``*`` and ``?`` stand for any text and any character.

    An organisation is met by its id and by its name, a slogan by its id and by its text, however the cell gives it.
    """
    for name, patterns in conditions.items():
        forms = names.forms(name, cells.get(name, ""))
        if not any(fnmatch.fnmatchcase(form, pattern) for pattern in patterns for form in forms):
            return False
    return True

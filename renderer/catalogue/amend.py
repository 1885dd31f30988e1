"""Entries changed where they stand: comments, order and everything else of the file stay, byte by byte."""

from __future__ import annotations

import copy
import itertools
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from renderer.values.errors import DataError

_VALUE = r'"(?:[^"\\\n]|\\.)*"(?!")|\'[^\'\n]*\'(?!\')|\d{4}-\d\d-\d\d|true|false'
"""What stands in one line: a text, a day, yes or no."""


class Change(NamedTuple):
    """What is changed in a version of an entry: ``before`` must still stand there, ``after`` is written."""

    entry_id: str
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def toml_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def amend(text: str, table: str, changes: Sequence[Change]) -> str:
    """Return a catalogue file with entries of ``table`` changed; raises DataError where that cannot be done safely."""
    before = tomllib.loads(text)
    rows = copy.deepcopy(before.get(table, []))
    heads = [found.start() for found in re.finditer(rf"^[ \t]*\[\[[ \t]*{table}[ \t]*\]\]", text, re.MULTILINE)]
    edges = [0, *heads, len(text)]
    blocks = [text[start:end] for start, end in itertools.pairwise(edges)]
    for change in changes:
        at = _find_place(rows, change)
        if len(rows) == len(heads):
            blocks[at + 1] = _change(blocks[at + 1], change.after)
        rows[at] |= change.after
    after = "".join(blocks)
    if _parse(after) != before | {table: rows}:
        names = ", ".join(change.entry_id for change in changes)
        raise DataError(
            "not-amended",
            "is written in a form that is not changed by program",
            where=f"{table} {names}",
            hint="write the fields by hand",
        )
    return after


def _parse(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _find_place(rows: Sequence[Mapping[str, Any]], change: Change) -> int:
    for at, row in enumerate(rows):
        if (row.get("id"), row.get("version", 1)) == (change.entry_id, change.version):
            if all(row.get(name) == value for name, value in change.before.items()):
                return at
            break
    raise DataError("changed-meanwhile", "was changed since it was read", where=change.entry_id, hint="try again")


def _change(block: str, values: Mapping[str, Any]) -> str:
    """Return the lines of an entry with new values; a field that was not there comes above its status."""
    newline = "\r\n" if "\r\n" in block else "\n"
    for name, value in values.items():
        written = toml_value(value)
        found = re.search(rf"^[ \t]*{name}[ \t]*=[ \t]*({_VALUE})", block, re.MULTILINE)
        status = re.search(r"^[ \t]*status[ \t]*=", block, re.MULTILINE)
        if found:
            block = block[: found.start(1)] + written + block[found.end(1) :]
        elif status:
            block = f"{block[: status.start()]}{name} = {written}{newline}{block[status.start() :]}"
    return block

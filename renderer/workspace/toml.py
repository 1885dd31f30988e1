"""TOML files read into typed models; every fault is named with file and field."""

from __future__ import annotations

import re
import tomllib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from renderer.values.errors import DataError
from renderer.values.limits import TEXT
from renderer.values.surprises import kind_of

Model = TypeVar("Model", bound=BaseModel)
_TOLD = 10
"""Faults of one file that are told."""
_LONGEST_NAME = 120
_LONG_NUMBER = re.compile(r"\d[\d_]{999,}")


def parse_toml(data: bytes, where: str, model: type[Model]) -> Model:
    """Parse a TOML file into its typed model; every fault is named with file and field in one DataError."""
    content = read_toml(data, where)
    try:
        return model.model_validate(content)
    except ValidationError as fault:
        raise DataError("bad-field", describe_faults(fault), where=where) from None
    except (ArithmeticError, RecursionError) as fault:  # a number too large for any field, tables nested too deep
        raise DataError("bad-field", f"holds what no field takes: {kind_of(fault)}", where=where) from None


def read_toml(data: bytes, where: str) -> dict[str, Any]:
    """Return what a TOML file says; raises one DataError naming file and line, whatever is wrong with it."""
    if len(data) > TEXT.file_bytes:
        most = TEXT.file_bytes / 1e6
        raise DataError(
            "file-too-large", f"has {len(data) / 1e6:,.0f} MB; at most {most:,.0f} MB are read", where=where
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise DataError("not-utf8", f"is not UTF-8 (byte {fault.start}, line {line})", where=where) from None
    if text.startswith("\ufeff"):
        told = "begins with a byte order mark, which TOML does not allow"
        raise DataError("broken-toml", told, where=where, hint="save it as UTF-8 without such a mark")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DataError("broken-toml", f"is not valid TOML: {fault}", where=where) from None
    except RecursionError:
        deepest = _deepest_line(text)
        raise DataError("broken-toml", f"line {deepest} nests lists or tables too deep", where=where) from None
    except (ValueError, ArithmeticError) as fault:
        # Python's own limit of an integer's digits, and days that no calendar has.
        raise DataError("broken-toml", f"is not valid TOML: {_line_of_long_number(text)}{fault}", where=where) from None


def _deepest_line(text: str) -> int:
    """Return the number of the line with most opening brackets: where a nesting stands that no reader follows."""
    counts = [line.count("[") + line.count("{") + line.count(".") for line in text.split("\n")]
    return counts.index(max(counts)) + 1


def _line_of_long_number(text: str) -> str:
    found = _LONG_NUMBER.search(text)
    return f"line {text.count(chr(10), 0, found.start()) + 1}: " if found else ""


def describe_faults(fault: ValidationError) -> str:
    """Return pydantic's findings as ``field: message`` joined by ``; ``, the first ten of them."""
    errors = fault.errors(include_url=False, include_context=False)
    told = [f"{_field(e['loc'])}: {_plain(e)}" for e in errors[:_TOLD]]
    return "; ".join([*told, *([f"and {len(errors) - _TOLD} more"] if len(errors) > _TOLD else [])])


def _field(loc: tuple[int | str, ...]) -> str:
    named = ".".join(str(part) for part in loc) or "file"
    return named if len(named) <= _LONGEST_NAME else named[:_LONGEST_NAME] + "…"


def _plain(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown field"
    if error["type"] == "missing":
        return "missing"
    return str(error["msg"]).removeprefix("Value error, ")

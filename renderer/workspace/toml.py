"""TOML files read into typed models; every fault is named with file and field."""

from __future__ import annotations

import tomllib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from renderer.values.errors import DataError

Model = TypeVar("Model", bound=BaseModel)


def parse_toml(data: bytes, where: str, model: type[Model]) -> Model:
    """Parse a TOML file into its typed model; every fault is named with file and field in one DataError."""
    try:
        return model.model_validate(tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError as fault:
        raise DataError("not-utf8", f"is not UTF-8 (byte {fault.start})", where=where) from None
    except tomllib.TOMLDecodeError as fault:
        raise DataError("broken-toml", f"is not valid TOML: {fault}", where=where) from None
    except ValidationError as fault:
        raise DataError("bad-field", describe_faults(fault), where=where) from None


def describe_faults(fault: ValidationError) -> str:
    """Return pydantic's findings as ``field: message`` joined by ``; ``."""
    return "; ".join(f"{_field(e['loc'])}: {_plain(e)}" for e in fault.errors())


def _field(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "file"


def _plain(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown field"
    if error["type"] == "missing":
        return "missing"
    return str(error["msg"]).removeprefix("Value error, ")

"""Command-line flags derived from the order's fields: an option is declared once, in ``contract.order``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from renderer.contract.formats import FORMATS, Format
from renderer.contract.order import Order
from renderer.values.errors import UsageError, unknown_name
from renderer.workspace import describe_faults

_FLAGS = {"formats": ("--format",), "organisation": ("--unit", "--organisation"), "draft": ("--draft", "--proof")}
"""Flags that are not a field's own name; the first is the one that messages use, the last may be an older name."""
_METAVARS = {
    "slogan": "ID",
    "slogan_version": "N",
    "size": "SIZE",
    "event": "ID",
    "organisation": "ID|TEXT",
    "logo": "ID",
    "formats": "NAME,...",
    "dpi": "N",
    "hang": "FROM[..TO]",
    "bleed": "MM",
    "finishing": "NAME",
    "viewing": "M",
    "lines": "A|B",
    "cap_height": "MM",
    "eyelets": "MM",
    "material": "NAME",
    "standard": "NAME",
    "text": "curves|live",
    "marks": "none|crop|full",
    "scale": "1|10",
    "panels": "SIZE",
    "overlap": "MM",
    "imprint": "TEXT",
    "job": "TEXT",
}


def add_order_options(parser: argparse.ArgumentParser) -> None:
    """Add one flag for every field of the order; ``layout`` is the positional argument."""
    for name, field in Order.model_fields.items():
        help_text = field.description or ""
        if name == "layout":
            parser.add_argument("layout", metavar="LAYOUT", help=help_text)
        elif field.annotation is bool:
            parser.add_argument(*_flags(name), dest=name, action="store_true", help=help_text)
        else:
            parser.add_argument(
                *_flags(name),
                dest=name,
                metavar=_METAVARS[name],
                required=field.is_required(),
                help=help_text,
                type=_parser_of(name, field),
                default=argparse.SUPPRESS,
            )


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Add how a spreadsheet is read: which sheet of it, and what becomes of cells in a legacy encoding."""
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet of the .xlsx file")
    parser.add_argument(
        "--accept-converted",
        action="store_true",
        help="take over cells in a legacy encoding (TCVN3, VNI ...), and tell each",
    )


def order_of(arguments: argparse.Namespace) -> Order:
    """Return the order that the flags ask for; raises UsageError naming the flag."""
    given = {name: getattr(arguments, name) for name in Order.model_fields if hasattr(arguments, name)}
    if "formats" in given:
        given["formats"] = formats_of(given["formats"])
    try:
        return Order(**given)
    except ValidationError as fault:
        raise UsageError("bad-option", describe_faults(fault), field=str(fault.errors()[0]["loc"][0])) from None


def _flags(name: str) -> tuple[str, ...]:
    return _FLAGS.get(name, ("--" + name.replace("_", "-"),))


def formats_of(text: str) -> tuple[Format, ...]:
    """Return the formats that are named, parted by commas; raises UsageError for an unknown one."""
    parts = [part.strip().lower() for part in text.split(",")]
    for part in parts:
        if part not in FORMATS:
            raise unknown_name("format", part, list(FORMATS))
    return tuple(kind for part in parts for kind in FORMATS if kind == part)


def _parser_of(name: str, field: FieldInfo) -> Callable[[str], Any]:
    if name == "formats":
        return str
    annotations = get_args(field.annotation) or (field.annotation,)
    if int in annotations:
        return int
    return _number if float in annotations else str


def _number(text: str) -> float:
    """Parse a number with a decimal point or, as Vietnamese write it, a decimal comma."""
    return float(text.replace(",", "."))

"""Jinja2's room: a layout's template and a size become one SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from renderer.storage.apart import read_apart
from renderer.values.errors import CodongError, DataError
from renderer.values.lengths import Size
from renderer.values.limits import DRAWING
from renderer.workspace import Workspace


@dataclass(frozen=True)
class DrawingArea:
    """What a template may know: the trim, bleed and safe inset in units, and which optional frames are filled."""

    size: Size
    bleed: float
    safe: float
    filled: frozenset[str]


@dataclass(frozen=True)
class _Has:
    event: bool
    unit: bool
    logo: bool
    imprint: bool


_HINT = "a layout is drawn with a few hundred elements: look for a loop or a macro without an end"


@lru_cache(maxsize=8)
def _environment(workspace: Workspace) -> SandboxedEnvironment:
    def source(name: str) -> tuple[str, str, Callable[[], bool]]:
        data = workspace.read(f"layouts/{name}")
        if len(data) > DRAWING.file_bytes:
            raise DataError("file-too-large", f"has {len(data) / 1e6:,.0f} MB", where=f"layouts/{name}")
        # A template saved in between is seen at the next render; one that was not is not compiled again.
        return data.decode("utf-8"), name, lambda: workspace.read(f"layouts/{name}") == data

    # The output is checked as XML afterwards, element by element; escaping would only hide a fault.
    return SandboxedEnvironment(
        loader=FunctionLoader(source), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )


def draw_svg(workspace: Workspace, layout_id: str, area: DrawingArea) -> str:
    """Return the SVG text of a layout for one area; raises DataError naming file and line.

    A template is a program that anybody may have written: it runs in a process of its own, within limits of memory,
    time and the text that it writes.
    """
    where = f"layouts/{layout_id}/art.svg.j2"
    environment = _environment(workspace)
    draw = partial(_draw, environment, f"{layout_id}/art.svg.j2", _context(workspace, area))
    svg, used = read_apart(draw, DRAWING, where, _HINT)
    for name in used:
        environment.get_template(name)  # what was compiled there is compiled here once, for the copies to come
    return svg


def _draw(environment: SandboxedEnvironment, name: str, context: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the text and the names of the templates that were used for it."""
    try:
        svg = _join(environment.get_template(name).generate(context), name)
        return svg, [used for _, used in environment.cache or ()]
    except CodongError:
        raise
    except TemplateSyntaxError as fault:
        place = f"layouts/{fault.filename or name}: line {fault.lineno}"
        raise DataError("bad-template", f"is not a valid template: {fault.message}", where=place) from None
    except UnicodeDecodeError:
        raise DataError("not-utf8", "is not UTF-8", where=f"layouts/{name}") from None
    except Exception as fault:  # a template computes: it may fail as any program
        where = f"layouts/{name}{_template_line(fault, name)}"
        if isinstance(fault, MemoryError):
            raise DataError("too-large", "needs too much memory", where=where, hint=_HINT) from None
        if isinstance(fault, RecursionError):
            raise DataError(
                "bad-template", "is nested too deep, or calls itself without an end", where=where, hint=_HINT
            ) from None
        raise DataError("bad-template", f"{type(fault).__name__}: {fault}"[:500], where=where) from None


def _join(pieces: Iterator[str], name: str) -> str:
    """Return the text that a template writes, or DataError for more than a drawing has."""
    parts, left = [], DRAWING.file_bytes
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            message = f"writes more than {DRAWING.file_bytes / 1e6:,.0f} MB"
            raise DataError("too-large", message, where=f"layouts/{name}", hint=_HINT)
        parts.append(piece)
    return "".join(parts)


def _template_line(fault: BaseException, name: str) -> str:
    trace, line = fault.__traceback__, ""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2") or name in trace.tb_frame.f_code.co_filename:
            line = f": line {trace.tb_lineno}"
        trace = trace.tb_next
    return line


def _context(workspace: Workspace, area: DrawingArea) -> dict[str, Any]:
    return {
        "W": area.size.width,
        "H": area.size.height,
        "B": area.bleed,
        "S": area.safe,
        "c": {s.name.replace("-", "_"): s.rgb.hex for s in workspace.palette},
        "has": _Has(
            event="event" in area.filled,
            unit="unit" in area.filled,
            logo="logo" in area.filled,
            imprint="imprint" in area.filled,
        ),
        "sin": math.sin,
        "cos": math.cos,
        "tan": math.tan,
        "sqrt": math.sqrt,
        "radians": math.radians,
        "pi": math.pi,
        "min": min,
        "max": max,
    }

"""Jinja2's room: a layout's template and a size become one SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from renderer.values.errors import CodongError, DataError
from renderer.values.lengths import Size
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


@lru_cache(maxsize=8)
def _environment(workspace: Workspace) -> SandboxedEnvironment:
    def source(name: str) -> tuple[str, str, Any]:
        data = workspace.read(f"layouts/{name}")
        # A template saved in between is seen at the next render; one that was not is not compiled again.
        return data.decode("utf-8"), name, lambda: workspace.read(f"layouts/{name}") == data

    # The output is checked as XML afterwards, element by element; escaping would only hide a fault.
    return SandboxedEnvironment(
        loader=FunctionLoader(source), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )


def draw_svg(workspace: Workspace, layout_id: str, area: DrawingArea) -> str:
    """Return the SVG text of a layout for one area; raises DataError naming file and line."""
    name = f"{layout_id}/art.svg.j2"
    try:
        return _environment(workspace).get_template(name).render(_context(workspace, area))
    except CodongError:
        raise
    except TemplateSyntaxError as fault:
        place = f"layouts/{fault.filename or name}: line {fault.lineno}"
        raise DataError("bad-template", f"is not a valid template: {fault.message}", where=place) from None
    except UnicodeDecodeError:
        raise DataError("not-utf8", "is not UTF-8", where=f"layouts/{name}") from None
    except (TemplateError, ArithmeticError, TypeError, ValueError, OverflowError, LookupError) as fault:
        line = _template_line(fault, name)
        raise DataError("bad-template", f"{type(fault).__name__}: {fault}", where=f"layouts/{name}{line}") from None


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

"""Watch mode: a layout's picture drawn again whenever its drawing or its TOML is saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from renderer.contract.order import Order
from renderer.preview.draw import Drawing, draw
from renderer.storage.files import write_whole
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError
from renderer.values.surprises import internal_fault
from renderer.workspace import MARKER, Workspace

_DEBOUNCE_MS, _STEP_MS = 30, 10
"""Editors save in several steps; so long must it be quiet before the drawing is read."""
_WATCHED = {"layouts", "assets", "fonts", MARKER}


@dataclass(frozen=True)
class Redraw:
    """One drawing: how long it took from the change that was seen, and what came of it or what was wrong."""

    milliseconds: float
    drawing: Drawing | None = None
    error: CodongError | None = None


def redraw(studio: Studio, order: Order, target: Path) -> Redraw:
    """Draw ``order`` into ``target``, whole or not at all; errors of the content are returned."""
    start = time.perf_counter()
    try:
        drawing = draw(studio, order)
    except CodongError as fault:
        return Redraw(_since(start), error=fault)
    except MemoryError:
        return Redraw(_since(start), error=RefusedError("no-memory", "not enough memory"))
    except Exception as fault:  # the next save may mend it
        return Redraw(_since(start), error=internal_fault(fault, order.layout))
    write_whole(target, drawing.png, make_folder=True)
    return Redraw(_since(start), drawing)


def watch(studio: Studio, order: Order, target: Path) -> Iterator[Redraw]:
    """Draw once, then after every change of the workspace, until the caller stops."""
    from watchfiles import watch as changes

    yield redraw(studio, order, target)
    root = studio.workspace.root
    paths = [root / name for name in sorted(_WATCHED) if (root / name).exists()]
    for seen in changes(*paths, debounce=_DEBOUNCE_MS, step=_STEP_MS, raise_interrupt=False):
        studio = _renew(studio, [Path(path) for _, path in seen])
        yield redraw(studio, order, target)


def _renew(studio: Studio, changed: list[Path]) -> Studio:
    """Return the studio as the workspace stands now; faces stay warm where only layouts changed."""
    workspace = studio.workspace
    layouts = workspace.root / "layouts"
    if all(layouts in path.parents for path in changed):
        studio.forget_layouts()
        return studio
    return Studio(Workspace(workspace.root, workspace.packed, workspace.clock), studio.store)


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000

"""Watch mode: a layout's proof drawn again whenever its drawing or its TOML is saved."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from renderer.contract.order import Order
from renderer.export.png import export_png
from renderer.pipeline.proving import prove_png
from renderer.pipeline.render import prepare
from renderer.storage.files import write_whole
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError, VerifyError
from renderer.values.lengths import parse_size
from renderer.workspace import MARKER, Workspace

PROOF_PIXELS = 420_000
"""Pixels of the proof: enough to judge, few enough to come at once."""
_DEBOUNCE_MS, _STEP_MS = 30, 10
"""Editors save in several steps; so long must it be quiet before the drawing is read."""
_WATCHED = {"layouts", "assets", "fonts", MARKER}


@dataclass(frozen=True)
class Drawn:
    """One drawing: how long it took from the change that was seen, or what was wrong."""

    milliseconds: float
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    error: CodongError | None = None


def proof_order(order: Order) -> Order:
    """Return the order of a small watermarked picture of what ``order`` asks for.

    A screen's picture is made smaller by a whole number where its sides allow that, else as large as ordered.
    """
    size = parse_size(order.size)
    given: dict[str, object] = {"formats": ("png",), "draft": True}
    if size.unit == "mm":
        given["dpi"] = round(25.4 * math.sqrt(PROOF_PIXELS / (size.width * size.height)), 4)
    else:
        parts = max(1, math.ceil(math.sqrt(size.width * size.height / PROOF_PIXELS)))
        if size.width % parts == size.height % parts == 0:
            given["size"] = f"{size.width / parts:g}x{size.height / parts:g}px"
    return order.model_copy(update=given)


def draw(studio: Studio, order: Order, target: Path) -> Drawn:
    """Draw the proof of ``order`` into ``target``, whole or not at all; errors of the content are returned."""
    start = time.perf_counter()
    try:
        prepared = prepare(studio, proof_order(order))
        data = export_png(prepared.artwork, prepared.resolved.pixels, prepared.resolved.dpi)
        findings = prove_png(studio, data, prepared.expected, prepared)
        if faults := [f for f in findings if f.severity == "error"]:
            raise VerifyError("proof-failed", "; ".join(map(str, faults)), where=target.name)
    except (CodongError, MemoryError) as fault:
        error = fault if isinstance(fault, CodongError) else RefusedError("no-memory", "not enough memory")
        return Drawn(_since(start), error=error)
    write_whole(target, data, make_folder=True)
    block = prepared.artwork.letters[0].block
    return Drawn(_since(start), tuple(line.text for line in block.lines), prepared.warnings)


def watch(studio: Studio, order: Order, target: Path) -> Iterator[Drawn]:
    """Draw once, then after every change of the workspace, until the caller stops."""
    from watchfiles import watch as changes

    yield draw(studio, order, target)
    root = studio.workspace.root
    paths = [root / name for name in sorted(_WATCHED) if (root / name).exists()]
    for seen in changes(*paths, debounce=_DEBOUNCE_MS, step=_STEP_MS, raise_interrupt=False):
        studio = _renewed(studio, [Path(path) for _, path in seen])
        yield draw(studio, order, target)


def _renewed(studio: Studio, changed: list[Path]) -> Studio:
    """Return the studio as the workspace stands now; faces stay warm where only layouts changed."""
    workspace = studio.workspace
    layouts = workspace.root / "layouts"
    if all(layouts in path.parents for path in changed):
        studio.forget_layouts()
        return studio
    return Studio(Workspace(workspace.root, workspace.packed, workspace.clock))


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000

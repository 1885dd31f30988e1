"""Struck-out words: what remains of a text without them, in sheets and documents alike."""

from __future__ import annotations

from collections.abc import Iterable


def leave_out(parts: Iterable[tuple[str, bool]]) -> tuple[list[str], str]:
    """Return what remains of each part of a text, and what was struck out; each part is told whether it is.

    Where a struck part stood between two spaces one of them goes with it, and so does a space at either end. Spaces
    alone have no line that anybody meant.
    """
    kept: list[str] = []
    struck = ""
    gap = False
    end = " "  # the last character that remains: a text begins as after a space
    for text, out in parts:
        if out and text.strip():
            struck += text
            kept.append("")
            gap = True
            continue
        rest = text.lstrip(" ") if gap and end.isspace() else text
        gap = gap and not rest
        end = rest[-1:] or end
        kept.append(rest)
    if gap:
        _strip_end(kept)
    return kept, struck


def _strip_end(kept: list[str]) -> None:
    for at in reversed(range(len(kept))):
        kept[at] = kept[at].rstrip(" ")
        if kept[at]:
            return

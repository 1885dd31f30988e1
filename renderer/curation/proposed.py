"""Break marks that a new entry of the catalogue gets with its text: proposed, for a person to confirm or to change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from renderer.vietnamese import Lexicon, propose_marks


def with_proposed_marks(entry: Mapping[str, Any], lexicon: Lexicon) -> dict[str, Any]:
    """Return an entry that has break marks: those it has, or proposed ones right after its text."""
    marks = "" if entry.get("breaks") else propose_marks(entry["text"], lexicon)
    if not marks or marks == entry["text"]:
        return dict(entry)
    out: dict[str, Any] = {}
    for name, value in entry.items():
        out[name] = value
        if name == "text":
            out |= {"breaks": marks, "breaks_proposed": True}
    return out

"""What a corrected slogan keeps of its former version, and what it cannot keep."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from renderer.catalogue import Slogan
from renderer.text import comparison_key, find_words, read_tiers, read_way

_KEPT = ("kind", "campaign", "phase", "valid_from", "valid_to")
_NEW = ("id", "version", "text", "source", "notes", "issuer", "document", "issued_on", "status")
"""What the new version has of its own."""


def of_former(former: Slogan, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the fields that go over to a new version with this text, and the names of those that do not."""
    held = former.model_dump(exclude_defaults=True)
    kept: dict[str, Any] = {"version": former.version + 1}
    kept |= {name: _plain(held[name]) for name in _KEPT if name in held} | _fitting(former, text)
    dropped = [name for name in held if name not in (*kept, *_NEW)]
    if len(kept.get("wrong_variants", ())) < len(former.wrong_variants):
        dropped.append(f"wrong_variants {text!r}")
    return kept, dropped


def _fitting(former: Slogan, text: str) -> dict[str, Any]:
    """Return break marks, settings, lead, core and known misprints, where they still fit the words."""
    fitting: dict[str, Any] = {}
    with suppress(ValueError):
        if former.breaks and read_tiers(former.breaks, text):
            fitting["breaks"] = former.breaks
    if former.lead and text.startswith(f"{former.lead} "):
        fitting |= {"lead": former.lead, "lead_ratio": former.lead_ratio}
    with suppress(ValueError):
        if former.core and find_words(former.core, text):
            fitting |= {"core": former.core, "tail_ratio": former.tail_ratio}
    with suppress(ValueError):
        if former.settings and all(read_way(lines, text) for lines in former.settings):
            fitting["settings"] = list(former.settings)
    wrong = [variant for variant in former.wrong_variants if comparison_key(variant) != comparison_key(text)]
    return fitting | ({"wrong_variants": wrong} if wrong else {})


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value

"""Findings that say the same, told once: what a reader must see is how many there are, and where the first is."""

from __future__ import annotations

from renderer.preflight.finding import Finding

_REPEATED = 5
"""Findings of one code that are told one by one; the rest are counted."""


def shorten(found: list[Finding]) -> list[Finding]:
    """Tell the first few findings of a code one by one, and count the others."""
    by_code: dict[tuple[str, str], list[Finding]] = {}
    for finding in dict.fromkeys(found):
        by_code.setdefault((finding.code, finding.severity), []).append(finding)
    out = []
    for (code, _), several in by_code.items():
        out += several[:_REPEATED]
        if (more := len(several) - _REPEATED) > 0:
            out.append(Finding(code, f"and {more} more of the same", severity=several[0].severity))
    return out

"""Findings that say the same, told once: what a reader must see is how many there are, and where the first is."""

from __future__ import annotations

from dataclasses import replace

from renderer.preflight.finding import Finding

_REPEATED = 5
"""Findings of one code that are told one by one; the rest are counted."""


def shorten(found: list[Finding]) -> list[Finding]:
    """Tell findings that say the same once, with their number; of one code tell the first few, and count the others."""
    alike: dict[Finding, list[Finding]] = {}
    for finding in dict.fromkeys(found):
        alike.setdefault(replace(finding, place=""), []).append(finding)
    by_code: dict[tuple[str, str], list[list[Finding]]] = {}
    for same in alike.values():
        by_code.setdefault((same[0].code, same[0].severity), []).append(same)
    out = []
    for (code, _), several in by_code.items():
        out += [_tell_once(same) for same in several[:_REPEATED]]
        if more := sum(map(len, several[_REPEATED:])):
            out.append(Finding(code, f"and {more} more of the kind", severity=several[0][0].severity))
    return out


def _tell_once(same: list[Finding]) -> Finding:
    first = same[0]
    if len(same) == 1:
        return first
    places = [finding.place for finding in same if finding.place]
    return replace(first, message=f"{first.message} ({len(same)} times, first there)" if places else first.message)

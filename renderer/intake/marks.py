"""What people type before a paragraph: ``1.``, ``2)``, ``-``, ``II.``, ``Khẩu hiệu 3:``."""

from __future__ import annotations

import re

from renderer.intake.passages import Mark

_TYPED = (
    ("number", re.compile(r"(?:Khẩu hiệu|Câu|Nội dung)\s+(?:số\s+)?(?P<n>\d{1,3})\s*[:.)]\s*", re.IGNORECASE)),
    ("number", re.compile(r"(?:\d{1,2}\.)+(?P<n>\d{1,3})(?:[.)]\s*|\s+)(?=\D)")),
    ("number", re.compile(r"(?P<n>\d{1,3})\s?[.)]\s+(?=\S)")),
    ("number", re.compile(r"(?P<n>\d{1,3})\s?(?:[.)]|[-–/]\s+|/\s*)(?=[^\W\d]|[“\"«'‘(])")),
    ("roman", re.compile(r"[IVX]{1,5}(?:\s?[.)]\s*|\s?[-–/]\s+)(?=\D)")),
    ("letter", re.compile(r"[a-zđ]\s?[.)]\s+", re.IGNORECASE)),
    ("bullet", re.compile(r"[-–—−•●○▪■◆►➢✓*+·\uf0b7\uf0a7\uf0fc\uf02d\uf0d8]\s+")),
)  # fmt: skip
"""``-`` begins an item only before a space; ``1.`` also without one. The last signs are Wingdings."""


def typed_mark(text: str) -> tuple[Mark | None, str]:
    """Return what is typed before a text, and the text without it and without spaces round it."""
    stripped = text.strip()
    for kind, pattern in _TYPED:
        match = pattern.match(stripped)
        if match and stripped[match.end() :].strip():
            number = int(match["n"]) if kind == "number" else 0
            return Mark(kind, number), stripped[match.end() :].strip()  # type: ignore[arg-type]
    return None, stripped

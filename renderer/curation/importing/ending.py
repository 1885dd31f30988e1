"""What a list puts round its slogans and nobody wants on a sign: quotation marks, a full stop after all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.text import TextFinding

_QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’", "„": "”", "'": "'"}
_END = re.compile(r"(?P<kept>[!?]?)(?:…|\.+)[.…]*$")


def of_form(text: str) -> Iterator[TextFinding]:
    """Yield a warning where a whole slogan stands in quotation marks or ends in points, with the text without them."""
    inner = _unquote(text)
    if inner:
        yield TextFinding("quoted", "the whole slogan stands in quotation marks", 1, 1, "warning", inner)
    if found := _END.search(inner or text):
        told = f"the slogan ends in {found[0]!r}"
        plain = (inner or text)[: found.start()].rstrip() + found["kept"]
        yield TextFinding("odd-ending", told, 1, found.start() + 1, "warning", plain)


def _unquote(text: str) -> str:
    close, inner = _QUOTES.get(text[:1]), text[1:-1].strip()
    if close is None or not inner or not text.endswith(close):
        return ""
    return "" if text[0] in inner or close in inner else inner

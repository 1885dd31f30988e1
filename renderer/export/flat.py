"""Art as part of the page's own content, for programs that import a form as one object: old CorelDRAW, old RIPs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

_PAINTS_ART = b"/Art Do"


def can_lie_flat(form: Any) -> bool:
    """Tell whether a form paints the same as part of a page: a pattern is placed by the form it stands in, and a group
    blends apart."""
    return "/Group" not in form and "/Pattern" not in form["/Resources"]


def lay_flat(pdf: pikepdf.Pdf, content: bytes) -> Array:
    """Return a page's content with its art written out, and give the page what the art uses.

    Three streams: what comes before the art and clips it to its box, the art as it is in its form, what comes after.
    """
    resources = pdf.pages[0].obj["/Resources"]
    form = resources["/XObject"]["/Art"]
    before, after = content.split(_PAINTS_ART, 1)
    width, height = (value if isinstance(value, int) else f"{value:f}" for value in list(form["/BBox"])[2:])
    parts = before + f"0 0 {width} {height} re W n".encode(), form.read_bytes(), after
    del resources["/XObject"]
    for kind, entries in form["/Resources"].items():
        add_resources(resources, kind, dict(entries.items()))
    return Array([pdf.make_indirect(Stream(pdf, part)) for part in parts])


def add_resources(resources: Any, kind: str, entries: Mapping[str, Any]) -> None:
    """Add entries of one kind to a page's resources; their names are no other's."""
    if entries and kind not in resources:
        resources[kind] = Dictionary()
    for name, entry in entries.items():
        resources[kind][name if name.startswith("/") else f"/{name}"] = entry

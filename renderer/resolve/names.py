"""Names of files: ASCII, safe on every system, and different for signs that differ."""

from __future__ import annotations

from renderer.contract.formats import FORMATS, Format
from renderer.resolve.resolved import PrintSign, Resolved
from renderer.text import slugify

_ORGANISATION_CHARACTERS = 40
DRAFT_SUFFIX = "_BAN-NHAP"
NO_ORGANISATION = "khong-don-vi"


def file_stem(resolved: Resolved) -> str:
    """Return what all names of a sign's files begin with."""
    organisation = slugify(resolved.order.organisation or "")[:_ORGANISATION_CHARACTERS].strip("-") or NO_ORGANISATION
    layout, size = resolved.layout, resolved.size.slug.replace(".", "p")
    parts = (layout.format, layout.family, resolved.slogan.id, organisation, size, resolved.binding[:8])
    return "_".join(parts) + (DRAFT_SUFFIX if resolved.order.draft else "")


def file_name(resolved: Resolved, kind: Format, number: int = 1, count: int = 1) -> str:
    """Return the name of one file of a format; of ``count`` panels, of the one with this number."""
    spec = FORMATS[kind]
    if spec.paged and isinstance(resolved, PrintSign):
        scale = _scale(resolved) if spec.carries_art else ""
        panel = f"_tam-{number}-{count}" if resolved.pages.panel else ""
        return file_stem(resolved) + scale + panel + spec.endings[0]
    return file_stem(resolved) + spec.endings[number - 1]


def _scale(resolved: PrintSign) -> str:
    """Return what a name says of a page's scale; a picture of the print is of its own size."""
    ratio = resolved.pages.ratio
    # A page with a UserUnit must not be enlarged, and a name of 1:10 would ask for it.
    told = f"_TL1-1-UU{ratio}" if resolved.pages.user_unit else f"_TL1-{ratio}"
    return told if ratio != 1 else ""


def file_names(resolved: Resolved) -> tuple[str, ...]:
    """Return the names of a sign's files; of panels, whose number is not known yet, one that no other sign has."""
    return tuple(
        file_name(resolved, kind, number)
        for kind in resolved.formats
        for number in range(1, len(FORMATS[kind].endings) + 1)
    )

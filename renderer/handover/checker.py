"""``kiem-tra.html``: the page by which a print shop sees whether a file is the right one, without a program of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renderer.contract.formats import FORMATS
from renderer.documents.checker import Picture, make_checker
from renderer.documents.pictures import jpeg, make_preview
from renderer.handover.complete import Ready
from renderer.storage.files import read_whole
from renderer.values.limits import PRINT_FILE

_PICTURE_PX = 800
_WIDE = 2.6
"""Width by height from which on a picture stands over what is told of it, not beside."""
_ABOUT = ("Kích thước", "Khổ in", "Tỉ lệ tệp", "Số tấm", "Vật liệu", "Gia công", "Số lượng", "Nơi treo", "Cần giao")
"""Rows of the ticket that the page shows beside a file."""


def write_checker(signs: Sequence[Ready]) -> bytes:
    """Return the page: it knows every file of a package by its sha256."""
    first = dict(signs[0].facts.rows)
    told = [_tell(number, sign) for number, sign in enumerate(signs, 1)]
    return make_checker(first.get("Đơn hàng", ""), first.get("Nhà in", ""), first.get("Liên hệ", ""), told)


def _tell(number: int, sign: Ready) -> dict[str, Any]:
    rows, count = dict(sign.facts.rows), len(sign.entry.expectation.pages)
    panels, (width, height) = count > 1, sign.facts.size
    return {
        "number": number,
        "title": sign.facts.title.removeprefix("Phiếu in - "),
        "texts": list(sign.facts.texts),
        "rows": [[label, rows[label]] for label in _ABOUT if label in rows],
        "picture": _picture(sign),
        "wide": width > _WIDE * height,
        "files": [
            {
                "path": record.path,
                "bytes": source.stat().st_size,
                "sha256": record.sha256,
                "use": FORMATS[record.kind].label,
                "press": FORMATS[record.kind].medium == "press",
                "part": f"Tấm {record.page} / {count}" if panels and FORMATS[record.kind].paged else "",
            }
            for record, source in zip(sign.entry.files, sign.sources, strict=True)
        ],
    }


def _picture(sign: Ready) -> Picture:
    """Return the sign in small: its JPG is in every package."""
    source = next(s for record, s in zip(sign.entry.files, sign.sources, strict=True) if record.kind == "jpg")
    return jpeg(make_preview(read_whole(source, PRINT_FILE.file_bytes), _PICTURE_PX))

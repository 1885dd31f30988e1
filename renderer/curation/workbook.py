"""The catalogue as a workbook: a row an entry; slogans, events, campaigns and organisations on sheets of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from renderer.batch.form import HEAD_COLOUR, stable
from renderer.catalogue import Catalogue, Event, Phase, Slogan, Status, format_event_dates
from renderer.documents.booklet import STATUS_NAMES

_KINDS = {"party": "Đảng", "state": "Nhà nước", "front": "Mặt trận", "press": "Báo chí", "association": "Đoàn thể"}


class _Column(NamedTuple):
    title: str
    width: int
    value: Callable[[Any], Any]


def _phase(phase: Phase) -> str:
    """Return a phase with its days, or with the event that gives them: ``đợt 2 (đến dai-hoi-xiv:last)``."""
    days = [f"từ {phase.first}" if phase.first else "", f"đến {phase.last}" if phase.last else ""]
    told = " ".join(day for day in days if day)
    return f"{phase.title} ({told})" if told else phase.title


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names)


_SLOGANS = (
    _Column("Mã", 20, lambda s: s.id),
    _Column("Phiên bản", 10, lambda s: s.version),
    _Column("Trạng thái", 16, lambda s: s.status),
    _Column("Khẩu hiệu", 70, lambda s: s.text),
    _Column("Số văn bản", 20, lambda s: s.document),
    _Column("Cơ quan ban hành", 34, lambda s: s.issuer),
    _Column("Ngày ban hành", 14, lambda s: s.issued_on),
    _Column("Hiệu lực từ", 14, lambda s: s.valid_from),
    _Column("Hiệu lực đến", 14, lambda s: s.valid_to),
    _Column("Đợt tuyên truyền", 28, lambda s: _joined(s.campaign)),
    _Column("Giai đoạn", 16, lambda s: _joined(s.phase)),
    _Column("Thay bằng", 20, lambda s: _joined(s.replaced_by)),
    _Column("Nguồn", 60, lambda s: s.source),
    _Column("Ghi chú", 50, lambda s: s.notes),
)
_EVENTS = (
    _Column("Mã", 26, lambda e: e.id),
    _Column("Trạng thái", 16, lambda e: e.status),
    _Column("Sự kiện", 70, lambda e: e.title),
    _Column("Thời gian", 26, format_event_dates),
    _Column("Đợt tuyên truyền", 28, lambda e: _joined(e.campaign)),
    _Column("Thay bằng", 20, lambda e: _joined(e.replaced_by)),
    _Column("Nguồn", 60, lambda e: e.source),
    _Column("Ghi chú", 50, lambda e: e.notes),
)
_CAMPAIGNS = (
    _Column("Mã", 34, lambda c: c.id),
    _Column("Đợt tuyên truyền", 70, lambda c: c.title),
    _Column("Giai đoạn", 50, lambda c: "; ".join(_phase(p) for p in c.phase)),
    _Column("Nguồn", 60, lambda c: c.source),
    _Column("Ghi chú", 50, lambda c: c.notes),
)
_BODIES = (
    _Column("Mã", 44, lambda o: o.id),
    _Column("Tên đơn vị", 60, lambda o: o.name),
    _Column("Khối", 14, lambda o: _KINDS[o.kind]),
    _Column("Tỉnh, thành phố", 20, lambda o: o.province),
    _Column("Nguồn", 60, lambda o: o.source),
    _Column("Ghi chú", 50, lambda o: o.notes),
)


def workbook(catalogue: Catalogue, campaign: str, status: Callable[[Slogan | Event], Status]) -> bytes:
    """Return the bytes of the workbook, the same for the same content; of one campaign, if it is named.

    ``status`` tells what an entry is.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    slogans = [s for s in catalogue.slogans if not campaign or campaign in s.campaign]
    events = [e for e in catalogue.events if not campaign or campaign in e.campaign]
    _sheet(book, "Khẩu hiệu", _SLOGANS, slogans, status)
    _sheet(book, "Sự kiện", _EVENTS, events, status)
    _sheet(book, "Đợt tuyên truyền", _CAMPAIGNS, [c for c in catalogue.campaigns if campaign in ("", c.id)])
    _sheet(book, "Đơn vị", _BODIES, catalogue.organisations)
    return stable(book)


def _sheet(
    book: Any,
    title: str,
    columns: Sequence[_Column],
    entries: Sequence[Any],
    status: Callable[[Any], Status] | None = None,
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    for at, column in enumerate(columns, 1):
        head = sheet.cell(1, at, column.title)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", HEAD_COLOUR)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        for row, entry in enumerate(entries, 2):
            value = column.value(entry)
            _write(sheet.cell(row, at), STATUS_NAMES[status(entry)] if status and isinstance(value, Status) else value)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(entries) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(cell: Any, value: Any) -> None:
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" is no formula
    elif not isinstance(value, int):
        cell.number_format = "dd/mm/yyyy"

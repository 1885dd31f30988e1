"""The catalogue as a workbook: a row an entry; slogans, events, campaigns and organisations on sheets of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from renderer.catalogue import Catalogue, Event, Phase, Slogan, Status, format_event_dates
from renderer.documents.booklet import STATUS_NAMES
from renderer.tables import add_filter, make_book, set_page, stable_bytes, wrap_text, write_cell, write_header

_KINDS = {"party": "Đảng", "state": "Nhà nước", "front": "Mặt trận", "press": "Báo chí", "association": "Đoàn thể"}


class _Column(NamedTuple):
    title: str
    width: int
    value: Callable[[Any], Any]


def _tell_phase(phase: Phase) -> str:
    """Return a phase with its days, or with the event that gives them: ``đợt 2 (đến dai-hoi-xiv:last)``."""
    days = [f"từ {phase.first}" if phase.first else "", f"đến {phase.last}" if phase.last else ""]
    told = " ".join(day for day in days if day)
    return f"{phase.title} ({told})" if told else phase.title


def _join(names: Sequence[str]) -> str:
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
    _Column("Đợt tuyên truyền", 28, lambda s: _join(s.campaign)),
    _Column("Giai đoạn", 16, lambda s: _join(s.phase)),
    _Column("Thay bằng", 20, lambda s: _join(s.replaced_by)),
    _Column("Nguồn", 60, lambda s: s.source),
    _Column("Ghi chú", 50, lambda s: s.notes),
)
_EVENTS = (
    _Column("Mã", 26, lambda e: e.id),
    _Column("Trạng thái", 16, lambda e: e.status),
    _Column("Sự kiện", 70, lambda e: e.title),
    _Column("Thời gian", 26, format_event_dates),
    _Column("Đợt tuyên truyền", 28, lambda e: _join(e.campaign)),
    _Column("Thay bằng", 20, lambda e: _join(e.replaced_by)),
    _Column("Nguồn", 60, lambda e: e.source),
    _Column("Ghi chú", 50, lambda e: e.notes),
)
_CAMPAIGNS = (
    _Column("Mã", 34, lambda c: c.id),
    _Column("Đợt tuyên truyền", 70, lambda c: c.title),
    _Column("Giai đoạn", 50, lambda c: "; ".join(_tell_phase(p) for p in c.phase)),
    _Column("Nguồn", 60, lambda c: c.source),
    _Column("Ghi chú", 50, lambda c: c.notes),
)
_ORGANISATIONS = (
    _Column("Mã", 44, lambda o: o.id),
    _Column("Tên đơn vị", 60, lambda o: o.name),
    _Column("Khối", 14, lambda o: _KINDS[o.kind]),
    _Column("Tỉnh, thành phố", 20, lambda o: o.province),
    _Column("Nguồn", 60, lambda o: o.source),
    _Column("Ghi chú", 50, lambda o: o.notes),
)


def make_workbook(catalogue: Catalogue, campaign: str, status: Callable[[Slogan | Event], Status]) -> bytes:
    """Return the bytes of the workbook, the same for the same content; of one campaign, if it is named.

    ``status`` tells what an entry is.
    """
    book = make_book(("Khẩu hiệu", "Sự kiện", "Đợt tuyên truyền", "Đơn vị"))
    of_slogans, of_events, of_campaigns, of_organisations = book.worksheets
    slogans = [s for s in catalogue.slogans if not campaign or campaign in s.campaign]
    events = [e for e in catalogue.events if not campaign or campaign in e.campaign]
    _write_sheet(of_slogans, _SLOGANS, slogans, status)
    _write_sheet(of_events, _EVENTS, events, status)
    _write_sheet(of_campaigns, _CAMPAIGNS, [c for c in catalogue.campaigns if campaign in ("", c.id)])
    _write_sheet(of_organisations, _ORGANISATIONS, catalogue.organisations)
    return stable_bytes(book)


def _write_sheet(
    sheet: Any, columns: Sequence[_Column], entries: Sequence[Any], status: Callable[[Any], Status] | None = None
) -> None:
    write_header(sheet, [(column.title, column.width) for column in columns])
    set_page(sheet)
    for row, entry in enumerate(entries, 2):
        for at, column in enumerate(columns, 1):
            cell, value = sheet.cell(row, at), column.value(entry)
            write_cell(cell, STATUS_NAMES[status(entry)] if status and isinstance(value, Status) else value)
            wrap_text(cell)
    add_filter(sheet, len(columns), len(entries))

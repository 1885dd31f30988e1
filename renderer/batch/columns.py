"""The columns of a job: what they are called, in English and Vietnamese, and how their cells are read.

The fields of ``Order`` are columns of their own; the others are declared here once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from renderer.contract.formats import FORMATS
from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.tables import (
    PASSED_OVER,
    Columns,
    index_names,
    name_key,
    name_keys,
    read_count,
    read_day,
    read_days,
    read_number,
    read_text,
    read_yes,
    word_reader,
)
from renderer.values.errors import DataError

NOTES = {
    "quantity": "number of copies to print",
    "shop": "who prints it: a package is made for each print shop",
    "place": "where the sign will hang",
    "contact": "whom the print shop asks: name and telephone",
    "due": "when the print must be ready",
    "out": "folder of the files, for example {format}/{unit}",
}
"""Columns that do not change a file: they go into the manifest for whoever prints and hangs."""
_HALVES = {"hang_from": "first hang date", "hang_to": "last hang date"}
FIELDS = {**{name: field.description or "" for name, field in Order.model_fields.items()}, **_HALVES, **NOTES}
"""Every column with its meaning."""
LISTS = ("layout", "size", "slogan", "event", "organisation")
"""Columns in which several values, parted by ``;`` or by lines, stand for one sign each."""

HEADERS: dict[str, tuple[str, ...]] = {
    "layout": ("mẫu", "bố cục", "mẫu bố cục", "mẫu thiết kế", "ma-két"),
    "size": ("kích thước", "khổ", "kích cỡ"),
    "slogan": ("khẩu hiệu", "nội dung", "nội dung khẩu hiệu", "mã khẩu hiệu"),
    "slogan_version": ("phiên bản", "phiên bản khẩu hiệu"),
    "event": ("sự kiện", "mã sự kiện"),
    "organisation": ("unit", "đơn vị", "tên đơn vị", "cơ quan"),
    "logo": ("biểu trưng", "lô gô"),
    "formats": ("format", "định dạng", "loại tệp", "dạng tệp"),
    "dpi": ("độ phân giải",),
    "hang": ("ngày treo", "thời gian treo"),
    "hang_from": ("từ ngày", "treo từ ngày", "ngày bắt đầu"),
    "hang_to": ("đến ngày", "treo đến ngày", "ngày kết thúc"),
    "bleed": ("tràn lề", "bù xén"),
    "finishing": ("gia công", "hoàn thiện"),
    "eyelets": ("khoảng cách khoen",),
    "standard": ("tiêu chuẩn in", "chuẩn pdf"),
    "text": ("dạng chữ",),
    "marks": ("dấu cắt", "ốc xén"),
    "scale": ("tỉ lệ", "tỷ lệ"),
    "panels": ("khổ tấm", "khổ cuộn"),
    "overlap": ("chồng mí",),
    "imprint": ("đơn vị thực hiện", "dòng ghi tên"),
    "job": ("công việc", "tên đơn hàng"),
    "viewing": ("khoảng cách nhìn", "tầm nhìn"),
    "lines": ("dòng", "ngắt dòng", "cách ngắt dòng"),
    "cap_height": ("cỡ chữ", "chiều cao chữ"),
    "draft": ("proof", "bản nháp"),
    "quantity": ("số lượng", "sl"),
    "material": ("vật liệu", "chất liệu"),
    "shop": ("nhà in", "xưởng in", "cơ sở in", "đơn vị in"),
    "place": ("địa điểm", "vị trí", "nơi treo", "vị trí treo"),
    "contact": ("liên hệ", "người liên hệ", "điện thoại liên hệ"),
    "due": ("hạn giao", "ngày giao", "cần trước ngày"),
    "out": ("thư mục",),
}
"""Other names of a column, Vietnamese first; how they are compared: ``tables.name_key``."""
IGNORED_NAMES = ("stt", "số tt", "tt", "no", "ghi chú", "note", "nội dung tham khảo")
"""Columns that people keep for themselves."""
FINISHING_WORDS = {
    "không": "none",
    "không gia công": "none",
    "may biên": "hem",
    "gấp mép": "hem",
    "đóng khoen": "eyelets",
    "luồn cây hai đầu": "poles-ends",
    "luồn cây trên dưới": "poles-top-foot",
    **{finishing.name: key for key, finishing in FINISHINGS.items()},
}
MATERIAL_WORDS = {
    "hiflex": "hiflex",
    "bạt": "hiflex",
    "giấy": "coated",
    "couché": "coated",
    "giấy couche": "coated",
    **{material.name: key for key, material in MATERIALS.items()},
}
_BY_NAME = index_names({field: (field, *HEADERS.get(field, ())) for field in FIELDS})
_IGNORED_KEYS = {key for name in IGNORED_NAMES for key in name_keys(name)}


def field_of(header: str) -> str | None:
    """Return the column that a header names: ``""`` for one that is passed over, None for an unknown one."""
    key = name_key(header)
    return PASSED_OVER if key in _IGNORED_KEYS else _BY_NAME.get(key)


def read_cell(field: str, value: Any) -> str:
    """Return a cell's value as the text that its column takes; raises DataError saying what is wrong.

    Numbers of any kind, dates, and words are taken as people type them: ``2,5`` and ``2.5``, ``20/01/2026`` and a
    real date.
    """
    return _READERS.get(field, read_text)(value)


def _read_scale(value: Any) -> str:
    """Return 1 or 10 from ``1``, ``1:10``, ``1/10``; a spreadsheet may have made a time or a date of it."""
    text = read_text(value)
    return text[2:] if re.fullmatch(r"1[:/](1|10)", text) else text


def _read_formats(value: Any) -> str:
    parts = [part.strip().lower() for part in re.split(r"[,;+\s]+", read_text(value)) if part.strip()]
    for part in parts:
        if part not in FORMATS:
            raise DataError(
                "unknown-format", f"no file format is called {part!r}", hint="accepted: " + ", ".join(FORMATS)
            )
    return ",".join(parts)


_READERS: dict[str, Callable[[Any], str]] = {
    "dpi": read_number,
    "bleed": read_number,
    "viewing": read_number,
    "cap_height": read_number,
    "slogan_version": read_count,
    "quantity": read_count,
    "draft": read_yes,
    "finishing": word_reader(FINISHING_WORDS, FINISHINGS),
    "formats": _read_formats,
    "material": word_reader(MATERIAL_WORDS, MATERIALS),
    "eyelets": read_number,
    "overlap": read_number,
    "scale": _read_scale,
    "hang": read_days,
    "hang_from": read_day,
    "hang_to": read_day,
}

JOB_COLUMNS = Columns(
    naming=field_of,
    read=read_cell,
    least=2,
    examples="khẩu hiệu, kích thước, đơn vị",
    hint="codong job template FILE.xlsx writes a sheet to start from",
    unknown="codong job columns lists the names; a column called 'ghi chú' is passed over",
)
"""How the sheet of a job is read."""

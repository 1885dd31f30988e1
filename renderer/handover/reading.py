"""What a print shop reads before it prints: one text in Vietnamese, for any editor."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.handover.complete import Ready

READING = "DOC-TRUOC-KHI-IN.txt"
CHECKER = "kiem-tra.html"
SUMS = "SHA256SUMS"
_ONCE = ("Đơn hàng", "Nhà in")
"""What is the same for every sign of a package."""
_CHECKS = (
    f"Mở tệp {CHECKER} bằng trình duyệt (Chrome, Edge, Cốc Cốc, Firefox; không cần mạng), thả tệp sắp in vào."
    ' Chỉ in khi trang báo "ĐÚNG TỆP".',
    "So từng chữ, từng dấu trên màn hình của máy in với phần Nội dung ở dưới.",
    "So kích thước mà máy nhận với Khổ in và Tỉ lệ tệp ở dưới. Chỉ phóng khi phiếu ghi phóng.",
    "In đúng tệp đã nhận: không mở ra lưu lại, không thay phông, không sửa chữ, không đổi hệ màu, không tự cắt bớt.",
    "Nếu máy báo thiếu phông, hoặc thấy thiếu chữ, thiếu dấu, lệch dấu thì dừng lại và hỏi.",
    "Gia công theo phiếu in (tệp có đuôi _phieu.pdf): gấp mép, đóng khoen, ghép tấm.",
)
_WIDTH = 15
_LINE = "\r\n"
"""Notepad of older Windows knows no other end of a line."""


def write_reading(signs: Sequence[Ready]) -> bytes:
    """Return the text, UTF-8 with the mark that old editors need to know it by."""
    first = dict(signs[0].facts.rows)
    head = ["ĐỌC TRƯỚC KHI IN", "================", ""]
    head += [_row(label, first[label]) for label in _ONCE if label in first]
    head += [_row("Số mẫu", str(len(signs))), "", "TRƯỚC KHI IN, XIN KIỂM TRA", "--------------------------"]
    head += [f"{number}. {told}" for number, told in enumerate(_CHECKS, 1)]
    head += [f"{len(_CHECKS) + 1}. {_ask(first)}", ""]
    body = [line for number, sign in enumerate(signs, 1) for line in _tell_sign(number, sign, len(signs))]
    return "﻿".encode() + _LINE.join([*head, *body]).encode() + _LINE.encode()


def _ask(first: dict[str, str]) -> str:
    whom = f" {first['Liên hệ']}" if "Liên hệ" in first else " nơi đặt in"
    return f"Có điều gì chưa rõ, xin hỏi{whom} trước khi in."


def _tell_sign(number: int, sign: Ready, count: int) -> list[str]:
    title = (f"MẪU {number}: " if count > 1 else "") + sign.facts.title.removeprefix("Phiếu in - ")
    lines = [title, "-" * len(title), _row("Nội dung", sign.facts.texts[0])]
    lines += [_row("", text) for text in sign.facts.texts[1:]]
    for label, value in sign.facts.rows:
        if label not in (*_ONCE, "Tệp in"):
            first, *more = value.split("\n")
            lines += [_row(label, first), *(_row("", one) for one in more)]
    for place, file in enumerate(sign.entry.files):
        lines.append(_row("" if place else "Tệp", file.path))
    return [*lines, _row("Mã kiểm tra", sign.entry.binding[:8]), ""]


def _row(label: str, value: str) -> str:
    return f"{label + ':' if label else '':{_WIDTH}} {value}"

"""Names as they stand in the names of files."""

from __future__ import annotations

from renderer.text import slugify


def test_slugs_are_plain_ascii() -> None:
    assert slugify("Đảng ủy phường Vạn Xuân – Tổ 3/4") == "dang-uy-phuong-van-xuan-to-3-4"

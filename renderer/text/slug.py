"""Slugs: names without marks."""

from __future__ import annotations

import re
import unicodedata


def slugify(text: str) -> str:
    """Return ``text`` as a slug without marks: ``Đảng ủy phường Vạn Xuân`` -> ``dang-uy-phuong-van-xuan``."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))

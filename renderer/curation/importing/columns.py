"""Which column of a table holds the slogans."""

from __future__ import annotations

from collections.abc import Mapping

from renderer.tables import index_names, look_up
from renderer.text import gate
from renderer.values.errors import DataError

_HEADERS = {
    "slogan": (
        "slogan",
        "text",
        "khẩu hiệu",
        "câu khẩu hiệu",
        "tên khẩu hiệu",
        "nội dung khẩu hiệu",
        "các khẩu hiệu",
        "nội dung câu khẩu hiệu",
    ),
    "content": ("nội dung", "nội dung tuyên truyền", "nội dung câu"),
    "number": ("stt", "số tt", "tt", "số", "no"),
    "id": ("id", "mã"),
}
"""``content`` is a column of slogans only where none is called so."""
_NAMES = index_names(_HEADERS)


def column_of(header: str) -> str | None:
    """Return what a header names: ``slogan``, ``content``, ``number`` or nothing that matters."""
    return look_up(_NAMES, gate(" ".join(header.split()), accept_converted=True).text)


def slogan_column(headers: Mapping[int, str], where: str) -> int | None:
    """Return the column of slogans among headers by column; raises DataError where two claim it."""
    named = {at: column_of(header) for at, header in headers.items()}
    for name in ("slogan", "content"):
        found = [at for at, field in named.items() if field == name]
        if len(found) > 1:
            raise DataError(
                "doubled-column",
                f"{headers[found[1]]!r} names the column of slogans a second time",
                where=where,
                hint="keep one of them",
            )
        if found:
            return found[0]
    return None

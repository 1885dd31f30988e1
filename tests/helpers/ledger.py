"""Decisions and chains of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from renderer.ledger import Decision, Entry, chain, content_of

TEXT = "Đảng Cộng sản Việt Nam quang vinh muôn năm!"
DAY = date(2026, 1, 10)
CHECK, APPROVE = "kiểm tra nội dung", "duyệt"


def decision(action: str = "approve", **fields: Any) -> Decision:
    """Return the approval of a slogan ``a``, or what ``fields`` make of it."""
    base = {
        "action": action,
        "kind": "slogan",
        "id": "a",
        "content": content_of(TEXT),
        "shown": TEXT,
        "who": "Nguyễn Văn A",
        "role": APPROVE,
        "decided": DAY,
    }
    return Decision.model_validate({**base, **fields})


def chain_all(*decisions: Decision) -> list[Entry]:
    """Return decisions as the entries of a ledger."""
    entries: list[Entry] = []
    for one in decisions:
        entries.append(chain(one, entries[-1] if entries else None, DAY))
    return entries

"""Jobs of a few signs, and what a run left in its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.helpers.signs import HANG


def toml_job(path: Path, *signs: dict[str, Any], **defaults: Any) -> Path:
    """Write a job of ``signs``, with layout, size and hang dates for all of them."""
    defaults = {"layout": "bang-ron/co-do", "size": "4,8x0,6m", "hang": HANG, **defaults}
    parts = ["schema = 1", "[defaults]", *(_line(k, v) for k, v in defaults.items())]
    for sign in signs:
        parts += ["[[sign]]", *(_line(k, v) for k, v in sign.items())]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path


def _line(key: str, value: Any) -> str:
    return f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}"


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

"""Running the command as a user does, on jobs of a few signs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

HANG = "2026-01-20..2026-01-23"
UNIT = "ubnd-tinh-son-la"
OTHER_UNIT = "dang-uy-ubnd-tinh-son-la"


@dataclass(frozen=True)
class Ran:
    """A finished call of ``codong``."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def faults(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == "fault"]


Codong = Callable[..., Ran]


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "CODONG_CACHE": str(tmp_path / "cache")}


def command(*arguments: object, workspace: Path = ROOT) -> list[str]:
    return [sys.executable, "-m", "renderer", "--workspace", str(workspace), *map(str, arguments)]


def run(tmp_path: Path, *arguments: object, workspace: Path = ROOT, limit: str = "") -> Ran:
    """Run ``codong`` in ``tmp_path``; ``limit`` is a shell's word before it, for example a ``ulimit``."""
    line: list[str] = command(*arguments, workspace=workspace)
    if limit:
        line = ["bash", "-c", f'{limit}; exec "$@"', "bash", *line]
    done = subprocess.run(
        line, capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, check=False, timeout=120
    )
    return Ran(done.returncode, done.stdout, done.stderr)


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

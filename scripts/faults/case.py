"""A case: a command line in a folder of its own, and the exit codes that are right for it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ANY_ANSWER = frozenset({0, 2, 3, 4, 5, 6, 7})
"""Every documented code but 1 (internal fault) and 130 (interrupted)."""
BAD_DATA = frozenset({3})


@dataclass(frozen=True)
class Case:
    """The words behind ``codong``, the codes that are right, and what was done to the input."""

    words: tuple[str, ...]
    codes: frozenset[int] = ANY_ANSWER
    note: str = ""


@dataclass(frozen=True)
class Bench:
    """What cases are made of: a workspace with a ledger and a picture, finished signs of every format, lists."""

    workspace: Path
    signs: Path
    lists: Path

    def own_workspace(self, folder: Path, changed: dict[str, bytes] | None = None) -> Path:
        """Return a workspace of the case: links to the shared files, and ``changed`` ones of its own."""
        root = folder / "workspace"
        for origin in self.workspace.rglob("*"):
            name = origin.relative_to(self.workspace)
            if origin.is_dir():
                (root / name).mkdir(parents=True, exist_ok=True)
            elif name.as_posix() not in (changed or {}):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(origin, root / name)
        for name, data in (changed or {}).items():
            (root / name).write_bytes(data)
        return root

    def read(self, name: str) -> bytes:
        return (self.workspace / name).read_bytes()


Door = Callable[[random.Random, Path, Bench], Case]


def case(workspace: Path, *words: object, codes: frozenset[int] = ANY_ANSWER, note: str = "") -> Case:
    """Return a case in a workspace."""
    return Case(("--workspace", str(workspace), *map(str, words)), codes, note)


def pick(chance: random.Random, *choices: object) -> object:
    return chance.choice(choices)


def some(chance: random.Random, items: Sequence[str], most: int) -> list[str]:
    return chance.sample(list(items), min(len(items), chance.randint(1, most)))

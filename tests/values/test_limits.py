"""The document of the limits and the code say the same."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from renderer.values import limits
from tests.helpers.workspaces import ROOT

TEXT = (ROOT / "docs/limits.md").read_text(encoding="utf-8")
DOORS = {name: value for name, value in vars(limits).items() if isinstance(value, limits.Limits)}
OTHERS = re.findall(r"^\| `([\w/]+)\.py` \| `(\w+)` \| ([\d,]+) \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize("name", DOORS)
def test_every_door_is_told_as_it_is(name: str) -> None:
    door = DOORS[name]
    row = re.search(rf"^\| `{name}` \| [^|]+ \| ([\d,]+) MB \| ([\d,]+) MB \| ([\d.]+) s \|$", TEXT, re.MULTILINE)
    assert row, f"docs/limits.md does not tell {name}"
    told = [float(figure.replace(",", "")) for figure in row.groups()]
    assert told == [door.file_bytes / 1e6, door.memory_bytes / 1e6, door.seconds]


NO_LIMITS = {"MAX_JUSTIFY_RATIO"}
"""Bounds of the typesetter's taste, not of what is read."""


def test_no_bound_is_left_out() -> None:
    """Every public bound of a module, by how its name begins."""
    named = [
        (path.relative_to(ROOT / "renderer").with_suffix("").as_posix(), name)
        for path in sorted((ROOT / "renderer").rglob("*.py"))
        for name in re.findall(
            r"\b((?:MOST|MAX|LARGEST)_\w+)\b(?=[^=\n]*=[^=])", top_of(path.read_text(encoding="utf-8"))
        )
    ]
    told = {(module, name) for module, name, _ in OTHERS}
    assert len(named) >= 30 and [pair for pair in named if pair not in told and pair[1] not in NO_LIMITS] == []


def top_of(text: str) -> str:
    """Return the lines of a module that begin with a public constant."""
    return "\n".join(line for line in text.splitlines() if re.match(r"(?:MOST|MAX|LARGEST)_", line))


@pytest.mark.parametrize(("module", "name", "figure"), OTHERS)
def test_every_count_is_told_as_it_is(module: str, name: str, figure: str) -> None:
    value = getattr(import_module(f"renderer.{module.replace('/', '.')}"), name)
    assert value == float(figure.replace(",", ""))

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


def test_the_document_tells_counts() -> None:
    assert len(OTHERS) >= 10


@pytest.mark.parametrize(("module", "name", "figure"), OTHERS)
def test_every_count_is_told_as_it_is(module: str, name: str, figure: str) -> None:
    value = getattr(import_module(f"renderer.{module.replace('/', '.')}"), name)
    assert value == float(figure.replace(",", ""))

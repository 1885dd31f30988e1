"""Shared fixtures: the repository's workspace with a fixed clock, and copies of it that tests may spoil."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from renderer.studio import Studio
from renderer.workspace import STARTER_PARTS, Workspace

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 1, 22)
HANG = "2026-01-20..2026-02-03"
CONGRESS = "cv9743-02"
SHORT = "dn23-06"


def fixed_clock() -> date:
    return TODAY


def copy_workspace(target: Path) -> Path:
    """Copy the repository's workspace to ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for part in STARTER_PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part)
        else:
            shutil.copy2(source, target / part)
    return target


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return Workspace(ROOT, clock=fixed_clock)


@pytest.fixture(scope="session")
def studio(workspace: Workspace) -> Studio:
    return Studio(workspace)


@pytest.fixture
def own_workspace(tmp_path: Path) -> Path:
    """A copy of the workspace that the test may change."""
    return copy_workspace(tmp_path / "workspace")

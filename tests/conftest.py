"""Shared fixtures: the repository's workspace with a fixed clock, and copies of it that tests may spoil."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from renderer.contract.expectation import Expectation
from renderer.contract.order import Order
from renderer.pipeline import Asset, render
from renderer.studio import Studio
from renderer.workspace import Workspace
from renderer.workspace.starter import STARTER_PARTS
from tests.command import ROOT, Codong, run

TODAY = date(2026, 1, 22)
HANG = "2026-01-20..2026-01-23"
CONGRESS = "cv9743-02"
SHORT = "dn23-06"


def fixed_clock() -> date:
    return TODAY


def shipped_font_file(key: str) -> str:
    """Return the file of a pinned face, below ``fonts/``."""
    return Workspace(ROOT).font_entries[key].file


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


@dataclass(frozen=True)
class Finished:
    """A rendered asset of the tests' campaign, with the bytes of its files by kind."""

    asset: Asset
    data: dict[str, bytes]

    @property
    def expected(self) -> Expectation:
        return self.asset.entry.expectation

    def path(self, kind: str) -> Path:
        return next(self.asset.folder / f.path for f in self.asset.entry.files if f.kind == kind)


def finish(studio: Studio, folder: Path, **fields: object) -> Finished:
    """Render an order of the tests' campaign into ``folder``."""
    order = Order(**{"layout": "pano/co-do", "slogan": CONGRESS, "size": "4x2m", "hang": HANG, **fields})  # type: ignore[arg-type]
    asset = render(studio, order, folder)
    return Finished(asset, {f.kind: (folder / f.path).read_bytes() for f in asset.entry.files})


@pytest.fixture(scope="session")
def pano(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("pano"),
        formats=("pdf", "png"),
        event="thanh-lap-dang-96",
        organisation="dang-uy-phuong-van-xuan",
    )


@pytest.fixture(scope="session")
def other_pano(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("other"),
        slogan=SHORT,
        formats=("pdf", "png"),
        event="thanh-lap-dang-96",
        organisation="dang-uy-phuong-van-xuan",
    )


@pytest.fixture(scope="session")
def fonts(studio: Studio) -> dict[str, bytes]:
    return {key: studio.workspace.font_bytes(key) for key in studio.workspace.font_entries}


@pytest.fixture
def codong(tmp_path: Path) -> Codong:
    """Run the command in the test's folder, with a cache of its own."""
    return partial(run, tmp_path)

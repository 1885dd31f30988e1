"""Shared fixtures: the repository's workspace with a fixed clock, copies of it that tests may spoil, and two signs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.helpers.command import CACHE, Codong, call_or_run, setting
from tests.helpers.signs import OFFICE, PANO, SHORT, Finished, finish
from tests.helpers.workspaces import ROOT, copy_workspace, fixed_clock


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or fills the cache of whoever runs it."""
    with setting(CACHE, str(tmp_path_factory.mktemp("cache"))):
        yield


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


@pytest.fixture(scope="session")
def pano(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("pano"), formats=("pdf", "png"), **PANO)


@pytest.fixture(scope="session")
def other_pano(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("other"), slogan=SHORT, formats=("pdf", "png"), **PANO)


@pytest.fixture(scope="session")
def every_format(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A pano as a print, a CMYK picture, a soft proof and a ticket."""
    return finish(
        studio,
        tmp_path_factory.mktemp("all"),
        size="3x2m",
        formats=("pdf", "tiff", "softproof", "ticket"),
        dpi=20,
        organisation=OFFICE,
        event="thanh-lap-dang-96",
        finishing="eyelets",
        job="Đợt 1",
    )


@pytest.fixture(scope="session")
def fonts(studio: Studio) -> dict[str, bytes]:
    return {key: studio.workspace.font_bytes(key) for key in studio.workspace.font_entries}


@pytest.fixture
def codong(tmp_path: Path) -> Codong:
    """Run the command in the test's folder, with a cache of its own."""
    return partial(call_or_run, tmp_path)

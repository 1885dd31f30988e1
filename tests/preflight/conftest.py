"""Fixtures of the preflight: a sign whose letters are live text."""

from __future__ import annotations

import pytest

from renderer.studio import Studio
from tests.helpers.signs import Finished, finish


@pytest.fixture(scope="session")
def live(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("live"), size="2x1m", finishing="eyelets", text="live")

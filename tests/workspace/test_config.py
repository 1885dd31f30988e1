"""What a workspace says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.values.errors import ExitCode
from tests.helpers.life import run, with_policy
from tests.helpers.signs import SHORT


@pytest.mark.parametrize(
    "policy", ['final = "approved"', 'roles = ["duyệt"]', 'final = "maybe"', 'phase = "never"', "nicht = 1"]
)
def test_a_faulty_policy_is_told(own_workspace: Path, capsys: pytest.CaptureFixture[str], policy: str) -> None:
    with_policy(own_workspace, f"[policy]\n{policy}\n")
    assert run(own_workspace, "render", "led/co-do", "--slogan", SHORT, "--size", "256x128px") == ExitCode.BAD_DATA
    assert "codong.toml: policy" in capsys.readouterr().err

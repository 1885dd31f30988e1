"""The command that checks texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.values.errors import ExitCode
from tests.helpers.life import BY, run


def test_a_withdrawn_text_is_no_clean_text(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Chủ tịch Hồ Chí Minh vĩ đại sống mãi trong sự nghiệp của chúng ta!"
    assert run(own_workspace, "check", text) == 0
    run(own_workspace, "withdraw", "dn23-05", *BY, "--on", "2026-01-01", "--replaced-by", "dn23-07")
    assert run(own_workspace, "check", text) == ExitCode.REFUSED
    assert "refused-text: is dn23-05, which is withdrawn; dn23-07 stands in its place" in capsys.readouterr().out

"""The command called in this process: it is the same entry, without starting Python for every list."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from renderer.cli.main import main
from tests.command import ROOT, Ran, run


@pytest.fixture
def codong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command in the test's folder; with a ``limit`` of the shell as a process of its own."""
    monkeypatch.setenv("CODONG_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, workspace: Path = ROOT, limit: str = "") -> Ran:
        if limit:
            return run(tmp_path, *arguments, workspace=workspace, limit=limit)
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(["--workspace", str(workspace), *map(str, arguments)])
            except SystemExit as ended:  # argparse's own refusals
                code = int(ended.code or 0)
        return Ran(code, out.getvalue(), err.getvalue())

    return call

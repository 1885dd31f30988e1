"""What the ledger tells of a subject."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.values.errors import ExitCode
from tests.helpers.life import APPROVE, BY, approve, run
from tests.helpers.signs import CONGRESS, SHORT


def test_history_tells_of_one_subject_or_of_all(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve(own_workspace, SHORT)
    run(own_workspace, "withdraw", CONGRESS, "--by", "C", "--role", APPROVE, "--note", "sai ngày")
    capsys.readouterr()
    assert run(own_workspace, "history", "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    assert [(e["number"], e["action"], e["id"]) for e in entries] == [
        (1, "approve", SHORT),
        (2, "approve", SHORT),
        (3, "withdraw", CONGRESS),
    ]
    assert run(own_workspace, "history", f"slogan:{CONGRESS}") == 0
    told = capsys.readouterr().out
    assert "withdrawn by C (duyệt)" in told and "sai ngày" in told and SHORT not in told
    assert run(own_workspace, "history", "dn23-07") == 0
    assert "says nothing" in capsys.readouterr().out
    assert run(own_workspace, "history", "nicht") == ExitCode.USAGE


def test_history_of_an_id_tells_of_all_its_versions(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own_workspace, "withdraw", f"slogan:{SHORT}@1", *BY)
    for given in (SHORT, f"slogan:{SHORT}", f"slogan:{SHORT}@1"):
        capsys.readouterr()
        assert run(own_workspace, "history", given) == 0
        assert "withdrawn by Trần Thị B" in capsys.readouterr().out

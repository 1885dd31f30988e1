"""What the ledger tells of a subject."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.ledger import LEDGER, Ledger
from renderer.values.errors import ExitCode
from tests.helpers.ledger import DAY, decision
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


def test_a_remark_forges_no_line_and_moves_no_cursor(own_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ledger that another program wrote may hold any text; this program takes none that acts on a terminal."""
    forged = "tốt\n9  00000000  2026-01-01  slogan:x@1 approved\x1b[1A\x1b[2K\u202e"
    Ledger(own_workspace / LEDGER).append(decision(id=SHORT, note=forged, who=forged, shown=forged), DAY)
    capsys.readouterr()
    assert run(own_workspace, "history") == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) == 2 and not {"\x1b", "\u202e"} & {*told} and "\\n9  0000" in told


@pytest.mark.parametrize("option", ["--by", "--role", "--document", "--note", "--although"])
@pytest.mark.parametrize("text", ["một\nhai", "một\x1b[2Jhai", "một\u202ehai", "một\rhai", "\x9b31m"])
def test_no_remark_is_taken_that_could(own_workspace: Path, option: str, text: str) -> None:
    given = {"--by": "A", "--role": APPROVE, "--document": "", "--note": "", "--although": ""}
    assert run(own_workspace, "approve", SHORT, *[w for pair in {**given, option: text}.items() for w in pair]) == 4
    assert not (own_workspace / LEDGER).exists()

"""The door for PDFs from outside: whatever a file does to its reader is one finding, and no damage is proven."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.preflight import Finding
from renderer.review.foreign import ask_pdf, judge_pdf
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import DataError, RefusedError
from tests.helpers.command import Codong
from tests.helpers.damaged_files import damage
from tests.helpers.hostile_pdfs import HOSTILE, hostile
from tests.helpers.pdfs import simple
from tests.helpers.signs import Finished


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = tmp_path / "locked.pdf"
    pikepdf.open(simple(tmp_path)).save(path, encryption=pikepdf.Encryption(owner="o", user="u", R=6))
    return path


@pytest.mark.parametrize("command", ["preflight", "verify"])
def test_a_locked_file_is_said_to_be_encrypted(codong: Codong, locked: Path, command: str) -> None:
    ran = codong(command, locked)
    assert ran.code == 5
    assert "encrypted" in ran.out or command == "verify"
    assert "0x" not in ran.out + ran.err


def test_what_a_reader_raises_is_the_files_finding(tmp_path: Path) -> None:
    path = simple(tmp_path)

    def stumble() -> list[Finding]:
        raise KeyError("/Kids")

    [finding] = judge_pdf(stumble, path, 100)
    assert finding.code == "broken-file" and "/Kids" in finding.message
    with pytest.raises(DataError, match="KeyError"):
        ask_pdf(stumble, path, 100)


def test_a_fault_of_the_workspace_is_not_the_files(tmp_path: Path) -> None:
    def refuse() -> list[Finding]:
        raise DataError("changed-font", "is not the pinned file", where="fonts/a.ttf")

    with pytest.raises(DataError, match="pinned"):
        judge_pdf(refuse, simple(tmp_path), 100)

    def withdraw() -> list[Finding]:
        raise RefusedError("withdrawn", "was withdrawn")

    with pytest.raises(RefusedError):
        judge_pdf(withdraw, simple(tmp_path), 100)


@pytest.mark.parametrize("name", ["3,000 pages", "art of 5,000 nested objects", "a page tree that holds itself"])
def test_a_hostile_file_is_not_proven_and_ends_with_5(codong: Codong, tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(hostile(HOSTILE[name][0]))
    ran = codong("verify", path)
    assert ran.code == 5 and "FAILED" in ran.out


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_no_damage_is_proven_whatever_it_is(pano: Finished, studio: Studio, tmp_path: Path, seed: int) -> None:
    good = pano.data["pdf"]
    data = damage(good, random.Random(seed))
    path = tmp_path / pano.path("pdf").name
    path.write_bytes(data)
    verdict = verify_file(studio, path, [pano.asset.entry])
    assert verdict.passed == (data == good)

"""What is printed cannot act on a terminal nor pose as a line of its own, and streams may be closed, full or foreign."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cli.console import Console
from renderer.cli.streams import prepare_streams, settle, write_result
from renderer.cli.studio import default_store
from renderer.layout import Store
from renderer.values.errors import ExitCode, WriteError
from tests.helpers.command import LIMIT_S, command, environment
from tests.helpers.workspaces import ROOT

ANYTHING = st.text(st.characters(exclude_categories=()) | st.sampled_from("\n\r\x1b\x9b\u2028\u202e\udcff\x00"))
TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
VERSES = "Đảng Cộng sản Việt Nam quang vinh muôn năm! ừ Ễ ỵ ậ ǎ ₫ 🙂"


def acts(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in TURNS


@given(ANYTHING)
def test_no_text_acts_on_a_terminal_or_poses_as_a_line(text: str) -> None:
    _, *others = settle(text).split("\n")
    assert [line for line in others if line and not line.startswith(" ")] == []
    assert [character for character in settle(text) if acts(character) and character != "\n"] == []


@given(
    st.recursive(ANYTHING | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(ANYTHING, inner))
)
def test_json_says_the_same_and_acts_on_nothing(value: object) -> None:
    for encoding in ("utf-8", "ascii", "cp1258"):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
        with redirect_stdout(out):
            Console({}).say_json(value)
        said = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
        assert json.loads(said) == json.loads(json.dumps(value))
        assert [character for character in said if acts(character) and character != "\n"] == []


@pytest.mark.parametrize("encoding", ["ascii", "cp1258", "latin-1", "utf-8", "cp437"])
def test_every_text_is_written_in_every_encoding(encoding: str) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", write_through=True)
    with redirect_stdout(out):
        prepare_streams()
        Console({}).say(VERSES)
    said = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    if encoding == "cp1258":
        plain = unicodedata.normalize("NFC", said).replace("\\U0001f642", "🙂").replace("\\u01ce", "ǎ")
        assert plain.rstrip("\n") == VERSES
    else:
        assert said.encode("ascii", "backslashreplace").replace(b"\\xd0", b"\\u0110")
        assert said.count("\n") == 1 and "Vi" in said


def test_a_full_device_is_a_fault_of_writing() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full, redirect_stdout(full):
        with pytest.raises(WriteError, match="standard output: cannot be written"):
            write_result("x")
        write_result("what follows goes nowhere, so that closing does not fail again")


LIST = ("list", "events")
WRONG = ("list", "nothing")


@pytest.mark.parametrize(
    ("words", "streams", "code"),
    [
        (LIST, ">&-", ExitCode.CANNOT_WRITE),
        (LIST, "> /dev/full", ExitCode.CANNOT_WRITE),
        ((*LIST, "--json"), "> /dev/full", ExitCode.CANNOT_WRITE),
        (["--version"], "> /dev/full", ExitCode.CANNOT_WRITE),
        (WRONG, "2>&-", ExitCode.USAGE),
        (WRONG, "2> /dev/full", ExitCode.USAGE),
        (LIST, "<&- 2>&-", ExitCode.DONE),
        (LIST, "<&- >&- 2>&-", ExitCode.CANNOT_WRITE),
    ],
)
def test_streams_that_are_closed_or_full(tmp_path: Path, words: list[str], streams: str, code: ExitCode) -> None:
    line = ["bash", "-c", f'"$@" {streams}', "bash", *command(*words)]
    done = subprocess.run(
        line, capture_output=True, cwd=tmp_path, env=environment(tmp_path), check=False, timeout=LIMIT_S
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr


def test_a_deleted_folder_is_told(tmp_path: Path) -> None:
    line = ["bash", "-c", 'mkdir gone; cd gone; rmdir ../gone; "$@"', "bash", *command(*LIST, workspace=Path())]
    done = subprocess.run(
        line, capture_output=True, text=True, cwd=tmp_path, env=environment(tmp_path), check=False, timeout=LIMIT_S
    )
    assert done.returncode == ExitCode.USAGE and "the current folder cannot be used" in done.stderr


def test_nobody_without_a_home_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "CODONG_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654)  # a number that no list of users holds
    fault = Store(default_store()).find_fault(make=True)
    assert fault is not None and "cannot be kept" in fault


def test_no_library_writes_its_own_log(tmp_path: Path) -> None:
    script = "import logging\nfrom renderer.cli.streams import hush_libraries; hush_libraries()\n"
    script += "logging.getLogger('pikepdf').warning('Traceback of a library')"
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False, timeout=LIMIT_S)
    assert (done.returncode, done.stderr) == (0, "")

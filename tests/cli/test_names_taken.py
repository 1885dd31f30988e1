"""Where commands write: new names and regular files; nothing else is ever put aside, streams are written through."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest

from renderer.cli.main import main
from renderer.values.errors import ExitCode
from tests.helpers.nodes import NODES, state
from tests.helpers.signs import HANG, SHORT
from tests.helpers.workspaces import ROOT

TYPESET = ["typeset", "led/co-do", "--slogan", SHORT, "--size", "256x128px", "--hang", HANG]
STREAMS = ("a device", "a link to a device")
REPLACED_BY_NOTHING = [kind for kind in NODES if kind not in (*STREAMS, "a pipe")]
NEW_NAMES = {
    "job.toml": ["stale", ".", "--job"],
    "job.xlsx": ["job", "template"],
    "list.xlsx": ["catalogue", "export"],
    "list.pdf": ["catalogue", "export"],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object) -> int:
    return main(["--workspace", str(ROOT), *map(str, arguments)])


@pytest.mark.parametrize("kind", NODES)
@pytest.mark.parametrize("name", NEW_NAMES)
def test_a_name_that_is_taken_is_not_taken_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / name
    NODES[kind](path)
    before = state(path)
    assert run(*NEW_NAMES[name], path) == ExitCode.CANNOT_WRITE
    assert f"{name}: a file of this name exists" in capsys.readouterr().err
    assert state(path) == before


@pytest.mark.parametrize("kind", [kind for kind in NODES if kind != "a folder"])
def test_a_workspace_is_put_into_a_folder_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "phuong"
    NODES[kind](path)
    before = state(path)
    assert main(["init", str(path)]) == ExitCode.CANNOT_WRITE
    assert "phuong" in capsys.readouterr().err
    assert state(path) == before


def test_a_folder_with_something_in_it_is_no_new_workspace(tmp_path: Path) -> None:
    NODES["a folder"](tmp_path / "phuong")
    before = state(tmp_path / "phuong")
    assert main(["init", str(tmp_path / "phuong")]) == ExitCode.CANNOT_WRITE
    assert state(tmp_path / "phuong") == before
    assert [p.name for p in (tmp_path / "phuong").iterdir()] == ["mine"]


# -- the picture of a setting ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", REPLACED_BY_NOTHING)
def test_a_picture_replaces_nothing_but_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "why.svg"
    NODES[kind](path)
    before = state(path)
    assert run(*TYPESET, "--svg", path) == ExitCode.CANNOT_WRITE
    err = capsys.readouterr().err
    told = "a device" if kind == "a disk" else kind.partition(" to ")[0]
    assert f"why.svg: is {told}, which is not replaced" in err
    assert state(path) == before


@pytest.mark.parametrize("kind", STREAMS)
def test_a_picture_is_written_through_a_device(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / "why.svg"
    NODES[kind](path)
    before = state(path)
    assert run(*TYPESET, "--svg", path) == ExitCode.DONE
    assert state(path) == before
    assert SHORT in capsys.readouterr().out


def test_a_picture_is_written_through_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "why.svg"
    NODES["a pipe"](path)
    before = state(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
    reader.start()
    assert run(*TYPESET, "--svg", path) == ExitCode.DONE
    reader.join(timeout=20)
    assert ElementTree.fromstring(read[0]).tag.endswith("svg")
    assert state(path) == before


def test_a_picture_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "why.svg"
    path.write_text("old")
    assert run(*TYPESET, "--svg", path) == ExitCode.DONE
    assert ElementTree.parse(path).getroot().tag.endswith("svg")


def test_a_picture_on_standard_output_is_alone_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(*TYPESET, "--svg", "-") == ExitCode.DONE
    told = capsys.readouterr()
    assert ElementTree.fromstring(told.out).tag.endswith("svg")
    assert told.err.startswith(f"{SHORT} in led/co-do")
    assert run(*TYPESET, "--svg", "-", "--json") == ExitCode.DONE
    told = capsys.readouterr()
    assert ElementTree.fromstring(told.out).tag.endswith("svg")
    assert json.loads(told.err)["slogan"] == SHORT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["/dev/full", None])
def test_standard_output_that_takes_nothing_is_named(target: str | None) -> None:
    closing = "" if target else "exec >&-; "
    command = shlex.join([sys.executable, "-m", "renderer", "--workspace", str(ROOT), *TYPESET, "--svg", "-"])
    done = subprocess.run(
        ["sh", "-c", closing + command + (f" > {target}" if target else "")],
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == ExitCode.CANNOT_WRITE
    assert done.stderr.startswith("codong: standard output: ") and "Traceback" not in done.stderr

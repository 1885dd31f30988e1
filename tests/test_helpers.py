"""The helpers themselves: a wait that ends, a call that leaves no trace, a picture that is kept; and where tests stand."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.command import CACHE, Codong, call, run
from tests.helpers.pictures import MARK, assert_same_picture
from tests.helpers.programs import call as call_program
from tests.helpers.waiting import bounded, wait_until
from tests.helpers.workspaces import ROOT

TESTS = ROOT / "tests"
MODULES = sorted(TESTS.rglob("*.py"))


# -- where tests stand ----------------------------------------------------------------------------


def imported(path: Path) -> set[str]:
    """Return the modules of the tests that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "tests"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(TESTS).as_posix())
def test_no_test_is_imported_by_another_file(path: Path) -> None:
    for name in imported(path):
        last = name.rpartition(".")[2]
        assert not last.startswith("test_") and last != "conftest", f"imports {name}: move it to tests/helpers"


WHOLE = {
    "batch/test_legacy": "sheets in old encodings become signs",
    "catalogue/test_data": "the shipped catalogue",
    "cli/test_contract": "exit codes and JSON of every command",
    "cli/test_names_taken": "what may stand under a name that a command would write",
    "cli/test_spoken": "how every command names what a person gave it",
    "curation/importing/test_doors": "every damage of a sheet at every door that takes one",
    "curation/importing/test_faulty": "lists that cannot be taken, from file to message",
    "drawing/test_any_drawing": "drawings at random, through all steps",
    "drawing/test_refusals": "what each step refuses, and how it says so",
    "preflight/test_exchanges": "letters exchanged in files of every format",
    "typeset/test_gold": "the typesetter against an editor",
}
"""Tests of more than one module, by what they are about."""


@pytest.mark.parametrize("path", sorted(TESTS.glob("*/**/test_*.py")), ids=lambda p: p.relative_to(TESTS).as_posix())
def test_a_test_is_named_for_its_module_and_stands_in_its_room(path: Path) -> None:
    name = path.relative_to(TESTS).with_suffix("").as_posix()
    room, module = ROOT / "renderer" / path.relative_to(TESTS).parts[0], path.stem.removeprefix("test_")
    assert room.is_dir(), f"renderer has no room {room.name}"
    found = [*room.rglob(f"{module}.py"), *room.rglob(f"{module}/__init__.py")]
    assert bool(found) != (name in WHOLE), f"{name}: {found or 'no module is called so'}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(TESTS).as_posix())
def test_no_process_is_waited_for_without_an_end(path: Path) -> None:
    """A call of a program has a timeout, and a process that is started stands in a block that ends it."""
    bare = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = {keyword.arg for keyword in node.keywords}
            waits = {"communicate"} | ({"run", "check_output", "check_call", "call"} if on_subprocess(node) else set())
            if node.func.attr in waits and "timeout" not in given:
                bare.append(node.lineno)
    assert bare == [], f"lines {bare} of {path.name} wait for ever"


def on_subprocess(node: ast.Call) -> bool:
    """Tell whether a call is one of the module ``subprocess``."""
    assert isinstance(node.func, ast.Attribute)
    return isinstance(node.func.value, ast.Name) and node.func.value.id == "subprocess"


# -- the command ----------------------------------------------------------------------------------


def test_a_call_in_this_process_says_what_a_process_says(tmp_path: Path) -> None:
    for arguments in (["check", "lần thứ XlV"], ["list", "events", "--json"], ["render"]):
        assert call(tmp_path, *arguments) == run(tmp_path, *arguments), arguments


def test_a_call_in_this_process_leaves_no_trace(codong: Codong, tmp_path: Path) -> None:
    before = (Path.cwd(), dict(os.environ), sys.stdout, sys.stderr)
    line = ["led/co-do", "--slogan", "dn23-06", "--size", "512x256px", "--hang", "2026-01-20"]
    assert codong("render", *line).code == 0 and codong("render", "led/none", *line[1:]).code == 2
    assert [p.suffix for p in (tmp_path / "output").iterdir() if p.suffix != ".jsonl"] == [".png"]
    assert (Path.cwd(), dict(os.environ), sys.stdout, sys.stderr) == before


def test_no_test_fills_the_cache_of_whoever_runs_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert Path(os.environ[CACHE]).is_relative_to(tmp_path_factory.getbasetemp())


def test_a_limit_of_the_system_meets_a_process_of_its_own(codong: Codong, tmp_path: Path) -> None:
    limited = codong("job", "template", "a.xlsx", limit="ulimit -f 1")
    assert limited.code == 7 and not (tmp_path / "a.xlsx").exists()
    assert codong("job", "template", "a.xlsx").code == 0


# -- waiting --------------------------------------------------------------------------------------


def test_a_wait_ends_with_what_it_waited_for() -> None:
    started = time.monotonic()
    with pytest.raises(AssertionError, match=r"never came in 0\.1 s: the third file"):
        wait_until(lambda: False, "the third file", seconds=0.1)
    with pytest.raises(AssertionError, match="never came: the third file: the run ended"):
        wait_until(lambda: False, "the third file", over=lambda: "the run ended")
    timer = threading.Timer(0.1, lambda: seen.append(1))
    seen: list[int] = []
    timer.start()
    wait_until(lambda: bool(seen), "a timer")
    assert time.monotonic() - started < 30


def test_a_process_that_says_nothing_is_ended() -> None:
    line = [sys.executable, "-c", "import time; time.sleep(600)"]
    process = subprocess.Popen(line, text=True, stdout=subprocess.PIPE)
    with pytest.raises(AssertionError, match=r"still running after 0\.2 s"), bounded(process, 0.2):
        assert process.stdout is not None and process.stdout.readline() == ""
    assert process.poll() is not None


def test_a_program_that_fails_is_told_in_its_words() -> None:
    with pytest.raises(AssertionError, match="bash: to both"):
        call_program("bash", "-c", "echo to both; exit 3")


# -- pictures -------------------------------------------------------------------------------------


def ramp() -> np.ndarray:
    return np.tile(np.arange(0, 200, 2, dtype=np.uint8)[:, None, None], (1, 50, 3))


def test_a_picture_that_differs_is_kept_with_what_was_expected_and_where(tmp_path: Path) -> None:
    expected = ramp()
    actual = expected.copy()
    actual[30:32, 10:15, 1] += 9
    assert_same_picture(actual, expected, tolerance=9, folder=tmp_path)
    assert_same_picture(actual, expected, tolerance=8, share=10 / 5000, folder=tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(AssertionError, match=r"0\.200% .* more than 8 .* by 9 at column 10, row 30: see ") as caught:
        assert_same_picture(actual, expected, tolerance=8, folder=tmp_path / "kept", name="ramp")
    assert str(tmp_path / "kept") in str(caught.value)
    kept = {p.name: np.asarray(Image.open(p)) for p in (tmp_path / "kept").iterdir()}
    assert kept.keys() == {"ramp-actual.png", "ramp-expected.png", "ramp-diff.png"}
    assert (kept["ramp-actual.png"] == actual).all() and (kept["ramp-expected.png"] == expected).all()
    red = (kept["ramp-diff.png"] == MARK).all(axis=2)
    assert red.sum() == 10 and red[30:32, 10:15].all()


def test_pictures_of_other_sizes_and_kinds_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"50 x 100 px, 3 channels and 50 x 99 px, 3 channels: see"):
        assert_same_picture(ramp(), ramp()[:-1], folder=tmp_path)
    paper = np.zeros((4, 4, 4))
    inks = paper.copy()
    inks[1, 2, 3] = 100
    with pytest.raises(AssertionError, match=r"more than 1 .* by 100 at column 2, row 1"):
        assert_same_picture(inks, paper, tolerance=1, full=100, folder=tmp_path)
    black = np.asarray(Image.open(tmp_path / "actual.png"))
    assert black.shape == (4, 4, 3) and black[1, 2].max() == 0 and black[0, 0].min() == 255
    with pytest.raises(AssertionError, match=r"more than 0 .* by 1 at"):
        assert_same_picture(np.zeros((2, 2), dtype=bool), np.eye(2, dtype=bool), full=1, folder=tmp_path)


def test_a_difference_below_zero_is_one(tmp_path: Path) -> None:
    """Unsigned bytes wrap round where they are taken from one another."""
    with pytest.raises(AssertionError, match="by 9"):
        assert_same_picture(ramp(), ramp() + np.uint8(9), folder=tmp_path)


def test_the_folder_is_named_for_the_test_and_git_ignores_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tests.helpers.pictures as pictures

    assert call_program("git", "-C", ROOT, "check-ignore", pictures.FAILURES / "x.png")
    monkeypatch.setattr(pictures, "FAILURES", tmp_path / "failures")
    with pytest.raises(AssertionError, match=r"test_helpers\.py_test_the_folder_is_named"):
        assert_same_picture(ramp(), ramp() // 2)
    [folder] = (tmp_path / "failures").iterdir()
    assert len(list(folder.iterdir())) == 3

"""Running the command: in this process, which costs a tenth of a second, or as a process where one matters."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.cli.main import main
from tests.helpers.workspaces import ROOT

CACHE = "CODONG_CACHE"
LIMIT_S = 120.0
"""No call of the command takes as long as this: one that does hangs."""


@dataclass(frozen=True)
class Ran:
    """A finished call of ``codong``."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def faults(self) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == "fault"]


Codong = Callable[..., Ran]


def words_of(*arguments: object, workspace: Path = ROOT) -> list[str]:
    """Return the words of a command line behind ``codong``."""
    return ["--workspace", str(workspace), *map(str, arguments)]


# -- in this process ------------------------------------------------------------------------------


def call(folder: Path, *arguments: object, workspace: Path = ROOT) -> Ran:
    """Run ``codong`` in this process as if it stood in ``folder``, with a cache of its own there.

    Folder, environment and streams are put back however it ends. A warning is an error, as in every test.
    """
    out, err = _stream(), _stream()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = _code_of(words_of(*arguments, workspace=workspace))
    return Ran(code, _said(out), _said(err))


def _stream() -> io.TextIOWrapper:
    """Return a stream with a buffer below it, as standard output has: the command may write bytes."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def _code_of(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as end:  # argparse ends so
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return end.code or 0


@contextmanager
def setting(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment, and put back what it was."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


# -- as a process ---------------------------------------------------------------------------------


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process with its cache in ``folder``."""
    return {**os.environ, CACHE: os.environ.get(CACHE, str(folder / "cache"))}


def command(*arguments: object, workspace: Path = ROOT) -> list[str]:
    """Return the command line that starts ``codong`` as a process."""
    return [sys.executable, "-m", "renderer", *words_of(*arguments, workspace=workspace)]


def run(folder: Path, *arguments: object, workspace: Path = ROOT, limit: str = "") -> Ran:
    """Run ``codong`` as a process in ``folder``; ``limit`` is a shell's word before it, for example a ``ulimit``."""
    line = command(*arguments, workspace=workspace)
    if limit:
        line = ["bash", "-c", f'{limit}; exec "$@"', "bash", *line]
    done = subprocess.run(
        line, capture_output=True, text=True, env=environment(folder), cwd=folder, check=False, timeout=LIMIT_S
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def call_or_run(folder: Path, *arguments: object, workspace: Path = ROOT, limit: str = "") -> Ran:
    """Run ``codong`` in this process, or as one of its own where a ``limit`` of the system asks for it."""
    if limit:
        return run(folder, *arguments, workspace=workspace, limit=limit)
    return call(folder, *arguments, workspace=workspace)

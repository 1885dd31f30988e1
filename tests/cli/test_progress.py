"""How a batch tells of its progress: each reporter names columns and the batch's own flags."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.batch.job import read_job
from renderer.batch.plan import Fault, Planned, names_of, plan
from renderer.batch.run import Reporter
from renderer.cli.commands import command_parser
from renderer.cli.console import Console, FieldNames
from renderer.cli.progress import Bar, JsonLines, PlainLines, reporter_for
from renderer.studio import Studio
from renderer.values.errors import CodongError
from tests.helpers.jobs import toml_job
from tests.helpers.signs import SHORT

WARNING = "the picture is large: fewer `dpi`, or see `accept_converted`"
FAULT = CodongError("worker-died", "its worker died", where="row 1", field="size", hint="try `jobs` 1 and `panels`")
REPORTERS: dict[str, Callable[[Console], Reporter]] = {
    "bar": Bar,
    "lines": PlainLines,
    "json": lambda console: JsonLines(console, "made"),
}


@pytest.fixture
def console() -> Console:
    parser = command_parser()
    return Console(FieldNames(parser.parse_args(["batch", "x"]).parser.field_names(), parser.all_field_names))


@pytest.fixture
def row(studio: Studio, tmp_path: Path) -> Planned:
    path = toml_job(tmp_path / "job.toml", {"slogan": SHORT}, layout="led/co-do", size="256x128px")
    return plan(studio, read_job(path, names_of(studio))).rows[0]


@pytest.mark.parametrize("kind", REPORTERS)
def test_warnings_and_faults_are_spoken(
    capsys: pytest.CaptureFixture[str], console: Console, row: Planned, kind: str
) -> None:
    reporter = REPORTERS[kind](console)
    reporter.start(3, 2, 1)
    reporter.tell_made(row, (WARNING,))
    reporter.tell_fault(Fault(1, "row 1", FAULT))
    reporter.tell_stopping()
    reporter.end()
    told = capsys.readouterr()
    words = " ".join((told.out + told.err).split())
    assert "`" not in words
    assert "fewer dpi, or see --accept-converted" in words and "its worker died" in words
    if kind == "json":
        start, made, fault, stopping = map(json.loads, told.out.splitlines())
        assert (start["total"], start["to_do"], start["kept"], stopping) == (3, 2, 1, {"event": "stopping"})
        assert (made["row"], made["files"]) == (row.where, list(row.files))
        assert (fault["row"], fault["where"], fault["hint"]) == ("row 1", "row 1, size", "try --jobs 1 and panels")
    else:
        assert told.out == "" and "row 1: size: its worker died" in words


def test_programs_get_lines_of_json_and_files_get_plain_ones(console: Console) -> None:
    assert isinstance(reporter_for(console, as_json=True), JsonLines)
    assert isinstance(reporter_for(console, as_json=False), PlainLines)

"""Damage by door: whatever a program did to words, each door tells of it or refuses it, and nothing wrong is kept."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from renderer.batch.job import read_job
from renderer.batch.plan import names_of, plan
from renderer.contract.order import Order
from renderer.curation.check import check_catalogue
from renderer.curation.importing.item import Given
from renderer.curation.importing.proposal import propose, take_up
from renderer.curation.organisations import import_organisations
from renderer.resolve import resolve
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError, RefusedError
from tests.helpers.command import Codong
from tests.helpers.damaged_words import ALL, MISREAD, UNSETTABLE
from tests.helpers.lists import SLOGANS
from tests.helpers.signs import CONGRESS
from tests.helpers.workspaces import append_text, studio_of

SLOGAN = "Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh"
UNIT = "Ủy ban nhân dân phường Tân Lập, thành phố Mới"
ORGANISATIONS = "assets/catalogue/organisations.toml"
SIGN: dict[str, Any] = {
    "layout": "bang-ron/co-do",
    "size": "4,8x0,6m",
    "slogan": CONGRESS,
    "hang": "2026-01-20..2026-01-22",
}
EVERY = {**ALL, **MISREAD}


def damaged(text: str, at: int = 3) -> dict[str, str]:
    return {name: damage(text, at) for name, damage in EVERY.items()}


def write_list(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def told_rows(faults: list[str], count: int) -> set[int]:
    """Return the rows, counted from 0, of which some fault tells."""
    return {n for n in range(count) if any(f"row {n + 2}," in f"{fault}," for fault in faults)}


def test_lists_of_slogans(own_workspace: Path, tmp_path: Path) -> None:
    rows = [[str(n), text] for n, text in enumerate(damaged(SLOGAN).values(), 1)]
    path = write_list(tmp_path / "list.csv", ["STT", "Khẩu hiệu"], rows)
    before = (own_workspace / SLOGANS).read_bytes()
    studio = studio_of(own_workspace)
    proposal = propose(studio, path, Given(source="thử"))
    assert told_rows(list(proposal.faults), len(rows)) == set(range(len(rows)))
    with pytest.raises(DataError):
        take_up(studio, proposal)
    assert (own_workspace / SLOGANS).read_bytes() == before


@pytest.mark.parametrize("name", EVERY)
def test_lists_of_units(name: str, studio: Studio, tmp_path: Path) -> None:
    path = write_list(tmp_path / "units.csv", ["Tên đơn vị"], [["UBND xã Tốt"], [EVERY[name](UNIT, 3)]])
    before = (studio.workspace.path(ORGANISATIONS)).read_bytes()
    with pytest.raises(CodongError, match="row 3"):
        import_organisations(studio, path, "thử")
    assert (studio.workspace.path(ORGANISATIONS)).read_bytes() == before


@pytest.mark.parametrize("column", ["slogan", "unit", "imprint"])
def test_jobs(column: str, studio: Studio, tmp_path: Path) -> None:
    header = ["layout", "size", "hang", "slogan", *([] if column == "slogan" else [column])]
    good = [SIGN["layout"], SIGN["size"], "20/01/2026", *([] if column == "slogan" else [CONGRESS])]
    rows = [[*good, text] for text in damaged(SLOGAN if column == "slogan" else UNIT).values()]
    job = read_job(write_list(tmp_path / "job.csv", header, rows), names_of(studio))
    planned = plan(studio, job)
    assert planned.rows == () and len({fault.index for fault in planned.faults}) == len(job.rows) >= len(rows)
    assert {fault.error.code for fault in planned.faults}.isdisjoint({"no-imprint-frame", "internal"})


@pytest.mark.parametrize("name", EVERY)
def test_options_of_the_command(name: str, studio: Studio) -> None:
    with pytest.raises(RefusedError) as caught:
        resolve(studio, Order(**SIGN, organisation=EVERY[name](UNIT, 3)))
    assert caught.value.field == "organisation" and caught.value.message


def test_entries_of_the_catalogue(own_workspace: Path) -> None:
    """Written by hand: told by the check, refused when ordered, and no other order is stopped."""
    texts = {name: text for name, text in damaged(SLOGAN).items() if text.isprintable()}
    head = 'kind = "slogan"\nstatus = "draft"\nsource = "s"\n'
    for number, text in enumerate(texts.values()):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        append_text(own_workspace / SLOGANS, f'\n[[slogan]]\nid = "x{number}"\ntext = "{quoted}"\n{head}')
    studio = studio_of(own_workspace)
    told = {finding.entry for finding in check_catalogue(studio) if finding.severity == "error"}
    assert told == {f"x{number}" for number in range(len(texts))}
    for number in range(len(texts)):
        with pytest.raises(RefusedError, match=f"slogan x{number}"):
            resolve(studio, Order(**{**SIGN, "slogan": f"x{number}"}, draft=True))
    assert resolve(studio, Order(**SIGN)).slogan.id == CONGRESS


def test_texts_that_are_checked(codong: Codong, tmp_path: Path) -> None:
    words = {name: text for name, text in damaged(SLOGAN).items() if text.isprintable()}
    (tmp_path / "list.csv").write_text("\n".join(f'"{text}"' for text in words.values()), encoding="utf-8")
    ran = codong("check", "list.csv")
    lines = {line.split(":")[0] for line in ran.out.splitlines() if ": error: " in line}
    assert ran.code == 4 and len(lines) == len(words)
    for name in UNSETTABLE:
        assert codong("check", words[name]).code == 4


def test_good_words_pass_every_door(own_workspace: Path, tmp_path: Path) -> None:
    studio = studio_of(own_workspace)
    units = write_list(tmp_path / "units.csv", ["Tên đơn vị", "Loại"], [[UNIT, "chính quyền"]])
    assert len(import_organisations(studio, units, "thử").added) == 1
    slogans = write_list(tmp_path / "list.csv", ["STT", "Khẩu hiệu"], [["1", SLOGAN]])
    assert propose(studio, slogans, Given(source="thử")).faults == ()
    assert resolve(studio, Order(**SIGN, organisation=UNIT)).organisation == UNIT

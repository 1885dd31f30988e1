"""Five slips that happened, each with its source in the catalogue or in docs/facts.md: impossible here, or loud."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from renderer.catalogue import Status, effective_status
from renderer.pipeline import prepare
from renderer.proofreading import ProofReader, proof_reader
from renderer.studio import Studio
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, ExitCode, RefusedError
from tests.helpers.life import change, make, order, run
from tests.helpers.signs import CONGRESS
from tests.helpers.workspaces import studio_of

BANNER = {"layout": "bang-ron/co-do", "size": "4,8x0,6m", "hang": "2026-01-19..2026-01-23"}


@pytest.fixture(scope="module")
def reader(studio: Studio) -> ProofReader:
    return proof_reader(studio.workspace.read, studio.catalogue, studio.lexicon)


def errors(reader: ProofReader, text: str) -> list[str]:
    return [f"{f.kind}: {f.message}" for f in reader.read(text).findings if f.severity == "error"]


def test_the_congress_closed_two_days_early_and_signs_with_its_dates_went_stale(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Announced for 19 - 25/01/2026; on 21/01 it voted to close on 23/01."""
    change(own_workspace, "first = 2026-01-20\nlast = 2026-01-23", "first = 2026-01-19\nlast = 2026-01-25", "events")
    make(own_workspace, tmp_path / "o", order(CONGRESS, event="dai-hoi-xiv", **BANNER))
    change(own_workspace, "first = 2026-01-19\nlast = 2026-01-25", "first = 2026-01-20\nlast = 2026-01-23", "events")
    capsys.readouterr()
    job = tmp_path / "again.toml"
    assert run(own_workspace, "stale", tmp_path, "--all", "--job", job, "--json") == ExitCode.REFUSED
    [found] = json.loads(capsys.readouterr().out)["stale"]
    assert any("19 - 25/01/2026" in r and "20 - 23/01/2026" in r for r in found["reasons"])
    [sign] = tomllib.loads(job.read_text(encoding="utf-8"))["sign"]
    assert sign["event"] == "dai-hoi-xiv"
    assert run(own_workspace, "batch", job, "--out", tmp_path / "o", "--jobs", 1) == 0
    # The dates as announced are an entry of their own, and refused with the new one offered.
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(own_workspace), order(CONGRESS, event="dai-hoi-xiv-du-kien", **BANNER))
    assert (caught.value.code, caught.value.hint) == ("event-superseded", "use dai-hoi-xiv")


@pytest.mark.parametrize("old", ["dh14-theme-v1", "dh14-theme-v2"])
def test_the_theme_circulated_in_three_wordings(studio: Studio, reader: ProofReader, old: str) -> None:
    slogan, new = studio.catalogue.slogan(old), studio.catalogue.slogan("dh14-theme-v3")
    effective = effective_status(slogan, HangDates.parse("2026-01-21..2026-02-03"), studio.catalogue)
    assert (effective.status, effective.replaced_by) == (Status.SUPERSEDED, ("dh14-theme-v3",))
    [told] = [e for e in errors(reader, slogan.text) if "dh14-theme-v3" in e]
    assert "with 'chủ chiến lược" in told
    assert errors(reader, new.text) == []


def test_two_newspapers_misprinted_the_motto(reader: ProofReader) -> None:
    told = errors(reader, "Đoàn kết - Dân chủ - Kỷ cương - Sáng tạo - Phát triển")
    assert any("sáng tạo -> đột phá" in e for e in told)
    assert errors(reader, "Đoàn kết - Dân chủ - Kỷ cương - Đột phá - Phát triển") == []


def test_an_issued_slogan_was_corrected_by_a_second_letter(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CV 137-CV/BTGTW of 14/3/2016 changed "quyền và nghĩa vụ" of slogan no. 4 into "quyền lợi"."""
    path = own_workspace / "assets/catalogue/slogans.toml"
    entry = '\n[[slogan]]\nid = "bc16-04"\nversion = {0}\ntext = "{1}"\nkind = "slogan"\nsource = "{2}"\nstatus = "issued"\n'
    first = "Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân là quyền và nghĩa vụ của mỗi công dân!"
    second = "Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân là quyền lợi của mỗi công dân!"
    path.write_text(path.read_text("utf-8") + entry.format(1, first, "169-HD/BTGTW"), encoding="utf-8")
    banner = {**BANNER, "hang": "2016-05-01..2016-05-22"}
    make(own_workspace, tmp_path / "o", order("bc16-04", **banner))
    path.write_text(path.read_text("utf-8") + entry.format(2, second, "137-CV/BTGTW"), encoding="utf-8")
    # The old wording can no longer be make, by version or by its words; the signs that were make are found.
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(own_workspace), order("bc16-04", slogan_version=1, **banner))
    assert caught.value.code == "slogan-superseded" and "quyền lợi" in caught.value.message
    assert "QUYỀN LỢI" in prepare(studio_of(own_workspace), order("bc16-04", **banner)).resolved.texts["slogan"]
    capsys.readouterr()
    assert run(own_workspace, "check", first) == ExitCode.REFUSED
    assert "is version 1 of bc16-04, which was corrected: và nghĩa vụ -> lợi" in capsys.readouterr().out
    assert run(own_workspace, "stale", tmp_path, "--all", "--json") == ExitCode.REFUSED
    [found] = json.loads(capsys.readouterr().out)["stale"]
    assert "was replaced by version 2" in found["reasons"][0] and found["order"]["slogan"] == "bc16-04"
    job = tmp_path / "job.csv"
    job.write_text(
        f'Mẫu,Kích thước,Khẩu hiệu,Ngày treo\nbang-ron/co-do,"4,8x0,6m",{first},01/05/2016\n', encoding="utf-8"
    )
    assert run(own_workspace, "batch", job, "--out", tmp_path / "p", "--jobs", 1) == ExitCode.BATCH_PARTLY_FAILED
    assert "this is a former text of bc16-04, which now reads" in capsys.readouterr().out


def test_a_published_list_says_137_years(own_workspace: Path, reader: ProofReader) -> None:
    text = "Nhiệt liệt chào mừng 137 năm Ngày Quốc tế Lao động 01/5 (01/5/1886 - 01/5/2022)!"
    assert "anniversary: says 137 năm, but 2022 - 1886 = 136" in errors(reader, text)
    change(own_workspace, "140 năm Ngày Quốc tế Lao động", "141 năm Ngày Quốc tế Lao động", "events")
    change(own_workspace, "140_năm / Ngày_Quốc_tế~Lao_động", "141_năm / Ngày_Quốc_tế~Lao_động", "events")
    with pytest.raises(DataError, match=r"says 141 năm, but 2026 - 1886 = 140"):
        _ = studio_of(own_workspace).catalogue

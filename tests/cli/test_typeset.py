"""``codong typeset`` and what an order asks of the setting: lines, viewing distance, exact size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from renderer.cli.main import main
from renderer.contract.order import Order
from renderer.pipeline import render
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import ExitCode
from tests.helpers.signs import CONGRESS, HANG, SHORT, finish
from tests.helpers.workspaces import ROOT

PANO = ["typeset", "pano/co-do", "--size", "4x2m", "--hang", HANG]


def run(*arguments: str) -> int:
    return main(["--workspace", str(ROOT), *arguments])


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(*arguments, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_tells_all_of_a_setting(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, *PANO, "--slogan", CONGRESS)
    assert found["schema"] == 1 and found["layout"] == "pano/co-do" and found["series"] == []
    assert found["lines"][0] == "NHIỆT LIỆT CHÀO MỪNG" and " ".join(found["lines"]).endswith("VIỆT NAM!")
    count = len(found["lines"])
    assert len(found["breaks"]) == len(found["leading"]) == len(found["clearances"]) == count - 1
    assert len(found["ink"]) == count
    assert min(found["clearances"]) >= found["clearance_required"] * 0.999
    assert found["score"]["whole"] == pytest.approx(
        found["score"]["size"] + found["score"]["sense and balance"], abs=1e-5
    )
    letters = sum(len(line) for line in found["lines"]) - sum(line.count(" ") for line in found["lines"])
    assert len(found["glyphs"]) == letters
    x, y, width, height = found["frame"]
    # Origins stand left of the ink by a letter's side bearing.
    for glyph in found["glyphs"]:
        assert x - 0.05 * found["font_size"] <= glyph["x"] <= x + width and y <= glyph["y"] <= y + height


def test_words_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*PANO, "--slogan", SHORT) == 0
    out = capsys.readouterr().out
    assert "Be Vietnam Pro/800" in out and "bound by" in out and "leading" in out and "(marked best)" in out


def test_the_picture_is_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "why.svg"
    assert run(*PANO, "--slogan", CONGRESS, "--svg", str(path)) == 0
    root = ElementTree.parse(path).getroot()
    kinds = [child.tag.rsplit("}")[-1] for child in root]
    assert kinds.count("path") > 70 and kinds.count("text") == 3
    assert run(*PANO, "--slogan", CONGRESS, "--svg", str(tmp_path / "no" / "why.svg")) == ExitCode.CANNOT_WRITE


def test_a_series_has_one_size(capsys: pytest.CaptureFixture[str], studio: Studio, tmp_path: Path) -> None:
    found = run_json(capsys, *PANO, "--slogan", CONGRESS, "--same-size", f"{SHORT},cv9743-05")
    caps = {found["cap_height"], *(other["cap_height"] for other in found["series"])}
    assert len(found["series"]) == 2 and max(caps) - min(caps) < 0.01
    # The size can be ordered, and is part of what the name stands for.
    cap = found["series"][0]["cap_height"]
    plain, alike = (finish(studio, tmp_path, slogan=SHORT, cap_height=c) for c in (None, int(cap * 1000) / 1000))
    assert alike.asset.blocks[0].cap_height == pytest.approx(cap, abs=0.01)
    assert alike.asset.blocks[0].cap_height < plain.asset.blocks[0].cap_height
    assert alike.asset.entry.binding != plain.asset.entry.binding


def test_a_drafts_setting_may_be_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*PANO, "--slogan", "bc26-02") == 0


FAULTS: dict[str, tuple[list[str], ExitCode, str]] = {
    "an unknown slogan of a series": (["--slogan", SHORT, "--same-size", "nope"], ExitCode.USAGE, "nope"),
    "lines of other words": (
        ["--slogan", SHORT, "--lines", "Đảng Cộng sản|muôn năm!"],
        ExitCode.REFUSED,
        "not the next words",
    ),
    "lines that leave words out": (
        ["--slogan", SHORT, "--lines", "Đảng Cộng sản Việt Nam|quang vinh"],
        ExitCode.REFUSED,
        "leave out",
    ),
    "too far away": (["--slogan", CONGRESS, "--viewing", "100"], ExitCode.REFUSED, "cap height of 333.3"),
    "a size that does not fit": (["--slogan", CONGRESS, "--cap-height", "900"], ExitCode.REFUSED, "at best"),
    "no viewing distance": (["--slogan", CONGRESS, "--viewing", "0"], ExitCode.USAGE, "--viewing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_named(capsys: pytest.CaptureFixture[str], name: str) -> None:
    arguments, code, words = FAULTS[name]
    assert run(*PANO, *arguments) == code
    assert words in capsys.readouterr().err


def test_given_lines_reach_the_sign_and_are_proven(studio: Studio, tmp_path: Path) -> None:
    lines = "Đảng Cộng sản Việt Nam|quang vinh muôn năm!"
    done = finish(studio, tmp_path, slogan=SHORT, lines=lines, formats=("pdf", "png"))
    assert [line.text for line in done.asset.blocks[0].lines] == lines.upper().split("|")
    assert all(verify_file(studio, done.path(kind), [done.asset.entry]).passed for kind in ("pdf", "png"))


def test_the_viewing_distance_warns_and_sets_the_resolution(studio: Studio, tmp_path: Path) -> None:
    order = Order(layout="pano/co-do", slogan=CONGRESS, size="4x2m", hang=HANG, viewing=36.0, formats=("png",))
    asset = render(studio, order, tmp_path)
    assert any("under 1:200 of the viewing distance" in warning for warning in asset.entry.warnings)
    assert asset.entry.files[0].dpi == 5.0

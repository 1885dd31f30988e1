"""The whole way of an asset: names, manifest, same order same bytes, refusals, nothing half-written."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest

from renderer.contract.manifest import MANIFEST_NAME
from renderer.contract.manifest_file import read_manifest
from renderer.contract.order import Order
from renderer.pipeline import render
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError, WriteError
from renderer.workspace import Workspace
from tests.helpers.signs import HANG, PANO, SHORT, Finished, finish, order_of
from tests.helpers.workspaces import ROOT, copy_workspace


def test_the_name_says_what_it_is(pano: Finished) -> None:
    binding = pano.asset.entry.binding
    names = sorted(f.path for f in pano.asset.entry.files)
    stem = f"pano_co-do_cv9743-02_dang-uy-phuong-van-xuan_4000x2000mm_{binding[:8]}"
    assert names == [f"{stem}.pdf", f"{stem}.png"]
    assert all(name.isascii() for name in names)


def test_the_folder_holds_the_files_and_the_manifest_and_nothing_else(pano: Finished) -> None:
    assert {p.name for p in pano.asset.folder.iterdir()} == {f.path for f in pano.asset.entry.files} | {MANIFEST_NAME}


def test_the_manifest_is_complete(pano: Finished) -> None:
    [line] = (pano.asset.folder / MANIFEST_NAME).read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert entry["schema"] == 5 and entry["kind"] == "final"
    assert entry["order"]["hang"] == HANG and entry["order"]["dpi"] == 12 and entry["order"]["bleed"] == 0
    assert entry["texts"]["event"] == "96 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2026)"
    assert entry["texts"]["unit"] == "ĐẢNG ỦY PHƯỜNG VẠN XUÂN"
    for file in entry["files"]:
        data = (pano.asset.folder / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert {"pdf:text", "pdf:art", "pdf:boxes", "png:text", "png:art-compared"} <= set(entry["checks"])
    assert read_manifest(pano.asset.folder / MANIFEST_NAME) == [pano.asset.entry]


def test_same_order_other_day_other_directory_same_bytes(pano: Finished, tmp_path: Path) -> None:
    elsewhere = copy_workspace(tmp_path / "another place")
    other = Studio(Workspace(elsewhere, clock=lambda: date(2031, 12, 31)))
    again = finish(other, tmp_path / "out", formats=("pdf", "png"), **PANO)
    assert again.data == pano.data
    assert again.asset.entry == pano.asset.entry


def test_every_format_is_the_same_bytes_again(every_format: Finished, studio: Studio, tmp_path: Path) -> None:
    order = every_format.asset.entry.order.model_dump(exclude_none=True, exclude={"bleed"})
    again = finish(studio, tmp_path, **order)
    assert [f.sha256 for f in again.asset.entry.files] == [f.sha256 for f in every_format.asset.entry.files]


def test_the_default_hang_date_is_today_and_is_echoed(studio: Studio, tmp_path: Path) -> None:
    asset = render(studio, Order(layout="led/co-do", slogan=SHORT, size="512x256px"), tmp_path)
    assert asset.entry.order.hang == "2026-01-22"


def test_a_name_that_holds_other_bytes_is_kept(studio: Studio, tmp_path: Path) -> None:
    first = finish(studio, tmp_path)
    path = first.path("pdf")
    finish(studio, tmp_path)  # the same bytes again are no conflict
    path.write_bytes(b"somebody's own file")
    with pytest.raises(WriteError, match="holds other bytes"):
        finish(studio, tmp_path)
    assert path.read_bytes() == b"somebody's own file"
    render(studio, order_of(), tmp_path, overwrite=True)
    assert path.read_bytes() == first.data["pdf"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, MANIFEST_NAME])
    assert len(read_manifest(tmp_path / MANIFEST_NAME)) == 1


def test_no_file_gets_its_name_where_none_can_be_recorded(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.jsonl").touch()
    (tmp_path / MANIFEST_NAME).symlink_to("elsewhere.jsonl")
    with pytest.raises(WriteError, match="is a link"):
        finish(studio, tmp_path, size="2x1m")
    assert {p.name for p in tmp_path.iterdir()} == {MANIFEST_NAME, "elsewhere.jsonl"}


def test_a_draft_never_takes_the_name_of_a_final_file(studio: Studio, tmp_path: Path) -> None:
    draft = finish(studio, tmp_path, draft=True)
    assert draft.path("pdf").name.endswith("_BAN-NHAP.pdf") and draft.asset.entry.kind == "draft"
    assert draft.expected.frames[-1].text == "BẢN NHÁP - KHÔNG IN"
    assert verify_file(studio, draft.path("pdf"), [draft.asset.entry]).passed


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"slogan": "bc26-02"}, "slogan-draft"),
        ({"slogan": "bc21-01"}, "slogan-expired"),
        ({"slogan": "bc21-01", "draft": True}, "slogan-expired"),
        ({"slogan": "dh14-theme-v2"}, "slogan-superseded"),
        ({"slogan": "ld-137-error"}, "slogan-rejected"),
        ({"slogan": "dh14-theme-v3", "hang": "2026-01-19"}, "slogan-not-yet-valid"),
        ({"event": "dai-hoi-xiv-du-kien"}, "event-superseded"),
        ({"event": "quoc-khanh-2026"}, "event-draft"),
        ({"size": "60x30m"}, "page-too-large"),
        ({"size": "6x3m", "scale": "1", "standard": "x1a"}, "standard-forbids"),
        ({"size": "4x0.5m"}, "wrong-aspect"),
        ({"size": "1920x1080px"}, "wrong-unit"),
        ({"layout": "bang-ron/co-do", "size": "4.8x0.6m", "slogan": "dh14-theme-v3"}, "does-not-fit"),
        ({"organisation": "Phường ☃"}, "not-on-signs"),
        ({"organisation": "Phường  Vạn Xuân"}, "irregular-space"),
        ({"organisation": "Phường\u00a0Vạn Xuân"}, "irregular-space"),
        ({"organisation": "Phường\u200b Vạn Xuân"}, "bad-character"),
        ({"organisation": "Phu\u031bo\u031b\u0300ng"}, "not-nfc"),
    ],
)
def test_content_that_may_not_or_cannot_be_set_is_refused(
    studio: Studio, tmp_path: Path, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        render(studio, order_of(**fields), tmp_path)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_names_what_replaces_the_text(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        render(studio, order_of(slogan="dh14-theme-v1"), tmp_path)
    assert "dh14-theme-v3" in caught.value.hint


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"layout": "pano/none"}, "unknown-layout"),
        ({"slogan": "cv9743-99"}, "unknown-slogan"),
        ({"slogan_version": 2}, "unknown-slogan-version"),
        ({"event": "ngay-hoi"}, "unknown-event"),
        ({"organisation": "phuong-khong-co"}, "unknown-unit"),
        ({"finishing": "glue"}, "unknown-finishing"),
        ({"hang": "tomorrow"}, "bad-hang"),
        ({"layout": "led/co-do", "size": "512x256px", "formats": ("pdf",)}, "no-physical-size"),
        ({"layout": "led/co-do", "size": "512x256px", "dpi": 30.0}, "dpi-of-pixels"),
    ],
)
def test_a_wrong_call_lists_what_is_accepted(
    studio: Studio, tmp_path: Path, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(UsageError) as caught:
        render(studio, order_of(**fields), tmp_path)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_finishing_keeps_the_letters_out_of_the_hem(studio: Studio, tmp_path: Path) -> None:
    hemmed = finish(studio, tmp_path, finishing="hem", layout="bang-ron/co-do", size="5x0,8m")
    for frame in hemmed.expected.frames:
        x, y, width, height = frame.rect
        assert min(x, y, 5000 - x - width, 800 - y - height) >= 50 - 1e-6


def test_the_proof_stands_between_a_faulty_exporter_and_the_folder(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an exporter does wrong, no file gets a good name and nothing is recorded."""
    from renderer.export.pdf import export_pdf
    from renderer.pipeline import outputs as pipeline
    from renderer.values.errors import VerifyError

    def faulty(artwork: object, sheet: object, program: str) -> bytes:
        return export_pdf(artwork, sheet, program).replace(b"/TrimBox", b"/ArtBox ")  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "export_pdf", faulty)
    with pytest.raises(VerifyError, match="not what was approved"):
        finish(studio, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_reads_the_clock_or_the_environment_on_the_way(studio: Studio, tmp_path: Path) -> None:
    before = dict(os.environ)
    os.environ.update({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"})
    try:
        one = finish(studio, tmp_path / "1", formats=("pdf", "png"))
    finally:
        os.environ.clear()
        os.environ.update(before)
    two = finish(Studio(Workspace(ROOT)), tmp_path / "2", formats=("pdf", "png"))
    assert one.data == two.data


def test_what_killed_renders_left_is_taken_away_by_the_next(studio: Studio, tmp_path: Path) -> None:
    dead = tmp_path / ".led_co-do_dn23-06_x_256x128px_0123abcd.png.999999999.part"
    kept = [tmp_path / ".film.png.999999999.part", tmp_path / "below" / dead.name]
    for path in (dead, *kept):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    finish(studio, tmp_path, layout="led/co-do", slogan="dn23-06", size="256x128px")
    assert not dead.exists() and all(path.exists() for path in kept)

"""The contact sheet: every sign with its texts in full, and nothing shown that was changed."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from PIL import Image

from renderer.contract.manifest_file import append_entry, read_manifest
from renderer.documents.contact import FOLDER, PAGE, PAPER, PICTURES, THUMBS
from tests.helpers.command import Codong
from tests.helpers.jobs import toml_job, tree
from tests.helpers.programs import words_of_pdf

SIGNS = [
    {
        "slogan": ["cv9743-02", "dn23-06"],
        "unit": "UBND tỉnh Sơn La",
        "layout": "pano/co-do",
        "size": "4x2m",
        "event": "thanh-lap-dang-96",
        "quantity": 3,
        "place": "Ngã tư Quyết Thắng",
    },
    {"slogan": "dn23-06", "layout": "led/co-do", "size": "512x256px"},
]


def test_a_run_becomes_page_paper_and_pictures(codong: Codong, tmp_path: Path) -> None:
    out = tmp_path / "đợt 1"
    assert codong("batch", toml_job(tmp_path / "job.toml", *SIGNS), "--out", out, "--folders", "{format}").code == 0
    ran = codong("sheet", out)
    assert ran.code == 0 and "3 signs" in ran.out, ran.err
    made = tree(out / FOLDER)
    page, paper = made[PAGE].decode(), words_of_pdf(out / FOLDER / PAPER, "-raw")
    for entry in read_manifest(out / "manifest.jsonl"):
        for text in [*entry.texts.values(), entry.binding]:
            assert text in page and text.replace(" ", "") in paper.replace(" ", "")
    assert "Ngã tư Quyết Thắng" in page and "3 bản" in page and "treo 20/01/2026 - 23/01/2026" in paper
    assert len([name for name in made if name.startswith(PICTURES)]) == 3
    for name, data in made.items():
        if name.endswith(".jpg"):
            assert len(data) < 400_000 and b"Exif" not in data
            longest = max(Image.open(io.BytesIO(data)).size)
            assert longest <= (1280 if name.startswith(PICTURES) else 520)
    assert "http" not in page.replace("http-equiv", "")
    assert codong("sheet", out).code == 0
    assert tree(out / FOLDER) == made


def test_a_changed_file_is_named_not_shown(codong: Codong, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert codong("batch", toml_job(tmp_path / "job.toml", *SIGNS), "--out", out).code == 0
    pdfs = sorted(out.glob("*.pdf"))
    pdfs[0].write_bytes(pdfs[0].read_bytes() + b"%")
    pdfs[1].unlink()
    ran = codong("sheet", out)
    assert ran.code == 5 and pdfs[0].name in ran.err and pdfs[1].name in ran.err
    paper = words_of_pdf(out / FOLDER / PAPER, "-raw")
    assert "đã bị thay đổi sau khi kiểm tra" in paper and "thiếu tệp" in paper
    assert len(list((out / FOLDER / PICTURES).iterdir())) == 1 == len(list((out / FOLDER / THUMBS).iterdir()))


def test_what_others_left_or_keep_there_is_not_lost(codong: Codong, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job = toml_job(tmp_path / "job.toml", SIGNS[1])
    assert codong("batch", job, "--out", out).code == 0
    left = out / f".{FOLDER}.{2**22 + 1}.part"
    (left / PICTURES).mkdir(parents=True)
    (out / FOLDER).mkdir()
    (out / FOLDER / "ghi-chu.txt").write_text("của tôi")
    refused = codong("sheet", out)
    assert refused.code == 7 and "ghi-chu" not in refused.err and (out / FOLDER / "ghi-chu.txt").exists()
    assert codong("batch", job, "--out", out).code == 0  # a folder left behind does not disturb a run
    (out / FOLDER / "ghi-chu.txt").unlink()
    assert codong("sheet", out).code == 0 and not left.exists()


def test_faults_are_named(codong: Codong, tmp_path: Path) -> None:
    assert codong("sheet", tmp_path).code == 2
    out = tmp_path / "out"
    assert codong("batch", toml_job(tmp_path / "job.toml", SIGNS[1]), "--out", out).code == 0
    limited = codong("sheet", out, limit="ulimit -f 20")
    assert limited.code == 7 and "Traceback" not in limited.err
    assert not (out / FOLDER).exists() and not list(out.glob(".*.part"))


def test_many_signs_are_told_on_the_way_and_stand_two_in_a_row(codong: Codong, tmp_path: Path) -> None:
    out = copies(codong, tmp_path, 33)
    ran = codong("sheet", out)
    assert ran.code == 0 and "33 signs" in ran.out, ran.err
    assert "3 of 33 signs drawn" in ran.err and "33 of 33 signs drawn; now the paper" in ran.err
    page = (out / FOLDER / PAGE).read_text(encoding="utf-8")
    assert [row.count("<li>") for row in page.split('<ul class="signs">')[1:]] == [2] * 16 + [1]
    with pikepdf.open(out / FOLDER / PAPER) as paper:
        assert len(paper.pages) == 5


def copies(codong: Codong, folder: Path, count: int) -> Path:
    """Make one sign, and a run of so many that show it."""
    line = ("led/co-do", "--slogan", "dn23-06", "--size", "256x128px", "--hang", "2026-01-20")
    assert codong("render", *line, "--out", folder / "one").code == 0
    [origin] = (folder / "one").glob("*.png")
    [entry] = read_manifest(folder / "one/manifest.jsonl")
    out = folder / "many"
    out.mkdir()
    for number in range(count):
        name = f"{number}_{origin.name}"
        (out / name).hardlink_to(origin)
        files = (entry.files[0].model_copy(update={"path": name}),)
        append_entry(out / "manifest.jsonl", entry.model_copy(update={"files": files}))
    return out


def test_only_a_contact_sheet_is_replaced(codong: Codong, tmp_path: Path) -> None:
    out = copies(codong, tmp_path, 1)
    (out / FOLDER).write_text("mine")
    assert codong("sheet", out).code == 7 and (out / FOLDER).read_text() == "mine"
    (out / FOLDER).unlink()
    (tmp_path / "elsewhere").mkdir()
    (out / FOLDER).symlink_to(tmp_path / "elsewhere")
    assert codong("sheet", out).code == 7 and (out / FOLDER).is_symlink()

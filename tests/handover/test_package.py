"""What a print shop gets: one ZIP for each shop and order, whole, proven, and readable without a program of ours."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from renderer.contract.manifest import MANIFEST_NAME
from renderer.contract.manifest_file import read_manifest
from renderer.handover.reading import CHECKER, READING, SUMS
from renderer.studio import Studio
from tests.helpers.browser import open_browser
from tests.helpers.command import Codong, call
from tests.helpers.jobs import toml_job
from tests.helpers.programs import call as run_program
from tests.helpers.programs import words_of_pdf
from tests.helpers.signs import SHORT, finish

SHOP, JOB, CONTACT = "Nhà in Bình Minh", "Đợt 1", "Chị Hà, 0900 000 000"
SIGNS = [
    {"slogan": ["cv9743-02", SHORT], "nhà in": SHOP, "job": JOB, "liên hệ": CONTACT, "quantity": 3},
    {"slogan": SHORT, "nhà in": "Xưởng in số 2", "job": JOB, "finishing": "hem"},
    {"slogan": SHORT, "layout": "led/co-do", "size": "512x256px", "job": JOB},
]


@dataclass(frozen=True)
class Packed:
    """A run's packages, and one of them unpacked on a path as people have them."""

    out: Path
    packages: list[Path]
    said: str
    inside: Path

    def names(self, number: int = 0) -> list[str]:
        return zipfile.ZipFile(self.packages[number]).namelist()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    folder = tmp_path_factory.mktemp("giao")
    out = folder / "giao hàng đợt 1"
    ran = call(folder, "batch", toml_job(folder / "job.toml", *SIGNS), "--out", out, "--package", "--jobs", 1)
    assert ran.code == 0, ran.err
    packages = sorted(out.glob("*.zip"))
    inside = folder / "Ổ USB của xưởng" / "mở ra"
    # 7-Zip's reader is what Windows shops have.
    run_program("7z", "x", f"-o{inside}", packages[0])
    return Packed(out, packages, ran.out + ran.err, inside)


def test_every_shop_gets_one_package_and_screens_none(packed: Packed) -> None:
    assert [p.name.rpartition("_")[0] for p in packed.packages] == [
        "giao-nha-in_nha-in-binh-minh_dot-1",
        "giao-nha-in_xuong-in-so-2_dot-1",
    ]
    assert "not packed" in packed.said and "led" in packed.said
    assert packed.names()[:2] == [READING, CHECKER] and packed.names()[-2:] == [MANIFEST_NAME, SUMS]
    assert all(name.isascii() and len(name) < 130 for number in (0, 1) for name in packed.names(number))
    assert {name[:3] for name in packed.names() if "/" in name} == {"01/", "02/"}
    assert not any("/" in name for name in packed.names(1))
    assert not [path for path in packed.out.rglob(".*") if path.name.endswith(".part")]


def test_what_is_unpacked_is_what_was_packed_and_proves_itself(packed: Packed, codong: Codong) -> None:
    archive = zipfile.ZipFile(packed.packages[0])
    for name in archive.namelist():
        assert archive.read(name) == (packed.inside / name).read_bytes()
    told = run_program("bash", "-c", 'cd "$0" && sha256sum --check --strict SHA256SUMS', packed.inside)
    assert told.count(": OK") == len(archive.namelist()) - 1
    files = [packed.inside / record.path for e in read_manifest(packed.inside / MANIFEST_NAME) for record in e.files]
    assert {path.suffix for path in files} >= {".pdf", ".jpg"} and len(files) == 6
    ran = codong("verify", *files)
    assert ran.code == 0 and ran.out.count("PROVEN") == len(files), ran.out


def test_the_same_signs_are_the_same_package(packed: Packed, codong: Codong, tmp_path: Path) -> None:
    entries = read_manifest(packed.out / MANIFEST_NAME)
    chosen = [packed.out / e.files[0].path for e in entries if e.job and e.job.shop == SHOP]
    ran = codong("package", *chosen, *chosen, "--out", tmp_path / "lại")
    assert ran.code == 0 and f"2 signs, 9 files: {SHOP}, {JOB}" in ran.out, ran.err
    (again,) = (tmp_path / "lại").iterdir()
    assert again.name == packed.packages[0].name and again.read_bytes() == packed.packages[0].read_bytes()


def test_what_a_shop_must_know_is_told_before_it_prints(packed: Packed) -> None:
    data = (packed.inside / READING).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n")
    text = data.decode("utf-8-sig")
    for words in (
        SHOP,
        JOB,
        CONTACT,
        "3 bản",
        "4800 x 600 mm (ngang x cao)",
        "MẪU 2: Băng rôn",
        "không phóng",
        CHECKER,
    ):
        assert words in text
    for entry in read_manifest(packed.inside / MANIFEST_NAME):
        assert entry.texts["slogan"] in text and entry.binding[:8] in text
        for record in entry.files:
            assert record.path in text


def test_a_browser_tells_the_right_file_from_every_other(packed: Packed, tmp_path: Path) -> None:
    (pdf,) = (path for path in (packed.inside / "01").glob("*.pdf") if "phieu" not in path.name)
    (tmp_path / "x").mkdir()
    changed, renamed, strange = (tmp_path / "x" / pdf.name, tmp_path / "in ngay.pdf", tmp_path / "lạ.pdf")
    changed.write_bytes(pdf.read_bytes()[:-1] + b" ")
    renamed.write_bytes(pdf.read_bytes())
    # Lengths about the end of a block, and of a piece that is read at once.
    lengths = (0, 1, 55, 56, 63, 64, 65, (4 << 20) - 1, (4 << 20) + 57)
    others = [tmp_path / f"{length}.bin" for length in lengths]
    for path in others:
        path.write_bytes(hashlib.shake_128(path.name.encode()).digest(int(path.stem)))
    strange.write_bytes(b"%PDF-1.4")
    given = [pdf, changed, renamed, strange, packed.packages[0], *others]
    with open_browser(tmp_path) as browser:
        browser.open((packed.inside / CHECKER).as_uri())
        browser.give_files("#files", *given)
        done = "document.querySelectorAll('.verdict.good,.verdict.bad').length"
        browser.wait_for(f"{done} === {len(given)}")
        # The newest stands first.
        said = browser.ask("[...document.querySelectorAll('.verdict')].map(e => e.innerText)")[::-1]
        sums = browser.ask("[...document.querySelectorAll('.verdict')].map(e => e.dataset.sha256)")[::-1]
        shown = browser.ask("document.querySelector('.good img').naturalWidth")
        count = browser.ask("document.getElementById('count').textContent")
        asked = [address for address in browser.requests if not address.startswith(("data:", "file:"))]
    assert sums == [hashlib.sha256(path.read_bytes()).hexdigest() for path in given]
    firsts = [text.split("\n")[0] for text in said]
    stranger = "KHÔNG PHẢI TỆP CỦA ĐƠN NÀY, KHÔNG IN"
    assert firsts[:5] == ["ĐÚNG TỆP", "SAI TỆP, KHÔNG IN", "ĐÚNG TỆP", stranger, "CHƯA KIỂM TRA"]
    assert set(firsts[5:]) == {stranger}
    assert "4800 x 600 mm" in said[0] and "Tệp này để in." in said[0] and "đổi tên" in said[2] and CONTACT in said[1]
    assert shown > 100 and count == "(1/2 tệp in đã đối chiếu)" and asked == []


def test_a_sign_made_as_a_print_alone_is_completed(studio: Studio, codong: Codong, tmp_path: Path) -> None:
    """Ticket and picture are made besides, and the ticket names the TIFF that is asked for."""
    sign = finish(studio, tmp_path / "đã in", slogan=SHORT, size="2x1m", dpi=20)
    ran = codong("package", sign.path("pdf"), "--format", "tiff", "--out", tmp_path / "out", "--json")
    assert ran.code == 0, ran.err
    (archive,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path / "in")
    (entry,) = read_manifest(tmp_path / "in" / MANIFEST_NAME)
    assert [record.kind for record in entry.files] == ["pdf", "jpg", "tiff", "ticket"]
    assert entry.binding == sign.asset.entry.binding
    (ticket,), (tiff,) = (tmp_path / "in").glob("*_phieu.pdf"), (tmp_path / "in").glob("*.tif")
    assert tiff.name in "".join(words_of_pdf(ticket, "-raw").split())
    assert codong("verify", *(tmp_path / "in" / record.path for record in entry.files)).code == 0


def test_nothing_is_packed_that_is_not_proven(studio: Studio, codong: Codong, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path / "đã làm", slogan=SHORT, size="2x1m")
    out = tmp_path / "out"
    pdf = sign.path("pdf")
    pdf.write_bytes(sign.data["pdf"] + b"\n")
    ran = codong("package", pdf.parent, "--out", out)
    assert ran.code == 5 and pdf.name in ran.err and "is not what was approved" in ran.err
    pdf.unlink()
    ran = codong("package", pdf.parent, "--out", out)
    assert ran.code == 3 and pdf.name in ran.err
    assert [*out.iterdir()] == []


def test_what_no_shop_may_get_is_refused(studio: Studio, codong: Codong, tmp_path: Path) -> None:
    out = tmp_path / "out"
    draft = finish(studio, tmp_path / "nháp", slogan=SHORT, size="2x1m", draft=True)
    ran = codong("package", draft.asset.folder, "--out", out)
    assert ran.code == 4 and "draft" in ran.err
    screen = finish(studio, tmp_path / "led", slogan=SHORT, layout="led/co-do", size="512x256px", formats=("png",))
    ran = codong("package", screen.asset.folder, "--out", out)
    assert ran.code == 2 and "none of these signs goes to a print shop" in ran.err
    (tmp_path / "trống").mkdir()
    ran = codong("package", tmp_path / "trống", "--out", out)
    assert ran.code == 3 and "holds no finished signs" in ran.err
    (tmp_path / "lạ.pdf").write_bytes(b"%PDF-")
    ran = codong("package", tmp_path / "lạ.pdf", "--out", out)
    assert ran.code == 3 and "no manifest knows this file" in ran.err
    assert codong("package", tmp_path / "đâu.pdf", "--out", out).code == 3
    assert codong("package", draft.asset.folder, "--format", "pdff", "--out", out).code == 2


def test_half_an_order_is_not_handed_over(codong: Codong, tmp_path: Path) -> None:
    job = toml_job(
        tmp_path / "job.toml", {"slogan": SHORT, "size": "2x1m"}, {"slogan": "không-có"}, layout="pano/co-do"
    )
    ran = codong("batch", job, "--out", tmp_path / "out", "--package", "--jobs", 1)
    assert ran.code == 6 and "nothing was packed" in ran.err
    assert not [*(tmp_path / "out").glob("*.zip")]


def test_render_packs_what_it_made(codong: Codong, tmp_path: Path) -> None:
    words = ["pano/co-do", "--slogan", SHORT, "--size", "2x1m", "--hang", "2026-01-20", "--shop", SHOP, "--package"]
    ran = codong("render", *words, "--out", tmp_path)
    assert ran.code == 0 and len([*tmp_path.glob("giao-nha-in_nha-in-binh-minh_*.zip")]) == 1, ran.err
    assert ran.out.splitlines()[-1].endswith(f"1 sign, 6 files: {SHOP}")

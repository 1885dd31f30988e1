"""Finished files proven again, from nothing: with their manifest, without it, and after the workspace changed."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest

from renderer.preflight import digest_of_art
from renderer.review.verify import verify_file
from renderer.storage.files import hash_file
from renderer.studio import Studio
from renderer.values.errors import ExitCode
from renderer.workspace import Workspace
from tests.helpers.life import BANNER, BY, LATER, make, order, run
from tests.helpers.signs import CONGRESS, Finished, finish


def test_a_finished_file_verifies_and_a_renamed_one_too(pano: Finished, studio: Studio, tmp_path: Path) -> None:
    entries = [pano.asset.entry]
    assert verify_file(studio, pano.path("pdf"), entries).passed
    assert verify_file(studio, pano.path("png"), entries).passed
    renamed = tmp_path / "ban in.pdf"
    renamed.write_bytes(pano.data["pdf"])
    assert verify_file(studio, renamed, entries).passed


def test_other_bytes_under_a_known_name_fail(
    pano: Finished, other_pano: Finished, studio: Studio, tmp_path: Path
) -> None:
    for kind in ("pdf", "png"):
        forged = tmp_path / pano.path(kind).name
        forged.write_bytes(other_pano.data[kind])
        verdict = verify_file(studio, forged, [pano.asset.entry])
        assert not verdict.passed
        assert "bytes-differ" in {f.code for f in verdict.findings}
        assert any(f.frame == "slogan" and f.expected.startswith("NHIỆT LIỆT") for f in verdict.findings)


def test_without_a_manifest_the_catalogue_recognises_a_pdf(pano: Finished, studio: Studio, tmp_path: Path) -> None:
    lone = tmp_path / "x.pdf"
    lone.write_bytes(pano.data["pdf"])
    verdict = verify_file(studio, lone, [])
    assert verdict.passed
    assert verdict.recognised == {"slogan": CONGRESS, "event": "thanh-lap-dang-96", "unit": "dang-uy-phuong-van-xuan"}


def test_what_neither_manifest_nor_catalogue_knows_fails(pano: Finished, studio: Studio, tmp_path: Path) -> None:
    own_unit = finish(studio, tmp_path / "own", organisation="Tổ dân phố số 3")
    cases = {"a.png": pano.data["png"], "b.pdf": own_unit.data["pdf"], "c.pdf": b"%PDF-1.4", "d.txt": b"x"}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        verdict = verify_file(studio, tmp_path / name, [])
        assert not verdict.passed and {f.code for f in verdict.findings} == {"unknown-file"}, name


def test_a_manifest_that_disagrees_with_the_catalogue_fails(pano: Finished, studio: Studio) -> None:
    entry = pano.asset.entry.model_copy(update={"texts": {**pano.asset.entry.texts, "slogan": "KHÁC"}})
    verdict = verify_file(studio, pano.path("pdf"), [entry])
    assert "catalogue-differs" in {f.code for f in verdict.findings} and not verdict.passed


def test_a_changed_layout_makes_a_pdf_stale_and_a_png_unprovable(pano: Finished, own_workspace: Path) -> None:
    path = own_workspace / "layouts/pano/co-do/art.svg.j2"
    path.write_text(path.read_text(encoding="utf-8").replace("0.34", "0.35"), encoding="utf-8")
    later = Studio(Workspace(own_workspace))
    pdf = verify_file(later, pano.path("pdf"), [pano.asset.entry])
    assert pdf.passed and {f.code for f in pdf.findings} == {"stale"}
    assert "art-compared" not in pdf.checks and "art" in pdf.checks
    png = verify_file(later, pano.path("png"), [pano.asset.entry])
    assert not png.passed and "art-unknown" in {f.code for f in png.findings}


def test_verify_and_preflight_do_not_call_withdrawn_signs_good(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [path] = make(own_workspace, tmp_path / "o", order("dn23-05", hang=LATER, **BANNER))
    alone = Path(shutil.copy(path, tmp_path))
    assert run(own_workspace, "verify", path, alone) == 0
    run(own_workspace, "withdraw", "dn23-05", *BY, "--on", "2026-01-21", "--replaced-by", "dn23-07")
    capsys.readouterr()
    assert run(own_workspace, "verify", path) == ExitCode.VERIFY_FAILED
    assert "slogan-withdrawn" in capsys.readouterr().out
    assert run(own_workspace, "verify", alone) == ExitCode.VERIFY_FAILED
    assert run(own_workspace, "preflight", alone) == ExitCode.VERIFY_FAILED
    assert "text-withdrawn: says dn23-05, which was withdrawn; use dn23-07" in capsys.readouterr().out


def test_planted_art_is_found_though_manifest_and_file_agree(pano: Finished, studio: Studio, tmp_path: Path) -> None:
    """Whatever drew a file, and whatever its record says of the art: the layout is compiled anew and decides."""
    with pikepdf.open(io.BytesIO(pano.data["pdf"])) as pdf:
        form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"]
        form.write(form.read_bytes() + b"0 0 0 1 k 100 100 50 50 re f\n")
        path = tmp_path / pano.path("pdf").name
        pdf.save(path, deterministic_id=True)
    art, digest = digest_of_art(path.read_bytes()), hash_file(path)
    entry = pano.asset.entry
    planted = entry.model_copy(
        update={
            "expectation": entry.expectation.model_copy(update={"art": art}),
            "files": tuple(f.model_copy(update={"sha256": digest}) if f.kind == "pdf" else f for f in entry.files),
        }
    )
    verdict = verify_file(studio, path, [planted])
    assert not verdict.passed
    (finding,) = (f for f in verdict.findings if f.code == "record-contradicts")
    assert "expectation.art" in finding.message

"""One PDF and the catalogue: a shop that got a single file, with a slug or a panel alone, can have it proven."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from renderer.artwork import pages
from renderer.review.verify import Verdict, verify_file
from renderer.studio import Studio
from tests.helpers.signs import OFFICE, SHORT, Finished, finish

SLUGGED = {"slogan": SHORT, "size": "2x1m", "marks": "full", "finishing": "hem", "organisation": OFFICE}


@pytest.fixture(scope="module")
def slugged(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("slug"), job="Đợt · 1", **SLUGGED)


def judge(studio: Studio, data: bytes, folder: Path) -> Verdict:
    (folder / "tệp lẻ.pdf").write_bytes(data)
    return verify_file(studio, folder / "tệp lẻ.pdf", [])


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def test_a_sign_with_a_slug_is_known_by_the_catalogue_alone(slugged: Finished, studio: Studio, tmp_path: Path) -> None:
    verdict = judge(studio, slugged.data["pdf"], tmp_path)
    assert verdict.passed and {f.code for f in verdict.findings} == {"unrecorded", "slug-unrecorded"}
    assert verdict.recognised["unit"] == OFFICE and verdict.recognised["slogan"]


def drop_last_letter(pdf: pikepdf.Pdf) -> None:
    lines = pdf.pages[0].Contents.read_bytes().rstrip().split(b"\n")
    pdf.pages[0].Contents = pdf.make_stream(b"\n".join(lines[:-1]) + b"\n")


def name_another_binding(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    at = xmp.index(b"<codong:Binding>") + len(b"<codong:Binding>")
    pdf.Root.Metadata.write(xmp[:at] + b"0" * 64 + xmp[at + 64 :])


@pytest.mark.parametrize("change", [drop_last_letter, name_another_binding])
def test_a_slug_that_was_changed_is_not_ours(
    slugged: Finished, studio: Studio, tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    verdict = judge(studio, changed(slugged.data["pdf"], change), tmp_path)
    assert not verdict.passed and any(f.severity == "error" for f in verdict.findings)


@pytest.mark.parametrize(("said", "lie"), [("2000 x 1000 mm", "20000 x 10000 mm"), ("Sơn La", "Lào Cai")])
def test_a_slug_set_as_ours_may_not_lie(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, lie: str
) -> None:
    """Forged by our own exporter, so that letters, marks and code are all as they should be."""
    parts = pages.slug_parts
    monkeypatch.setattr(pages, "slug_parts", lambda *given: [part.replace(said, lie) for part in parts(*given)])
    forged = finish(studio, tmp_path / "giả", **SLUGGED)
    monkeypatch.undo()
    verdict = judge(studio, forged.data["pdf"], tmp_path)
    assert not verdict.passed and [f.code for f in verdict.findings] == ["slug-differs"]
    assert lie in verdict.findings[0].found


def test_a_panel_is_known_by_the_catalogue_alone(studio: Studio, tmp_path: Path) -> None:
    sign = finish(studio, tmp_path / "tấm", slogan=SHORT, size="4x2m", finishing="poles-ends", panels="1x50m")
    paths = [sign.asset.folder / file.path for file in sign.asset.entry.files]
    assert len(paths) == 3
    verdict = judge(studio, paths[1].read_bytes(), tmp_path)
    assert verdict.passed and {f.code for f in verdict.findings} == {"unrecorded", "panel"}
    assert "a part of a sign of 4000 x 2000 mm" in str(verdict.findings[1])
    # Two seams of one panel overlap alike: where the trim lies otherwise, it is not where the sign was cut.
    moved = changed(paths[1].read_bytes(), lambda pdf: pdf.pages[0].obj.TrimBox.__setitem__(1, 30))
    assert not judge(studio, moved, tmp_path).passed

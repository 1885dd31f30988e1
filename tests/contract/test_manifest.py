"""The manifest of a folder: a line for every asset, whatever happens to the last one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from renderer.contract.manifest import MANIFEST_NAME
from renderer.contract.manifest_file import append_entry, read_manifest
from renderer.studio import Studio
from tests.helpers.signs import finish


def test_a_manifest_line_cut_short_by_a_crash_is_mended(studio: Studio, tmp_path: Path) -> None:
    first = finish(studio, tmp_path).asset.entry
    manifest = tmp_path / MANIFEST_NAME
    whole = manifest.read_bytes()
    for cut in (2, 10, len(whole) // 2):
        manifest.write_bytes(whole + whole[:-cut])
        assert read_manifest(manifest) == [first]
    append_entry(manifest, first.model_copy(update={"source": "another"}))
    assert [e.source for e in read_manifest(manifest)] == [first.source, "another"]


def test_a_line_that_lost_its_end_in_an_editor_is_whole(studio: Studio, tmp_path: Path) -> None:
    first = finish(studio, tmp_path).asset.entry
    manifest = tmp_path / MANIFEST_NAME
    manifest.write_bytes(first.as_line().removesuffix(b"\n"))
    assert read_manifest(manifest) == [first]
    append_entry(manifest, first)
    assert read_manifest(manifest) == [first]
    append_entry(manifest, first.model_copy(update={"source": "another"}))
    assert [e.source for e in read_manifest(manifest)] == [first.source, "another"]


def test_the_schema_before_is_read_and_stays_as_it_was_written(tmp_path: Path) -> None:
    manifest = tmp_path / MANIFEST_NAME
    shutil.copy(Path(__file__).with_name("schema-2.jsonl"), manifest)  # a draft, a screen and a sign of a job
    written = manifest.read_bytes()
    draft, screen, sign = read_manifest(manifest)
    assert [entry.kind for entry in (draft, screen, sign)] == ["draft", "final", "final"]
    assert [entry.order.draft for entry in (draft, screen, sign)] == [True, False, False]
    assert (draft.order.organisation, screen.order.organisation) == ("Đảng ủy", None)
    assert draft.final_binding != draft.binding and sign.job is not None and sign.job.where.startswith("job.toml")
    assert (screen.expectation.unit, sign.expectation.unit) == ("px", "mm")
    append_entry(manifest, sign.model_copy(update={"source": "another"}))
    assert manifest.read_bytes().startswith(written)
    assert [entry.schema_ for entry in read_manifest(manifest)] == [5, 5, 5, 5]
    assert [json.loads(line)["schema"] for line in manifest.read_bytes().splitlines()] == [2, 2, 2, 5]


def test_a_cmyk_picture_of_schema_4_is_the_picture_of_a_page() -> None:
    [entry] = read_manifest(Path(__file__).with_name("schema-4.jsonl"))  # 2 x 1 m with a hem of 30 mm, at 20 dpi
    [page], [file] = entry.expectation.pages, entry.files
    assert page.bleed == page.media == (-30.0, -30.0, 2060.0, 1060.0) and page.trim == (0.0, 0.0, 2000.0, 1000.0)
    assert (file.page, file.pixels) == (1, page.lay_plates(20.0).size)

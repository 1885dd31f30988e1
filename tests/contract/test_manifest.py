"""The manifest of a folder: a line for every asset, whatever happens to the last one."""

from __future__ import annotations

from pathlib import Path

from renderer.contract.manifest import MANIFEST_NAME, append_entry, read_manifest
from renderer.studio import Studio
from tests.helpers.signs import finish


def test_a_manifest_line_cut_short_by_a_crash_is_mended(studio: Studio, tmp_path: Path) -> None:
    first = finish(studio, tmp_path).asset.entry
    manifest = tmp_path / MANIFEST_NAME
    whole = manifest.read_bytes()
    for cut in (1, 10, len(whole) // 2):
        manifest.write_bytes(whole + whole[:-cut])
        assert read_manifest(manifest) == [first]
    append_entry(manifest, first.model_copy(update={"source": "another"}))
    assert [e.source for e in read_manifest(manifest)] == [first.source, "another"]

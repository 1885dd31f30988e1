"""The manifest's file: what is not ours stays as it is, links are not followed, and length costs no memory."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.batch.journal import Journal
from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry
from renderer.contract.manifest_file import ManifestIndex, append_entry, find_entries, iterate_newest, read_manifest
from renderer.values.errors import CodongError, DataError, WriteError
from tests.helpers.signs import Finished

FOREIGN = {
    "text without an end": b"mua 3 cu\xe1\xbb\x99n b\xc4\x83ng",
    "JSON without an end": b'{"name": "web-app", "files": []}',
    "JSON lines of another program": b'{"a": 1}\n{"a": 2}\n{"a"',
    "a list": b"[1, 2",
    "bytes": bytes(range(256)),
}
DOORS: dict[str, Callable[[Path, ManifestEntry], object]] = {
    "a render": lambda path, entry: append_entry(path, entry),
    "a batch": lambda path, entry: Journal(path.parent),
}


@pytest.fixture
def entry(pano: Finished) -> ManifestEntry:
    return pano.asset.entry


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return tmp_path / MANIFEST_NAME


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_somebody_else_is_refused_and_stays(
    manifest: Path, entry: ManifestEntry, door: str, kind: str
) -> None:
    manifest.write_bytes(FOREIGN[kind])
    with pytest.raises(DataError, match=MANIFEST_NAME):
        DOORS[door](manifest, entry)
    assert manifest.read_bytes() == FOREIGN[kind]


@pytest.mark.parametrize("door", DOORS)
def test_a_link_is_not_followed_even_one_put_there_in_between(
    manifest: Path, entry: ManifestEntry, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = manifest.with_name("secret")
    secret.write_bytes(b"kept")
    manifest.symlink_to(secret)
    with pytest.raises(WriteError, match="is a link"):
        DOORS[door](manifest, entry)
    monkeypatch.setattr("renderer.storage.lines.check_target", lambda path: None)  # it was no link a moment ago
    with pytest.raises(WriteError, match="cannot be written"):
        DOORS[door](manifest, entry)
    assert secret.read_bytes() == b"kept"


def test_a_link_planted_under_a_temporary_name_is_not_followed(
    manifest: Path, entry: ManifestEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = manifest.with_name("secret")
    secret.write_bytes(b"kept")
    other = entry.model_copy(update={"source": "khác"})
    for one in (entry, other):
        append_entry(manifest, one)
    journal = Journal(manifest.parent)
    monkeypatch.setattr("os.getpid", lambda: 77)
    manifest.with_name(f".{MANIFEST_NAME}.77.part").symlink_to(secret)
    journal.put_in_order([*journal])
    journal.close()
    assert secret.read_bytes() == b"kept" and read_manifest(manifest) == [other]


@given(cut=st.integers(1, 4000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_of_ours_cut_short_anywhere_is_mended_by_both(manifest: Path, entry: ManifestEntry, cut: int) -> None:
    line = entry.as_line()
    torn = line + entry.model_copy(update={"source": "khác"}).as_line()[: -min(cut, len(line)) - 1]
    manifest.write_bytes(torn)
    assert read_manifest(manifest) == [entry]
    journal = Journal(manifest.parent)
    journal.close()
    assert manifest.read_bytes() == line
    manifest.write_bytes(torn)
    append_entry(manifest, entry)
    assert read_manifest(manifest) == [entry]


def with_bleed(line: bytes, number: bytes) -> bytes:
    return re.sub(rb'"bleed":[0-9.]+', b'"bleed":' + number, line)


def broken(entry: ManifestEntry) -> Iterator[tuple[str, bytes, str]]:
    """Yield what is wrong, the line, and the words of the one clear error."""
    old = {**entry.model_dump(mode="json", by_alias=True), "schema": 3}
    old.pop("ground")

    def line(**change: object) -> bytes:
        return json.dumps({**old, **change}, separators=(",", ":")).encode() + b"\n"

    file = old["files"][0]
    yield "no sha256", line(files=[{k: v for k, v in file.items() if k != "sha256"}]), "files.0.sha256"
    yield "a sha256 that is none", line(files=[{**file, "sha256": "x"}]), "files.0.sha256"
    yield "no files", line(files=[]), "files"
    yield "files that are a number", line(files=3), "files"
    yield "a path that leads away", line(files=[{**file, "path": "../../etc/passwd"}]), "leads out"
    yield "an absolute path", line(files=[{**file, "path": "/etc/passwd"}]), "leads out"
    yield "a path with a line end", line(files=[{**file, "path": "a\nb"}]), "leads out"
    yield "page nought", line(files=[{**file, "page": 0}]), "files.0.page"
    yield "NaN", line(expectation={**old["expectation"], "bleed": float("nan")}), "is no JSON"
    yield "infinity", with_bleed(line(), b"1e999"), "finite number"
    yield "an unknown schema", line(schema=9), "schema 9"
    yield "a schema that is a word", line(schema="4"), "schema '4'"
    yield "a schema that is true", line(schema=True), "schema True"
    yield "no schema", line(schema=None), "schema None"
    yield "this schema without its seal", line(schema=4), "has no seal"
    yield "no record", b'{"schema":3,"binding":""}\n', "broken"
    yield "deep nesting", b'{"schema":3,"binding":' + b"[" * 100_000 + b"\n", "is no JSON"
    yield "a number of 5,000 digits", with_bleed(line(), b"9" * 5000), "line 1"
    yield "a number that is no schema 2", b'{"schema":2,"binding":"","order":3}\n', "line 1"


def test_each_fault_is_one_clear_error(manifest: Path, entry: ManifestEntry) -> None:
    for kind, line, words in broken(entry):
        manifest.write_bytes(line)
        with pytest.raises(DataError) as caught:
            read_manifest(manifest)
        assert words in str(caught.value) and "line 1" in str(caught.value), kind
        for door in (lambda: ManifestIndex(manifest).entries_about("x", "0" * 64), lambda: [*iterate_newest(manifest)]):
            try:
                door()
            except CodongError as fault:
                assert MANIFEST_NAME in fault.where, kind


@given(
    line=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda s: (
            st.dictionaries(
                st.sampled_from(["schema", "binding", "files", "order", "path", "sha256", "kind", "texts"]),
                s,
                max_size=5,
            )
            | st.lists(s, max_size=3)
        ),
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_json_stands_there_is_a_record_or_one_error(manifest: Path, line: object) -> None:
    manifest.write_bytes(json.dumps(line).encode() + b"\n")
    for door in (read_manifest, ManifestIndex, iterate_newest, lambda path: Journal(path.parent)):
        try:
            found = door(manifest)
            list(found) if door is iterate_newest else None
        except CodongError as fault:
            assert str(fault)
        else:
            assert not isinstance(found, list) or not found


def test_a_long_manifest_is_read_a_line_at_a_time(manifest: Path, entry: ManifestEntry) -> None:
    count = 400
    with open(manifest, "wb") as file:
        for number in range(count):
            name = f"bien_{number:05}_{entry.binding[:8]}.pdf"
            one = entry.files[0].model_copy(update={"path": name, "sha256": f"{number:064x}"})
            file.write(entry.model_copy(update={"files": (one,)}).as_line())
    size = manifest.stat().st_size
    tracemalloc.start()
    index = ManifestIndex(manifest)
    assert sum(1 for _ in iterate_newest(manifest)) == count
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 2  # what it says takes five times its size
    [found] = index.entries_about("x.pdf", f"{7:064x}")
    assert found.files[0].path.startswith("bien_00007")
    assert index.entries_about("bien_00399_" + entry.binding[:8] + ".pdf", "f" * 64)[0].files[0].sha256 == f"{399:064x}"
    assert index.entries_about("y.pdf", "f" * 64) == []


def test_a_file_is_found_by_the_manifest_that_knows_it(tmp_path: Path, entry: ManifestEntry, pano: Finished) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    file = below / "ten-moi.pdf"
    file.write_bytes(pano.data["pdf"])
    assert find_entries(file, ManifestIndex) == []
    (tmp_path / MANIFEST_NAME).write_bytes(entry.as_line())
    assert find_entries(file, ManifestIndex) == [entry]
    (tmp_path / "a" / MANIFEST_NAME).write_bytes(b"no manifest")  # somebody else's, and in between
    assert find_entries(file, ManifestIndex) == [entry]

"""A record with a lie in it: whichever part of it lies, it is not believed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry, parse_entry
from renderer.contract.manifest_file import read_manifest
from renderer.review.coherence import Derivation, _find_inner, derive, find_contradictions
from renderer.review.verify import verify_file
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError
from tests.helpers.life import order, run
from tests.helpers.signs import Finished, finish

Path_ = tuple[str | int, ...]
FREE = {"job", "source", "warnings", "approvals"}
"""What neither order nor catalogue decides; a job's note is proven by the words of its ticket."""


def leaves(value: Any, at: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield every value that holds no others, with where it stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield at, value
        return
    for key, below in items:
        yield from leaves(below, (*at, key))


def lie(value: Any) -> list[Any]:
    """Return other values of the same kind."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value / 2]
    if isinstance(value, str):
        return [value[:-1] + ("0" if value[-1:] != "0" else "1"), value + " ơi"]
    return ["x", 1, 1.5, [1.0, 2.0], True]


def with_lie(entry: ManifestEntry, at: Path_, value: Any) -> ManifestEntry | None:
    """Return the record with another value in one place; None where it is no record any more."""
    content = entry.model_dump(mode="json", by_alias=True)
    place: Any = content
    for key in at[:-1]:
        place = place[key]
    place[at[-1]] = value
    try:
        return ManifestEntry.model_validate_json(json.dumps(content))
    except ValidationError:
        return None


def lies(entry: ManifestEntry) -> Iterator[tuple[Path_, ManifestEntry]]:
    for at, value in leaves(entry.model_dump(mode="json", by_alias=True)):
        for other in lie(value):
            changed = with_lie(entry, at, other)
            if changed is not None and changed != entry:
                yield at, changed


def judge(studio: Studio, changed: ManifestEntry, at: Path_, held: Derivation) -> list[str]:
    """Return what makes a record unbelievable; only a lie about the order derives another sign."""
    try:
        derived = derive(studio, changed) if at[0] == "order" else held
        return [str(f) for f in find_contradictions(studio, changed, derived) if f.severity == "error"]
    except CodongError as fault:
        return [str(fault)]


@pytest.fixture(scope="module")
def screen(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("led"), **order(draft=True).model_dump(exclude_defaults=True))


@pytest.fixture(params=["pano", "screen"])
def sign(request: pytest.FixtureRequest) -> Finished:
    made: Finished = request.getfixturevalue(request.param)
    return made


def test_a_true_record_is_believed(studio: Studio, sign: Finished) -> None:
    entry = sign.asset.entry
    assert find_contradictions(studio, entry, derive(studio, entry)) == []
    assert parse_entry(entry.as_line(), Path("m"), 1) == entry


def test_records_of_older_schemas_do_not_contradict_themselves() -> None:
    for entry in read_manifest(Path(__file__).parents[1] / "contract/schema-2.jsonl"):
        assert entry.ground == "" and list(_find_inner(entry)) == []


def test_a_lie_in_any_place_is_found(studio: Studio, sign: Finished) -> None:
    entry = sign.asset.entry
    held = derive(studio, entry)
    believed = []
    for at, changed in lies(entry):
        if at[0] in FREE or (at[-1] == "sha256" and at[0] == "files"):  # the bytes of the file decide
            continue
        if not judge(studio, changed, at, held):
            believed.append((at, changed))
    assert [at for at, _ in believed] == []


def test_where_the_release_moved_on_a_lie_is_found_or_told(studio: Studio, sign: Finished) -> None:
    """Words, size, resolution and names still follow from the order; of the rest it is told that it would differ."""
    entry = sign.asset.entry
    held = derive(studio, entry)
    held = replace(held, resolved=replace(held.resolved, binding="0" * 64))
    [stale] = find_contradictions(studio, entry, held)
    assert stale.code == "stale" and stale.severity == "warning" and "nothing else would differ" in stale.message
    for at, changed in lies(entry):
        if at[0] in FREE or (at[0] == "files" and at[-1] == "sha256"):
            continue
        found = find_contradictions(studio, changed, held)
        part = at[1] if at[0] == "expectation" else at[0]
        told = any(f.severity == "error" or (f.code == "stale" and str(part) in f.message) for f in found)
        assert told, at
        if at[0] in ("order", "texts", "binding", "final_binding", "ground", "kind", "files") or (
            at[-1] == "text" and at[1] == "frames" and len(at) == 4
        ):
            assert any(f.severity == "error" for f in found), at


def test_two_slogans_in_one_record_are_not_proven(
    studio: Studio, pano: Finished, other_pano: Finished, tmp_path: Path
) -> None:
    """Texts and order say one slogan, the expectation and the file another."""
    entry, other = pano.asset.entry, other_pano.asset.entry
    expectation = other.expectation.model_copy(update={"binding": entry.binding})
    for texts in (entry.texts, other.texts):
        forged = entry.model_copy(update={"expectation": expectation, "files": other.files, "texts": texts})
        (tmp_path / MANIFEST_NAME).write_bytes(forged.as_line())
        for file in other.files:
            path = tmp_path / file.name
            path.write_bytes(other_pano.data[file.kind])
            verdict = verify_file(studio, path, [forged])
            assert not verdict.passed
            assert "catalogue-differs" in {f.code for f in verdict.findings}


def test_a_made_up_binding_frees_no_words(studio: Studio, pano: Finished, other_pano: Finished, tmp_path: Path) -> None:
    """A record that claims to be of another release is held against order and catalogue all the same."""
    binding = "f" * 64
    other = other_pano.asset.entry
    files = tuple(
        file.model_copy(update={"path": file.path.replace(other.binding[:8], binding[:8])}) for file in other.files
    )
    forged = pano.asset.entry.model_copy(
        update={
            "binding": binding,
            "final_binding": binding,
            "texts": other.texts,
            "files": files,
            "expectation": other.expectation.model_copy(update={"binding": binding}),
        }
    )
    path = tmp_path / files[0].name
    path.write_bytes(other_pano.data["pdf"])
    assert not verify_file(studio, path, [forged]).passed


def test_approvals_that_the_ledger_does_not_have(studio: Studio, pano: Finished) -> None:
    forged = pano.asset.entry.model_copy(update={"approvals": ("a" * 64,)})
    verdict = verify_file(studio, pano.path("pdf"), [forged])
    assert "approval-unknown" in {f.code for f in verdict.findings} and not verdict.passed


def test_warnings_that_nobody_gave(studio: Studio, pano: Finished) -> None:
    forged = pano.asset.entry.model_copy(update={"warnings": ("mọi việc đều tốt",)})
    assert not verify_file(studio, pano.path("pdf"), [forged]).passed


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_line_that_was_changed_anywhere_is_no_record(pano: Finished, data: st.DataObject) -> None:
    line = bytearray(pano.asset.entry.as_line().removesuffix(b"\n"))
    at = data.draw(st.integers(0, len(line) - 1))
    line[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DataError, match="line 7"):
        parse_entry(bytes(line), Path("m"), 7)


def test_the_command_does_not_call_a_changed_record_proven(
    pano: Finished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, manifest = tmp_path / pano.path("pdf").name, tmp_path / MANIFEST_NAME
    path.write_bytes(pano.data["pdf"])
    line = pano.asset.entry.as_line()
    manifest.write_bytes(line.replace(b'"kind":"final"', b'"kind":"draft"'))
    assert run(Path.cwd(), "verify", path) != 0
    told = capsys.readouterr()
    assert "PROVEN" not in told.out and "line 1 is not what was written" in told.out + told.err

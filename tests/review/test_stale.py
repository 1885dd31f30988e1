"""Finished signs that are wrong by now: what makes them so, on which days, and the job that replaces them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.contract.manifest import JobNote, ManifestEntry
from renderer.contract.manifest_file import read_manifest
from renderer.contract.order import Order
from renderer.review.stale import Stale, find_stale_signs, job_of
from renderer.studio import Studio
from renderer.values.errors import ExitCode
from tests.helpers.life import BY, LATER, SINCE, add_slogan, change, drop_breaks, make, order, run, stale
from tests.helpers.signs import CONGRESS, HANG, SHORT, finish
from tests.helpers.workspaces import append_text, studio_of

# -- what makes a sign stale ----------------------------------------------------------------------

Edit = Callable[[Path], object]


def mark(slogan: str, *lines: str) -> Edit:
    """Add lines to a slogan's entry."""
    return lambda root: change(root, f'id = "{slogan}"\n', "\n".join((f'id = "{slogan}"', *lines, "")))


def correct(root: Path) -> None:
    """Mend a slip in the slogan under the same version."""
    drop_breaks(root, SHORT)
    change(root, "Đảng Cộng sản Việt Nam quang vinh muôn năm!", "Đảng Cộng Sản Việt Nam Quang vinh Muôn Năm")


def withdraw(subject: str, *more: str) -> Edit:
    return lambda root: run(root, "withdraw", subject, *BY, *SINCE, *more)


def both(*edits: Edit) -> Edit:
    return lambda root: [edit(root) for edit in edits]


NO_WAY = "nothing is named in its place: choose another text, or other hang dates"
WRONG: dict[str, tuple[Edit, str, dict[str, Any] | str]] = {
    # an edit of the workspace: what is said of the sign, and what of its order changes, or what a person must decide
    "withdrawn, with nothing in its place": (withdraw(SHORT), "was withdrawn by Trần Thị B on 2026-01-21", NO_WAY),
    "withdrawn, with another in its place": (
        withdraw(SHORT, "--replaced-by", "dn23-07"),
        "was withdrawn by Trần Thị B on 2026-01-21",
        {"slogan": "dn23-07"},
    ),
    "a chain of replacements": (
        both(withdraw("dn23-07", "--replaced-by", "dn23-05"), withdraw(SHORT, "--replaced-by", "dn23-07")),
        "was withdrawn by Trần Thị B",
        {"slogan": "dn23-05"},
    ),
    "several in its place": (
        mark(SHORT, 'replaced_by = ["dn23-05", "dn23-07"]'),
        "has been superseded",
        "choose the slogan: dn23-05 or dn23-07",
    ),
    "superseded": (mark(SHORT, 'replaced_by = ["dn23-07"]'), "has been superseded", {"slogan": "dn23-07"}),
    "out of force before the last day": (mark(SHORT, "valid_to = 2026-12-24"), "2026-12-24", NO_WAY),
    "not in force on the first day": (mark(SHORT, "valid_from = 2026-12-21"), "2026-12-21", NO_WAY),
    "corrected": (correct, "slogan: says 'ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!', now '", {}),
    "gone from the catalogue": (
        lambda root: change(root, f'id = "{SHORT}"\n', 'id = "khac"\n'),
        f"no slogan is called '{SHORT}'",
        "it can no longer be looked up",
    ),
}


@pytest.mark.parametrize(("edit", "said", "then"), WRONG.values(), ids=WRONG.keys())
def test_what_makes_a_sign_stale(
    own_workspace: Path, tmp_path: Path, edit: Edit, said: str, then: dict[str, Any] | str
) -> None:
    [path] = make(own_workspace, tmp_path / "o", order(hang=LATER))
    assert find_stale_signs(studio_of(own_workspace), [tmp_path]) == []
    edit(own_workspace)
    [found] = find_stale_signs(studio_of(own_workspace), [tmp_path])
    assert said in found.reasons[0] and found.files == (str(path),) and found.out == PurePosixPath("o")
    if isinstance(then, str):
        assert (found.order, found.advice) == (None, then)
    else:
        assert found.order == found.entry.order.model_copy(update={"slogan_version": None, **then})
        assert found.advice == ""


def test_two_texts_that_replace_one_another_are_for_a_person(own_workspace: Path, tmp_path: Path) -> None:
    make(own_workspace, tmp_path / "o", order(hang=LATER))
    withdraw("dn23-07", "--replaced-by", SHORT)(own_workspace)
    withdraw(SHORT, "--replaced-by", "dn23-07")(own_workspace)
    [found] = find_stale_signs(studio_of(own_workspace), [tmp_path])
    assert found.order is None and found.advice


@pytest.mark.parametrize(
    "edit",
    [
        mark(SHORT, "valid_to = 2026-12-25"),
        mark(SHORT, "valid_from = 2026-12-20"),
        withdraw("dn23-07"),
        lambda root: run(root, "withdraw", SHORT, *BY, "--on", "2026-12-26"),
        lambda root: append_text(root / "layouts/led/co-do/art.svg.j2", "\n"),
    ],
)
def test_what_makes_none_stale(own_workspace: Path, tmp_path: Path, edit: Edit) -> None:
    make(own_workspace, tmp_path / "o", order(hang=LATER))
    edit(own_workspace)
    assert find_stale_signs(studio_of(own_workspace), [tmp_path]) == []


@pytest.mark.parametrize(
    ("hang", "today", "past", "found"),
    [
        ("2026-01-20..2026-01-23", "2026-01-10", False, True),
        ("2026-01-20..2026-01-23", "2026-01-22", False, True),
        ("2026-01-20..2026-01-23", "2026-01-23", False, True),
        ("2026-01-20..2026-01-23", "2026-01-24", False, False),
        ("2026-01-20..2026-01-23", "2026-01-24", True, True),
        ("2026-01-23", "2026-01-23", False, True),
        ("2026-01-23", "2026-01-24", False, False),
    ],
)
def test_signs_that_hang_no_longer_are_left_alone(
    own_workspace: Path, tmp_path: Path, hang: str, today: str, past: bool, found: bool
) -> None:
    make(own_workspace, tmp_path / "o", order(hang=hang))
    mark(SHORT, 'replaced_by = ["dn23-07"]')(own_workspace)
    later = studio_of(own_workspace, date.fromisoformat(today))
    assert bool(find_stale_signs(later, [tmp_path], past=past)) == found


def test_drafts_are_left_alone_and_the_clock_is_the_workspaces(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(own_workspace, tmp_path / "o", order(), order(draft=True))
    withdraw(SHORT)(own_workspace)
    [found] = stale(own_workspace, tmp_path, capsys)
    assert "BAN-NHAP" not in found["files"][0]
    # The command's clock is today, when these signs hang no longer.
    assert run(own_workspace, "stale", tmp_path) == ExitCode.DONE
    assert "no finished sign is stale" in capsys.readouterr().out


def test_files_that_were_moved_or_renamed_are_found(own_workspace: Path, tmp_path: Path) -> None:
    [path] = make(own_workspace, tmp_path / "o", order(hang=LATER))
    (tmp_path / "o/khac").mkdir()
    moved = path.rename(tmp_path / "o/khac/bien.png")
    withdraw(SHORT)(own_workspace)
    [found] = find_stale_signs(studio_of(own_workspace), [tmp_path])
    assert found.files == (str(moved),)
    moved.unlink()
    assert find_stale_signs(studio_of(own_workspace), [tmp_path]) == []


def test_a_sign_whose_phase_moved_is_for_a_person_and_a_new_text_makes_no_sign_stale(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(own_workspace, tmp_path / "o", order(CONGRESS, hang="2026-01-20..2026-02-03"))
    add_slogan(own_workspace, "Mới", 'campaign = ["dai-hoi-xiv"]', 'phase = ["dot-3"]', slogan="a-moi")
    assert stale(own_workspace, tmp_path, capsys) == []
    change(own_workspace, "last = 2026-01-23", "last = 2026-01-22", "events")
    [found] = stale(own_workspace, tmp_path, capsys, "--job", tmp_path / "j.toml")
    assert "to 2026-01-22" in found["reasons"][0] and found["order"] is None and found["advice"]
    assert not (tmp_path / "j.toml").exists()


# -- the job --------------------------------------------------------------------------------------


def test_a_withdrawal_makes_signs_stale_and_the_job_replaces_them(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(own_workspace, tmp_path / "o", order(), order(CONGRESS))
    assert stale(own_workspace, tmp_path, capsys) == []
    withdraw(SHORT, "--replaced-by", "dn23-07")(own_workspace)
    job = tmp_path / "again.toml"
    [found] = stale(own_workspace, tmp_path, capsys, "--job", job)
    assert "was withdrawn by Trần Thị B" in found["reasons"][0] and found["order"]["slogan"] == "dn23-07"
    [sign] = tomllib.loads(job.read_text(encoding="utf-8"))["sign"]
    assert (sign["slogan"], sign["hang"], sign["size"]) == ("dn23-07", HANG, "256x128px")
    assert run(own_workspace, "batch", job, "--out", tmp_path / "o", "--jobs", 1) == 0
    # The old file is still there, and still must not hang.
    assert [s["files"] for s in stale(own_workspace, tmp_path, capsys)] == [found["files"]]
    Path(found["files"][0]).unlink()
    assert stale(own_workspace, tmp_path, capsys) == []


def test_a_new_version_makes_signs_of_the_old_one_stale(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(own_workspace, tmp_path / "o", order(lines="Đảng Cộng sản|Việt Nam|quang vinh muôn năm!"))
    add_slogan(own_workspace, "Đảng Cộng sản Việt Nam muôn năm!", version=2)
    [found] = stale(own_workspace, tmp_path, capsys, "--job", tmp_path / "j.toml")
    assert "was replaced by version 2" in found["reasons"][0]
    [sign] = tomllib.loads((tmp_path / "j.toml").read_text(encoding="utf-8"))["sign"]
    assert "lines" not in sign and "slogan_version" not in sign  # the new words have other lines
    assert run(own_workspace, "batch", tmp_path / "j.toml", "--out", tmp_path / "o", "--jobs", 1) == 0
    assert read_manifest(tmp_path / "o/manifest.jsonl")[-1].order.slogan_version == 2


def test_where_a_person_must_decide_there_is_no_job(
    own_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(own_workspace, tmp_path / "o", order())
    mark(SHORT, 'replaced_by = ["dn23-05", "dn23-07"]')(own_workspace)
    job = tmp_path / "again.toml"
    [found] = stale(own_workspace, tmp_path, capsys, "--job", job)
    assert found["order"] is None and found["advice"] == "choose the slogan: dn23-05 or dn23-07"
    assert not job.exists()


def test_a_job_overwrites_nothing_and_is_for_one_folder_of_signs(own_workspace: Path, tmp_path: Path) -> None:
    make(own_workspace, tmp_path / "o", order(hang=LATER))
    mine = tmp_path / "j.toml"
    mine.write_text("của tôi", encoding="utf-8")
    assert run(own_workspace, "stale", tmp_path, "--job", mine) == ExitCode.CANNOT_WRITE
    assert mine.read_text(encoding="utf-8") == "của tôi"
    assert run(own_workspace, "stale", tmp_path / "o", tmp_path, "--job", tmp_path / "k.toml") == ExitCode.USAGE
    assert run(own_workspace, "stale", own_workspace / "fonts") == ExitCode.BAD_DATA


@pytest.fixture(scope="module")
def entry(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> ManifestEntry:
    screen = {"layout": "led/co-do", "size": "256x128px", "slogan": SHORT}
    return finish(studio, tmp_path_factory.mktemp("entry"), **screen).asset.entry


# Control characters are refused where words come in.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(
    st.builds(
        Order,
        layout=st.just("pano/co-do"),
        slogan=WORDS,
        size=st.just("4x2m"),
        organisation=st.none() | WORDS,
        job=st.none() | WORDS,
        formats=st.sampled_from([(), ("pdf",), ("pdf", "png")]),
        bleed=st.none() | st.floats(0, 100),
        draft=st.booleans(),
    ),
    st.lists(WORDS | st.just("two\nlines\t#"), min_size=1, max_size=3),
    st.none() | st.builds(JobNote, quantity=st.none() | st.integers(1, 999), place=WORDS, contact=WORDS, due=WORDS),
    st.sampled_from(["", ".", "a/b"]),
)
def test_a_job_reads_back_as_its_orders_whatever_words_they_have(
    entry: ManifestEntry, wanted: Order, reasons: list[str], note: JobNote | None, out: str
) -> None:
    noted = entry.model_copy(update={"job": note})
    one = Stale((Path("a.png"),), PurePosixPath(out), noted, tuple(reasons), wanted)
    undecided = Stale((Path("b.png"),), PurePosixPath(out), entry, ("x",), None, "choose")
    read = tomllib.loads(job_of([one, undecided, one]))
    assert read["schema"] == 1 and len(read["sign"]) == 2 and read["sign"][0] == read["sign"][1]
    sign = dict(read["sign"][0])
    assert sign.pop("out", "") == out.strip(".")
    if note is not None:
        told = {name: sign.pop(name, "") for name in ("place", "contact", "due")}
        assert JobNote(quantity=sign.pop("quantity", None), **told) == note
    assert Order.model_validate(sign) == wanted

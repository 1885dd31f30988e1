"""The binding hash: whatever changes the bytes of a sign changes it, and nothing else does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from renderer.artwork.artwork import WATERMARK_FACE
from renderer.artwork.pages import SLUG_FACE
from renderer.contract.order import Order
from renderer.documents.paper import FACES
from renderer.resolve import binding, resolve
from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.helpers.life import BY, run
from tests.helpers.signs import CONGRESS, OFFICE, PANO, SHORT, finish, order_of
from tests.helpers.workspaces import append_text, change_text, studio_of

ORDER = order_of(**PANO)


def binding_of(studio: Studio, **fields: Any) -> str:
    return resolve(studio, order_of(**{**PANO, **fields})).binding


# -- the order ------------------------------------------------------------------------------------

EYELETS = {"finishing": "eyelets"}
PANELS = {"panels": "1,1x50m"}
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # field of the order: what is ordered, and the change
    "layout": ({"size": "4,8x0,6m", "layout": "pano/co-do"}, {"layout": "bang-ron/co-do"}),
    "slogan": ({}, {"slogan": SHORT}),
    "size": ({}, {"size": "4x1,9m"}),
    "event": ({}, {"event": "dai-hoi-xiv"}),
    "organisation": ({}, {"organisation": OFFICE}),
    "dpi": ({}, {"dpi": 20.0}),
    "hang": ({}, {"hang": "2026-01-20"}),
    "bleed": ({}, {"bleed": 5.0}),
    "finishing": ({}, {"finishing": "hem"}),
    "eyelets": (EYELETS, {"eyelets": 400.0}),
    "material": ({}, {"material": "coated"}),
    "standard": ({}, {"standard": "x1a"}),
    "text": ({}, {"text": "live"}),
    "marks": ({}, {"marks": "crop"}),
    "scale": ({}, {"scale": "10"}),
    "panels": ({}, PANELS),
    "overlap": (PANELS, {"overlap": 40.0}),
    "imprint": ({}, {"imprint": "Công ty In Sơn La"}),
    "job": ({}, {"job": "Đợt 1"}),
    "viewing": ({}, {"viewing": 20.0}),
    "lines": ({"slogan": SHORT}, {"lines": "Đảng Cộng sản Việt Nam|quang vinh muôn năm!"}),
    "cap_height": ({}, {"cap_height": 100.0}),
    "draft": ({}, {"draft": True}),
}
ELSEWHERE = {"logo": "tests/layout/test_picture.py", "slogan_version": "test_another_version_is_another_text"}
NO_CHANGE = {"formats"}


def test_no_field_of_the_order_was_forgotten() -> None:
    assert CHANGES.keys() | ELSEWHERE.keys() | NO_CHANGE == Order.model_fields.keys()


@pytest.mark.parametrize("field", CHANGES)
def test_whatever_an_order_changes_in_the_files_changes_the_binding(studio: Studio, field: str) -> None:
    given, change = CHANGES[field]
    asked, other = ({**PANO, **given, **more} for more in ({}, change))
    if field == "layout":
        asked["size"], other["size"] = "4x2m", "4,8x0,6m"
    assert binding_of(studio, **asked) != binding_of(studio, **other)


def test_no_two_orders_share_a_binding(studio: Studio) -> None:
    found = [binding_of(studio, **given, **change) for name, (given, change) in CHANGES.items() if name != "layout"]
    assert len({*found, resolve(studio, ORDER).binding}) == len(found) + 1


def test_the_formats_asked_for_share_one_binding(studio: Studio) -> None:
    found = {binding_of(studio, formats=formats) for formats in ((), ("pdf",), ("png",), ("pdf", "png", "ticket"))}
    assert found == {resolve(studio, ORDER).binding}


@pytest.mark.parametrize("field", [field for field in CHANGES if field != "layout"])
def test_an_order_that_writes_its_defaults_out_is_the_same_sign(studio: Studio, field: str) -> None:
    """What the manifest holds of an order is ordered again by jobs that replace stale signs."""
    given, change = CHANGES[field]
    resolved = resolve(studio, order_of(**{**PANO, **given, **change}))
    again = resolve(studio, resolved.order)
    assert (again.binding, again.final_binding, again.order) == (
        resolved.binding,
        resolved.final_binding,
        resolved.order,
    )


def test_a_draft_has_a_hash_of_its_own_and_knows_that_of_the_final_file(studio: Studio) -> None:
    final, draft = resolve(studio, ORDER), resolve(studio, ORDER.model_copy(update={"draft": True}))
    assert draft.binding != draft.final_binding == final.binding == final.final_binding


# -- the workspace --------------------------------------------------------------------------------

Edit = Callable[[Path], None]


def text(file: str, old: str, new: str) -> Edit:
    return lambda root: change_text(root / file, old, new)


def more(file: str, added: str) -> Edit:
    return lambda root: append_text(root / file, added)


def other_font(root: Path, face: str = "Be Vietnam Pro/800") -> None:
    """Put other bytes in the place of a face, one that the pano uses, and pin them."""
    path = root / "fonts" / Workspace(root).font_entries[face].file
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(path.read_bytes() + b"\0")
    change_text(root / "fonts/fonts.toml", old, hashlib.sha256(path.read_bytes()).hexdigest())


def other_profile(root: Path) -> None:
    path = root / "assets/icc/FOGRA39L_coated.icc"
    path.write_bytes(path.read_bytes() + b"\0")


SLOGANS, EVENTS = "assets/catalogue/slogans.toml", "assets/catalogue/events.toml"
FILES: dict[str, Edit] = {
    "the art": more("layouts/pano/co-do/art.svg.j2", "\n"),
    "what layouts share": more("layouts/_shared/shapes.j2", "\n"),
    "the layout's numbers": text("layouts/pano/co-do/layout.toml", "comfort = 0.35", "comfort = 0.36"),
    "an ink": text("assets/palette.toml", "cmyk = [0, 100, 100, 0]", "cmyk = [0, 99, 100, 0]"),
    "a colour of the screen": text("assets/palette.toml", "#8C0F0A", "#8C0F0B"),
    "a spot colour": text("assets/palette.toml", "[swatch.gold]\n", '[swatch.gold]\nspot = "PANTONE 116 C"\n'),
    "a face": other_font,
    "the press's profile": other_profile,
    "the rendering intent": text("codong.toml", 'intent = "relative"', 'intent = "absolute"'),
    "the printing condition": text("codong.toml", 'condition = "FOGRA39"', 'condition = "FOGRA51"'),
    "the words of the slogan": lambda root: change_words(root, "lần thứ XIV", "lần thứ XV"),
    "where its lines may break": text(
        SLOGANS,
        "Đại_hội~đại_biểu~toàn_quốc // lần_thứ_XIV / của_Đảng",
        "Đại_hội~đại_biểu~toàn_quốc / lần_thứ_XIV / của_Đảng",
    ),
    "its smaller beginning": lambda root: change_slogan(root, ('lead = "Nhiệt liệt chào mừng"', 'lead = "Nhiệt liệt"')),
    "its largest words": lambda root: change_slogan(root, ("core = ", "tail_ratio = 0.7\ncore = ")),
    "an editor's settings": lambda root: change_slogan(
        root,
        (
            '    "Nhiệt liệt chào mừng Đại hội đại biểu toàn quốc | lần',
            '    "Nhiệt liệt chào mừng | Đại hội đại biểu toàn quốc lần',
        ),
    ),
    "the words of the event": lambda root: change_event(root),
    "an organisation's name": text(
        "assets/catalogue/organisations.toml", 'name = "Đảng ủy phường Vạn Xuân"', 'name = "Đảng uỷ phường Vạn Xuân"'
    ),
}


def change_slogan(root: Path, *changes: tuple[str, str]) -> None:
    """Change the campaign's slogan in the catalogue, wherever its entry has what is to be changed."""
    path = root / SLOGANS
    before, start, rest = path.read_text(encoding="utf-8").partition(f'id = "{CONGRESS}"')
    entry, end, after = rest.partition("[[slogan]]")
    for old, new in changes:
        assert old in entry
        entry = entry.replace(old, new)
    path.write_text(before + start + entry + end + after, encoding="utf-8")


def change_words(root: Path, old: str, new: str) -> None:
    """Change the slogan's text, and its marks with it."""
    change_slogan(root, (old, new), (old.replace(" ", "_"), new.replace(" ", "_")))


def change_event(root: Path) -> None:
    for old, new in (("Ngày thành lập Đảng", "Ngày Thành lập Đảng"), ("Ngày_thành_lập", "Ngày_Thành_lập")):
        change_text(root / EVENTS, old, new)


@pytest.mark.parametrize("edit", FILES.values(), ids=FILES.keys())
def test_whatever_a_file_changes_in_the_sign_changes_the_binding(
    studio: Studio, own_workspace: Path, edit: Edit
) -> None:
    assert resolve(studio_of(own_workspace), ORDER).binding == resolve(studio, ORDER).binding
    edit(own_workspace)
    assert resolve(studio_of(own_workspace), ORDER).binding != resolve(studio, ORDER).binding


@pytest.mark.parametrize("face", [WATERMARK_FACE, SLUG_FACE, *FACES.values()])
def test_a_face_that_no_frame_is_set_in_is_part_of_it(studio: Studio, own_workspace: Path, face: str) -> None:
    """Watermark, slug and ticket have their own: a banner in Oswald has letters of them, too."""
    order = order_of(layout="bang-ron/co-do", size="4,8x0,6m", slogan=SHORT, marks="full", draft=True)
    assert not any(face in style.faces for style in studio.layout("bang-ron/co-do").spec.frames.values())
    other_font(own_workspace, face)
    assert resolve(studio_of(own_workspace), order).binding != resolve(studio, order).binding


def test_another_version_is_another_text(studio: Studio, own_workspace: Path) -> None:
    path = own_workspace / SLOGANS
    entry = path.read_text(encoding="utf-8").partition(f'id = "{SHORT}"')[2].partition("[[slogan]]")[0]
    first = resolve(studio_of(own_workspace), order_of(slogan=SHORT)).binding
    append_text(path, f'\n[[slogan]]\nid = "{SHORT}"' + entry.replace("version = 1", "version = 2"))
    own = studio_of(own_workspace)
    assert resolve(own, order_of(slogan=SHORT, slogan_version=1)).binding == first
    assert resolve(own, order_of(slogan=SHORT, slogan_version=2)).binding != first


def test_another_program_draws_other_bytes(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    before = resolve(studio, ORDER).binding
    monkeypatch.setattr(binding, "program_digest", lambda: "f" * 64)
    assert resolve(studio, ORDER).binding != before


NOTHING: dict[str, Edit] = {
    "the policy": more("codong.toml", '\n[policy]\nfinal = "approved"\nroles = ["duyệt"]\nphase = "refuse"\n'),
    "a decision": lambda root: approve_slogan(root),
    "where a text was read": text(SLOGANS, 'source = "Công văn số 9743-CV/BTGTW', 'source = "Công văn 9743-CV/BTGTW'),
    "another slogan": more(
        SLOGANS, '\n[[slogan]]\nid = "khac"\ntext = "Khác"\nkind = "slogan"\nsource = "thử"\nstatus = "issued"\n'
    ),
    "another layout": more("layouts/led/co-do/art.svg.j2", "\n"),
    "what a swatch is for": text("assets/palette.toml", 'use = "fields, flags"', 'use = "fields"'),
    "the licence of a face": text("fonts/fonts.toml", 'licence = "OFL-1.1"', 'licence = "OFL"'),
    "the rules of the proof-reader": more("assets/proofreading.toml", "\n"),
}


def approve_slogan(root: Path) -> None:
    assert run(root, "approve", CONGRESS, *BY) == 0


@pytest.mark.parametrize("edit", NOTHING.values(), ids=NOTHING.keys())
def test_what_changes_no_byte_changes_no_binding(studio: Studio, own_workspace: Path, edit: Edit) -> None:
    edit(own_workspace)
    assert resolve(studio_of(own_workspace), ORDER).binding == resolve(studio, ORDER).binding


def test_place_and_day_are_no_part_of_it(studio: Studio, own_workspace: Path) -> None:
    later = studio_of(own_workspace, date(2031, 12, 31))
    assert resolve(later, ORDER).binding == resolve(studio, ORDER).binding
    undated = order_of(slogan=SHORT, hang="")
    assert resolve(later, undated).binding != resolve(studio, undated).binding  # today is the day it hangs from


PRINTED: dict[str, tuple[Edit, dict[str, Any]]] = {
    "the letter's number, in slug and ticket": (
        lambda root: change_slogan(root, ("9743-CV/BTGTW", "9744-CV/BTGTW")),
        {"marks": "full"},
    ),
    "who issued it, on the ticket": (
        lambda root: change_slogan(root, ('issuer = "Ban Tuyên giáo Trung ương"', 'issuer = "Ban Tuyên giáo"')),
        {"formats": ("ticket",)},
    ),
    "its own case, in the title of the file": (lambda root: change_words(root, "đại biểu", "Đại biểu"), {}),
}


@pytest.mark.parametrize(("edit", "fields"), PRINTED.values(), ids=PRINTED.keys())
def test_what_else_is_told_of_a_slogan_changes_the_binding_with_the_bytes(
    studio: Studio, own_workspace: Path, tmp_path: Path, edit: Edit, fields: dict[str, Any]
) -> None:
    one = finish(studio, tmp_path / "one", size="2x1m", **fields)
    edit(own_workspace)
    other = finish(studio_of(own_workspace), tmp_path / "other", size="2x1m", **fields)
    assert one.data != other.data and one.asset.entry.binding != other.asset.entry.binding

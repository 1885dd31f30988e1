"""The whole catalogue checked: what is wrong is told by file, entry and field."""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.command import Codong
from tests.helpers.life import drop_breaks
from tests.helpers.lists import SLOGANS
from tests.helpers.workspaces import change_text

HEAD = 'kind = "slogan"\nsource = "s"\n'
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "a slip in an issued text": (
        'id = "x"\ntext = "Đẩy mạnh phong trào thi đưa yêu nước!"\nstatus = "issued"',
        "text",
        "near-phrase",
        "error",
    ),
    "a slip in a draft": (
        'id = "x"\ntext = "Đẩy mạnh phong trào thi đưa yêu nước!"\nstatus = "draft"',
        "text",
        "near-phrase",
        "warning",
    ),
    "a draft that no face can set": (
        'id = "x"\ntext = "★ Đoàn kết"\nstatus = "draft"',
        "text",
        "not-on-signs",
        "error",
    ),
    "a draft that lost letters": ('id = "x"\ntext = "Đoàn k?t"\nstatus = "draft"', "text", "lost-letter", "error"),
    "a draft that is longer than any sign": (
        f'id = "x"\ntext = "{"Đoàn kết " * 60}nhé"\nstatus = "draft"',
        "text",
        "too-long",
        "error",
    ),
    "years that do not add up": (
        'id = "x"\ntext = "95 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2026)"\nstatus = "issued"',
        "text",
        "anniversary",
        "error",
    ),
    "issued and replaced": (
        'id = "x"\ntext = "Một"\nstatus = "issued"\nreplaced_by = ["dh14-motto"]',
        "status",
        "replaced-but-issued",
        "error",
    ),
    "replaced by a draft": (
        'id = "x"\ntext = "Một"\nstatus = "superseded"\nreplaced_by = ["dh14-pano-1"]',
        "replaced_by",
        "replaced-by-unissued",
        "error",
    ),
    "a campaign with a slip": (
        'id = "x"\ntext = "Một"\nstatus = "draft"\ncampaign = ["dai-hoi-xvi"]',
        "campaign",
        "lone-campaign",
        "warning",
    ),
    "one text twice in a paper": (
        'id = "x"\ntext = "Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2025 – 2030 !"\nstatus = "draft"\n'
        'document = "9743-CV/BTGTW"',
        "text",
        "doubled-text",
        "error",
    ),
    "success welcomed without a first day": (
        'id = "x"\ntext = "Chào mừng thành công Đại hội!"\nstatus = "issued"\ncampaign = ["dai-hoi-xiv"]',
        "phase",
        "phase-wording",
        "warning",
    ),
    "on the way to what is past": (
        'id = "x"\ntext = "Thi đua tiến tới Đại hội!"\nstatus = "issued"\ncampaign = ["dai-hoi-xiv"]\nphase = ["any"]',
        "phase",
        "phase-wording",
        "warning",
    ),
    "valid before it was issued": (
        'id = "x"\ntext = "Một"\nstatus = "issued"\nissued_on = 2024-10-16\nvalid_to = 2023-01-01',
        "valid_to",
        "dates",
        "error",
    ),
}


def add(workspace: Path, *entries: str) -> None:
    path = workspace / SLOGANS
    tables = "".join(f"\n[[slogan]]\n{entry}\n{'' if 'source' in entry else HEAD}" for entry in entries)
    path.write_text(path.read_text(encoding="utf-8") + tables, encoding="utf-8")


def test_the_shipped_catalogue_holds_no_error(codong: Codong) -> None:
    ran = codong("catalogue", "check", "--json")
    said = json.loads(ran.out)
    assert ran.code == 0 and said["passed"]
    # Every one of them was read: drafts and expired texts, as the press wrote them.
    assert {(f["entry"], f["kind"]) for f in said["findings"]} == {("bc26-01", "near-issued"), ("tet-2", "near-issued")}


def test_what_is_wrong_is_told(codong: Codong, own_workspace: Path) -> None:
    # A slip that two entries share vouches for itself: the draft is looked at below.
    cases = [case for name, case in FAULTS.items() if name != "a slip in a draft"]
    named = {f"x{number}": case for number, case in enumerate(cases)}
    add(own_workspace, *(case[0].replace('"x"', f'"{name}"') for name, case in named.items()))
    ran = codong("catalogue", "check", "--json", workspace=own_workspace)
    plain = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == plain.code == 4
    for name, (_, field, kind, severity) in named.items():
        said = [f for f in json.loads(ran.out)["findings"] if f["entry"] == name and f["kind"] == kind]
        assert [(f["file"], f["field"], f["severity"]) for f in said] == [(SLOGANS, field, severity)], name
        assert f"{SLOGANS}: {name}: {field}: {severity}: {kind}:" in plain.out


def test_warnings_alone_end_with_0(codong: Codong, own_workspace: Path) -> None:
    add(own_workspace, FAULTS["a slip in a draft"][0])
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == 0 and "x: text: warning: near-phrase" in ran.out


def test_replacements_in_a_ring(codong: Codong, own_workspace: Path) -> None:
    ring = [
        f'id = "{a}"\ntext = "Câu {a}"\nstatus = "superseded"\nreplaced_by = ["{b}"]' for a, b in ("xy", "yz", "zx")
    ]
    add(own_workspace, *ring)
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == 3 and "slogan x: replaced_by: leads back to itself" in ran.err


def test_a_date_that_its_own_source_contradicts(codong: Codong, own_workspace: Path) -> None:
    path = own_workspace / SLOGANS
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("issued_on = 2024-10-16", "issued_on = 2024-10-26", 1), encoding="utf-8")
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == 4 and "cv9743-01: issued_on: error: dates: is 2024-10-26, but the source says" in ran.out


def test_an_entry_does_not_vouch_for_itself(codong: Codong, own_workspace: Path) -> None:
    change_text(own_workspace / SLOGANS, "Kiên định mục tiêu độc lập dân", "Kiên định mục tiêu đốc lập dân")
    drop_breaks(own_workspace, "cv9743-04")
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == 4 and "cv9743-04: text: error: near-phrase" in ran.out


def test_events_and_organisations_are_read_too(codong: Codong, own_workspace: Path) -> None:
    for name, old, new in (
        ("events", "Ngày thành lập Đảng", "Ngày thành lập lập Đảng"),
        ("organisations", "Đảng ủy Văn phòng", "Đảng ủy ủy Văn phòng"),
    ):
        path = own_workspace / f"assets/catalogue/{name}.toml"
        text = path.read_text(encoding="utf-8")
        text = text.replace('breaks = "96_năm / Ngày_thành_lập // Đảng_Cộng_sản~Việt_Nam"\n', "", 1)
        path.write_text(
            text.replace(
                f'"96 năm {old}' if name == "events" else f'"{old}',
                f'"96 năm {new}' if name == "events" else f'"{new}',
                1,
            ),
            encoding="utf-8",
        )
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert "events.toml: thanh-lap-dang-96: title: warning: doubled-word" in ran.out
    assert "organisations.toml: dang-uy-van-phong-ubnd-tinh-son-la: name: " in ran.out and "doubled-word" in ran.out


def test_a_catalogue_that_cannot_be_loaded(codong: Codong, own_workspace: Path) -> None:
    add(own_workspace, 'id = "x"\ntext = "Một"\nstatus = "isued"')
    ran = codong("catalogue", "check", workspace=own_workspace)
    assert ran.code == 3 and "slogan x: status" in ran.err


def test_a_text_that_was_corrected_stands_as_it_was_issued(codong: Codong, own_workspace: Path) -> None:
    head = 'id = "x"\nversion = {}\nstatus = "issued"\ntext = "Bầu cử đại biểu Quốc hội là {} của mỗi công dân!"'
    add(own_workspace, head.format(1, "quyền và nghĩa vụ"), head.format(2, "quyền lợi"))
    ran = codong("catalogue", "check", "--json", workspace=own_workspace)
    assert ran.code == 0 and [f for f in json.loads(ran.out)["findings"] if f["entry"] == "x"] == []

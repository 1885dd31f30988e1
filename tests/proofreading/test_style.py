"""House style: one way for one sign, and with an issuer the way of its papers; warnings only, nothing is rewritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.catalogue import Status
from renderer.proofreading import Issuer, ProofReader
from renderer.studio import Studio
from tests.helpers.command import Codong
from tests.helpers.proofreading import Find

MIXED = {
    "niềm tin của Nhân dân, ý chí của nhân dân": ("mixed-capitals", "Nhân dân"),
    "Tiến tới Đại hội Đại biểu toàn quốc; chào mừng Đại hội đại biểu toàn quốc": (
        "mixed-capitals",
        "Đại hội đại biểu toàn quốc",
    ),
    "nhiệm kỳ 2025 - 2030, giai đoạn 2021-2030": ("mixed-terms", None),
    "từ 03/02/2026 đến 15.03.2026": ("mixed-days", None),
    "(01/5/1886 - 01/05/2026)": ("mixed-days", None),
}


@pytest.mark.parametrize(("text", "wanted"), MIXED.items(), ids=MIXED.keys())
def test_one_way_for_one_sign(find: Find, text: str, wanted: tuple[str, str | None]) -> None:
    [finding] = find("style", text)
    assert (finding.kind, finding.suggestion, finding.severity) == (*wanted, "warning")


@pytest.mark.parametrize(
    "text",
    [
        "Nhân dân ta. Hội đồng nhân dân và Ủy ban nhân dân tỉnh",
        "quản lý nhà nước; Đảng và Nhà nước",
        "Tòa án nhân dân, vì Nhân dân",
        "ĐẢNG VÀ NHÂN DÂN\nĐảng và Nhân dân",
        "vì nhân dân",
        "Nhân dân! Của nhân dân",
        "nhiệm kỳ 2026 - 2031, năm 2026-2027",
        "Ngày Quốc tế Lao động và ngày Quốc tế Lao động",
        "03/02/1930 - 03/02/2026",
        "05/3/2026 và 12/10/2026",
        "số 20-2026, 1.2.3",
    ],
)
def test_what_is_written_in_one_way_raises_nothing(find: Find, text: str) -> None:
    found = [f.kind for f in find("style", text)]
    assert found == (["mixed-terms"] if "2026-2027" in text else [])


WRITTEN = [
    ("state", "chính quyền của nhân dân", "Nhân dân", "30/2020/NĐ-CP"),
    ("state", "Ngày Quốc tế lao động (1/5)", "Ngày Quốc tế Lao động", "30/2020/NĐ-CP"),
    ("state", "Hội đồng Nhân dân tỉnh", "Hội đồng nhân dân", "30/2020/NĐ-CP"),
    ("state", "bảo vệ tổ quốc", "Tổ quốc", "the rule was not read"),
    ("party", "niềm tin của nhân dân", "Nhân dân", "the rule was not read"),
    ("party", "Đại hội Đảng bộ các cấp", "Đại hội đảng bộ các cấp", "the rule was not read"),
    ("party", "nhiệm kỳ 2025-2030", "2025 - 2030", "the rule was not read"),
]


@pytest.mark.parametrize(("issuer", "text", "right", "rule"), WRITTEN)
def test_what_an_issuers_papers_write_otherwise(find: Find, issuer: Issuer, text: str, right: str, rule: str) -> None:
    """The rule is named where it was read, and what was not read says so."""
    assert find("style", text) == []
    [finding] = find("style", text, issuer)
    assert (finding.kind, finding.suggestion, finding.severity) == ("house-style", right, "warning")
    assert rule in finding.message


def test_state_papers_may_write_terms_in_either_way(find: Find) -> None:
    assert find("style", "nhiệm kỳ 2021-2026", "state") == []


def test_capitals_hide_nothing_and_show_nothing(find: Find) -> None:
    assert find("style", "VÌ NHÂN DÂN, VÌ TỔ QUỐC", "state") == []


def test_issued_texts_that_a_profile_warns_about_are_known(reader: ProofReader, studio: Studio) -> None:
    """They stay as issued; these are the ones that a person is told of, and why."""
    told = {
        (issuer, s.id, f.suggestion)
        for issuer in ("state", "party")
        for s in studio.catalogue.slogans
        if s.status is Status.ISSUED
        for f in reader.read(s.text, issuer=issuer).findings
    }
    assert told == {
        *((issuer, "dn23-03", "Ngày Giải phóng miền Nam") for issuer in ("state", "party")),
        *((issuer, "dn23-03", "Ngày Quốc tế Lao động") for issuer in ("state", "party")),
        ("party", "letter-laichau-xv", "2025 - 2030"),
    }


def test_the_command_takes_a_kind_or_an_organisation(codong: Codong) -> None:
    assert codong("check", "vì nhân dân phục vụ").code == 0
    for issuer in ("state", "party", "ubnd-tinh-son-la", "dang-uy-phuong-van-xuan"):
        ran = codong("check", "vì nhân dân phục vụ", "--issuer", issuer, "--strict")
        assert ran.code == 4 and "house-style" in ran.out and "'Nhân dân'" in ran.out
    assert codong("check", "vì nhân dân phục vụ", "--issuer", "dai-truyen-hinh-viet-nam").code == 0
    ran = codong("check", "vì nhân dân phục vụ", "--issuer", "ubnd")
    assert ran.code == 2 and "party, " in ran.err and "ubnd-tinh-son-la" in ran.err


@pytest.mark.parametrize(("old", "new"), [('terms = "any"', 'terms = "wide"'), ("[either]", "[neither]")])
def test_a_faulty_style_file_is_named(codong: Codong, own_workspace: Path, old: str, new: str) -> None:
    path = own_workspace / "assets/house_style.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ran = codong("check", "Đại hội", workspace=own_workspace)
    assert ran.code == 3 and "assets/house_style.toml" in ran.err


@given(st.text(alphabet="Nnhând Tổquốc2025-30/. \n", max_size=60))
def test_no_text_breaks_the_style(find: Find, text: str) -> None:
    find("style", text, "party")

"""The text gate: refused by name, with the right letter offered; nothing converted in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.text import comparison_key, encode, gate
from tests.helpers.command import Codong

CASES = {
    "eth for Đ": ("Ðảng", "look-alike", "Đ"),
    "African D for Đ": ("Ɖảng", "look-alike", "Đ"),
    "caron for breve": ("nǎm", "look-alike", "ă"),
    "Cyrillic А": ("Аnh", "look-alike", "A"),
    "Greek Ο": ("ΟNG", "look-alike", "O"),
    "full-width": ("ＤA", "look-alike", "D"),
    "one-character Roman numeral": ("lần thứ Ⅳ", "look-alike", "IV"),
    "Roman numeral with a small L": ("lần thứ XlV", "look-alike", "XIV"),
    "Roman numeral with a one": ("lần thứ X1V", "look-alike", "XIV"),
    "a numeral that is none": ("lần thứ XIIII", "look-alike", "XIV"),
    "zero-width space": ("Đại\u200bhội", "bad-character", ""),
    "soft hyphen": ("Đại\u00adhội", "bad-character", ""),
    "right-to-left mark": ("Đại \u200fhội", "bad-character", ""),
    "control character": ("Đại\u0007hội", "bad-character", ""),
    "byte order mark inside": ("Đại\ufeffhội", "bad-character", ""),
    "loose mark": ("Đả\u0309ng", "bad-character", None),
    "Thai letter": ("Đảng ก", "bad-character", None),
}


@pytest.mark.parametrize(("text", "kind", "suggestion"), CASES.values(), ids=CASES.keys())
def test_what_prints_otherwise_is_refused_by_name(text: str, kind: str, suggestion: str | None) -> None:
    gated = gate(text)
    assert not gated.passed
    [finding] = [f for f in gated.findings if f.severity == "error"]
    assert (finding.kind, finding.suggestion) == (kind, suggestion)
    assert finding.line == 1 and finding.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Đảng Cộng sản Việt Nam quang vinh muôn năm!",
        "Đại hội XIV",
        "Quốc hội khóa XVI",
        "LIX",
        "ngày 1/5",
        "I. MỤC ĐÍCH",
        "“tự chủ, tự tin”",
        "20 - 23/01/2026",
        "100%",
        "Nghị quyết số 18-NQ/TW…",
        "Mác - Lênin",
    ],
)
def test_good_texts_pass(text: str) -> None:
    assert gate(text).findings == () or text == "LIX"


def test_a_conversion_is_never_silent() -> None:
    raw = encode("Nhiệt liệt chào mừng Đại hội", "vni")
    refused = gate(raw)
    assert not refused.passed and refused.encoding == "vni" and refused.raw == raw
    [finding] = refused.findings
    assert finding.kind == "legacy-encoding" and raw in finding.message and "Nhiệt liệt" in finding.message
    taken = gate(raw, accept_converted=True)
    assert taken.passed and taken.text == "Nhiệt liệt chào mừng Đại hội" and taken.findings[0].severity == "warning"


def test_the_letter_ư_of_tcvn3_is_not_taken_for_a_soft_hyphen() -> None:
    """Refusing first would destroy the evidence."""
    gated = gate(encode("Hướng về ngày bầu cử", "tcvn3"), accept_converted=True)
    assert gated.text == "Hướng về ngày bầu cử" and {f.kind for f in gated.findings} == {"legacy-encoding"}


def test_mixed_forms_warn() -> None:
    kinds = {f.kind for f in gate("2021 - 2026 và 2026 – 2031: muôn năm ! Tiến lên!").findings}
    assert kinds == {"mixed-dashes", "mixed-spacing"}
    assert {f.kind for f in gate('“tự chủ” và "tự tin"').findings} == {"mixed-quotes"}


def test_texts_are_compared_in_one_form() -> None:
    one = comparison_key("“tự\u00a0chủ” – muôn năm !")
    assert one == comparison_key('"tự chủ" - muôn năm!')
    assert comparison_key("hòa") != comparison_key("hoà")
    assert comparison_key("Đa\u0309ng") == comparison_key("Đảng")


def test_places_are_lines_and_columns() -> None:
    findings = gate("Đảng\nlần thứ XlV\n\nÐại hội").findings
    assert [(f.line, f.column) for f in findings] == [(2, 9), (4, 1)]


@given(st.text(max_size=60))
def test_no_text_breaks_the_gate(text: str) -> None:
    gated = gate(text)
    assert gated.raw == text
    comparison_key(gated.text)


def test_the_command(codong: Codong, tmp_path: Path) -> None:
    good = codong("check", "Đảng Cộng sản Việt Nam quang vinh muôn năm!")
    assert (good.code, good.out) == (0, "")
    bad = codong("check", "lần thứ XlV", "--json")
    said = json.loads(bad.out)
    assert bad.code == 4 and said["findings"][0]["suggestion"] == "XIV" and said["findings"][0]["column"] == 9
    path = tmp_path / "cu.txt"
    path.write_bytes(encode("Nhiệt liệt chào mừng\nĐại hội", "tcvn3").encode("latin-1"))
    legacy = codong("check", path)
    assert legacy.code == 4 and "TCVN3" in legacy.out and "Nhiệt liệt chào mừng" in legacy.out
    taken = codong("check", path, "--accept-converted")
    assert taken.code == 0 and taken.out.endswith("Nhiệt liệt chào mừng\nĐại hội\n")
    strict = codong("check", path, "--accept-converted", "--strict")
    assert strict.code == 4 and strict.out == taken.out


def test_orders_and_sheets_pass_the_gate(codong: Codong, tmp_path: Path) -> None:
    order = [
        "render",
        "led/co-do",
        "--slogan",
        "dn23-06",
        "--size",
        "512x256px",
        "--hang",
        "2026-01-20",
        "--out",
        tmp_path,
    ]
    eth = codong(*order, "--unit", "Ðảng ủy phường")
    assert eth.code == 4 and "only looks like Đ" in eth.err and "write 'Đ'" in eth.err
    vni = codong(*order, "--unit", encode("Ủy ban nhân dân tỉnh", "vni"))
    assert vni.code == 4 and "VNI" in vni.err and "Ủy ban nhân dân tỉnh" in vni.err
    sheet = tmp_path / "job.csv"
    sheet.write_text("mẫu,khẩu hiệu,kích thước,đơn vị\nled/co-do,dn23-06,512x256px,Ðảng ủy\n", encoding="utf-8")
    ran = codong("batch", sheet, "--out", tmp_path / "out", "--json")
    [fault] = ran.faults
    assert ran.code == 6 and fault["code"] == "look-alike" and "D2" in fault["row"] + fault["where"]

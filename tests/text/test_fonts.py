"""Fonts that decide: a run in .VnTime is TCVN3, whatever the letters look like."""

from __future__ import annotations

import pytest

from renderer.text import Gated, Run, code_of, encode, gate, gate_runs

LINE = "Nhiệt liệt chào mừng Đại hội"


def taken(*runs: Run) -> Gated:
    return gate_runs(runs, gate, accept_converted=True)


@pytest.mark.parametrize(
    ("font", "code"),
    [
        (".VnTime", ("tcvn3", False)),
        (".VnTimeH", ("tcvn3", True)),
        (".vnArial", ("tcvn3", False)),
        (".VnArial NarrowH", ("tcvn3", True)),
        ("VNI-Times", ("vni", False)),
        ("VNI-HelveH", ("vni", False)),
        ("Times New Roman", None),
        ("", None),
        ("Vnicode", None),
    ],
)
def test_a_fonts_name_tells_its_encoding(font: str, code: tuple[str, bool] | None) -> None:
    assert code_of(font) == code


def test_a_font_decides_where_the_letters_leave_it_open() -> None:
    # "Toàn" in VNI is "Toaøn"; the same letters are syllables as they stand.
    assert gate("hoà").passed and taken(Run("hoµ", ".VnTime")).text == "hoà"
    raw = encode("linh hồn", "vni")
    assert gate(raw, accept_converted=True).text == raw  # the gate only asks
    assert taken(Run(raw, "VNI-Times")).text == "linh hồn"


def test_capitals_are_what_the_font_shows() -> None:
    gated = taken(Run(encode(LINE, "tcvn3"), ".VnTimeH"))
    assert gated.text == LINE.upper() and "capitals" in gated.findings[0].message
    assert taken(Run("viet nam", ".VnTimeH")).text == "VIET NAM"


def test_a_word_processor_parts_runs_in_the_middle_of_a_letter() -> None:
    raw = encode(LINE, "vni")
    for cut in range(1, len(raw)):
        gated = taken(Run(raw[:cut], "VNI-Times"), Run(raw[cut:], "VNI-Helve"))
        assert gated.text == LINE and gated.raw == raw


def test_runs_in_several_encodings_are_told_each() -> None:
    runs = [Run("Nhiệt liệt "), Run(encode("chào mừng ", "tcvn3"), ".VnTime"), Run(encode("Đại hội", "vni"), "Arial")]
    gated = taken(*runs)
    assert gated.text == LINE and [f.kind for f in gated.findings] == ["legacy-encoding"] * 2
    assert [f.column for f in gated.findings] == [12, 22]
    refused = gate_runs(runs, gate)
    assert not refused.passed and refused.text == LINE


def test_a_font_that_cannot_be_right_is_an_error_even_with_consent() -> None:
    gated = taken(Run(LINE, ".VnTime"))
    assert gated.text == LINE and gated.fault is not None and gated.fault.kind == "font-contradicts"
    assert ".VnTime" in gated.fault.message and "ệ" in gated.fault.message


def test_a_line_in_two_encodings_is_refused() -> None:
    """Half a line in Unicode made the other half pass for letters and signs."""
    mixed = "Đảng bộ " + encode("Đại hội", "tcvn3")
    fault = gate(mixed).fault
    assert fault is not None and (fault.kind, fault.suggestion, fault.column) == ("mixed-encoding", "Đại", 9)
    for good in ("§ 5 của Nghị định", "Café Đảng, Müller, naïve", "5m² đất"):
        assert gate(good).passed

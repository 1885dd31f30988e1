"""What no person writes is told, with the likely letter where it can be known; what people write passes."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.catalogue import event_line
from renderer.studio import Studio
from renderer.text import Use, gate
from renderer.text.damage import find_damage
from renderer.text.lost import MOST_FINDINGS
from tests.helpers.damaged_words import ALL, ESCAPED, places_of
from tests.helpers.workspaces import ROOT

TEXT = "Nhiệt liệt chào mừng Đại hội đại biểu toàn quốc lần thứ XIV của Đảng"
OFFERED = {
    "a workbook's line end": ("Đảng_x000D_bộ", "escape", " "),
    "a workbook's letter": ("l_x00E0_m", "escape", "à"),
    "JSON": ("l\\u00e0m", "escape", "à"),
    "two units of one letter": ("\\ud83d\\ude00", "escape", "😀"),
    "Python": ("l\\xe0m", "escape", "à"),
    "bytes of UTF-8": ("l\\xc3\\xa0m", "escape", "à"),
    "RTF": ("l\\'e0m", "escape", "à"),
    "entity": ("l&#224;m", "escape", "à"),
    "entity by name": ("l&agrave;m", "escape", "à"),
    "entity without its end": ("l&agrave m", "escape", "à"),
    "ampersand": ("Y tế &amp; Dân số", "escape", "&"),
    "web address": ("l%C3%A0m", "escape", "à"),
    "e-mail": ("l=C3=A0m", "escape", "à"),
    "line break": ("Đảng<br/>bộ", "escape", " "),
    "bold": ("<b>Đảng bộ", "escape", ""),
    "formula": ("#SPILL!", "error-value", None),
    "formula in another program": ("Err:502", "error-value", None),
    "a column too narrow": ("######", "error-value", None),
    "field in braces": ("Xã {{ten}}", "unfilled", None),
    "merge field": ("Xã «TEN»", "unfilled", None),
    "merge field with a name": ("Xã «Tên_xã»", "unfilled", None),
    "field in brackets": ("Xã [tên xã]", "unfilled", None),
    "dots": ("Xã ........", "unfilled", None),
    "missing value": ("UBND xã NaN", "missing-value", None),
    "missing value alone": ("none", "missing-value", None),
    "cut number": ("1,5E+05", "error-value", None),
    "entity glued to the next letter": ("l&agravem", "escape", "à"),
    "entity by number, glued": ("l&#224m", "escape", "à"),
    "any tag": ("<tspan>Đảng bộ", "unfilled", None),
    "tag of a forum": ("[b]Đảng bộ", "escape", ""),
    "letter by its number": ("l<U+00E0>m", "escape", "à"),
    "base64": ("TmhpxqF0IGxp4buHdCBjaMOgbyBt4burbmc=", "escape", None),
    "error in another language": ("#ĐÂY!", "error-value", None),
    "day as a number": ("45292", "error-value", None),
    "formula that was typed": ("=SUM(A1)", "formula", None),
    "mark of a text": ("'Đảng bộ", "escape", ""),
    "dash between years": ("2025?2030", "lost-letter", "-"),
    "dash between years, with spaces": ("2025 _ 2030", "lost-letter", " - "),
    "field in angles": ("Xã <tên xã>", "unfilled", None),
    "field in round brackets": ("UBND (tên đơn vị)", "unfilled", None),
    "field in quotes": ("«tên đơn vị»", "unfilled", None),
    "field of a shell": ("Xã $TEN", "unfilled", None),
    "field of a format": ("Xã %s", "unfilled", None),
    "points that stand alone": ("lần thứ ... nhiệm kỳ", "unfilled", None),
    "points at the end": ("UBND xã …", "unfilled", None),
    "a stroke that stands alone": ("lần thứ _", "unfilled", None),
    "small crosses": ("xã xx", "unfilled", None),
    "missing value in words": ("(trống)", "missing-value", None),
    "not available": ("N/A", "missing-value", None),
    "a sign alone": ("!", "missing-value", None),
    "rest of a space": ("muôn nămÂ !", "unknown-encoding", None),
    "a letter of another encoding": ("Nhi®t tình", "unknown-encoding", None),
}


@pytest.mark.parametrize(("text", "kind", "offered"), OFFERED.values(), ids=OFFERED.keys())
def test_what_a_program_left_is_named(text: str, kind: str, offered: str | None) -> None:
    found = [f for f in gate(text, use="sign").findings if f.severity == "error"]
    assert (kind, offered) in [(f.kind, f.suggestion) for f in found]


@pytest.mark.parametrize(
    "text",
    [
        "Bạn đã tiêm chưa?",
        "Ai? Tôi.",
        "Vì sao? Vì dân!",
        "Sạch 100%, xanh 20%",
        "Y tế & Dân số; R&D",
        "Hỏi - đáp: thế nào?",
        "xem https://a.vn/%C3%A0_b?x=1&y=2",
        "Thư: ubnd_xa@laichau.gov.vn",
        "#VietNam #Tết",
        "(1) “tự chủ” [2]",
        "0,5 - 1,5",
        "Hội nghị… và",
        "UBND xã Nậm Nan",
        "km 12/5 × 3",
        "Mừng «xuân mới»",
        "Nước, điện, ... và đất",
        "Mừng Đảng, mừng Xuân…",
        "ĐÃ SẴN SÀNG? HÃY ĐĂNG KÝ!",
        "Đại hội lần thứ XXX",
        "#VIETNAM!",
        "Công nghiệp 4.0",
        "4.0",
        "0912345678",
        "H'Mông",
        "'Ba không', 'bốn có'",
        "+84 28 3829 5436",
        "(nhập khẩu chính ngạch)",
        "Công ty TNHH <3 Coffee",
    ],
)
def test_what_people_write_passes(text: str) -> None:
    assert [f for f in gate(text, use="sign").findings if f.severity == "error"] == []


@pytest.mark.parametrize("text", ["don_vi/{format}/{unit}", "Nguồn: trang [2] _ghi chú_ = 5", "C:\\temp\\new"])
def test_a_record_may_hold_what_no_sign_shows(text: str) -> None:
    assert gate(text, use="record").passed and not gate(text, use="sign").passed


def test_shipped_texts_and_letters_raise_no_alarm(studio: Studio) -> None:
    held = studio.catalogue
    texts = [s.text for s in held.slogans] + [event_line(e) for e in held.events] + [o.name for o in held.organisations]
    assert [text for text in texts if not gate(text, use="sign").passed] == []
    for path in (ROOT / "tests/text/letters").glob("*.txt"):
        letter = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        assert [f for f in gate(letter).findings if f.severity == "error"] == []


@settings(deadline=None)
@given(name=st.sampled_from(sorted(ALL)), at=st.integers(0, 99), data=st.data())
def test_any_damage_to_any_slogan_is_told(name: str, at: int, data: st.DataObject, studio: Studio) -> None:
    texts = [s.text for s in studio.catalogue.slogans if len(places_of(s.text)) > 1]
    text = data.draw(st.sampled_from(texts))
    damaged = ALL[name](text, at)
    assert gate(text, use="sign").passed and not gate(damaged, use="sign").passed


@settings(deadline=None)
@given(st.sampled_from(sorted(ESCAPED)), st.integers(0, 99))
def test_what_is_offered_for_an_escape_is_what_stood_there(name: str, at: int) -> None:
    damaged = ESCAPED[name](TEXT, at)
    mended = damaged
    for finding in reversed([f for f in gate(damaged).findings if f.kind == "escape" and f.suggestion is not None]):
        [odd] = [o for o in find_damage(damaged) if o.at == finding.column - 1]
        mended = mended[: odd.at] + (odd.suggestion or "") + mended[odd.at + len(odd.found) :]
    if name not in ("bold", "named entity"):
        assert mended == TEXT


@given(st.text(max_size=80), st.sampled_from(get_args(Use)))
def test_no_text_breaks_the_gate_whatever_it_is_for(text: str, use: Use) -> None:
    assert gate(text, use=use).raw == text


@given(st.text(alphabet="abà?_&#;x00E{}%«»<>/\\.N ", max_size=80))
def test_places_lie_in_the_text_and_none_is_told_twice(text: str) -> None:
    taken: set[int] = set()
    for odd in find_damage(text, use="sign"):
        here = set(range(odd.at, odd.at + len(odd.found)))
        assert text[odd.at : odd.at + len(odd.found)] == odd.found and not here & taken
        taken |= here


def test_a_file_that_is_no_text_is_not_told_letter_by_letter() -> None:
    assert len(list(find_damage("a?b " * 10_000))) == MOST_FINDINGS
    assert len(gate("★" * 10_000).findings) <= 2 * MOST_FINDINGS

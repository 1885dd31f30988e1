"""Every damage through every door: told or refused, and nothing wrong is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.damaged_sheets import BAD, CHANGES, DOORS, GOOD, make_damaged, make_table, through


@pytest.mark.parametrize("door", DOORS)
def test_a_whole_sheet_is_taken_without_a_word(tmp_path: Path, door: str) -> None:
    outcome = through(door, make_table(tmp_path / "a.xlsx", door))
    assert set(outcome.taken) == {GOOD, BAD}
    assert "passed over" not in outcome.told or door == "slogans"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("damage", CHANGES)
def test_every_damage_is_told_or_refused_at_every_door(tmp_path: Path, door: str, damage: str) -> None:
    _, _, may_be_taken, must_be_told = CHANGES[damage]
    outcome = through(door, make_damaged(tmp_path, door, damage))
    # What is checked is not taken up: there it is enough that a torn row is told.
    assert set(outcome.taken) <= may_be_taken or (door, damage) == ("check", "torn row"), outcome
    assert must_be_told in outcome.told
    if outcome.taken != (GOOD, BAD) and set(outcome.taken) != may_be_taken:
        assert outcome.told

"""What stands round a slogan: quotes and points."""

from __future__ import annotations

import pytest

from renderer.curation.importing.ending import of_form


@pytest.mark.parametrize(
    ("text", "kind", "offered"),
    [
        ("“Một lòng theo Đảng!”", "quoted", "Một lòng theo Đảng!"),
        ('"Một lòng"', "quoted", "Một lòng"),
        ("Một lòng!.", "odd-ending", "Một lòng!"),
        ("Một lòng...", "odd-ending", "Một lòng"),
        ("Một lòng…", "odd-ending", "Một lòng"),
        ("Một lòng.", "odd-ending", "Một lòng"),
        ("“Một” và “hai”", "", ""),
        ("Một lòng!", "", ""),
        ("tinh thần “tự lực”", "", ""),
    ],
)
def test_quotes_and_points_are_told_of(text: str, kind: str, offered: str) -> None:
    assert [(f.kind, f.suggestion, f.severity) for f in of_form(text)] == ([(kind, offered, "warning")] if kind else [])

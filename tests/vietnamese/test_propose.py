"""Break marks proposed for new texts."""

from __future__ import annotations

from renderer.text import parse_marks
from renderer.vietnamese import load_lexicon, load_segmenter, propose_marks
from tests.helpers.workspaces import ROOT

LEXICON = load_lexicon(lambda path: (ROOT / path).read_bytes())
NEW = "Ra sức thi đua xây dựng nông thôn mới, nâng cao đời sống của nhân dân!"


def test_a_proposal_by_rules_alone() -> None:
    marks = propose_marks(NEW, LEXICON)
    assert parse_marks(marks)[0] == tuple(NEW.split(" "))
    assert "thi_đua" in marks and "mới, // nâng" in marks and "/ của_nhân_dân!" in marks
    assert "nông thôn" in marks


def test_a_segmenter_joins_what_the_lexicon_does_not_know() -> None:
    segment = load_segmenter()
    assert segment is not None, "underthesea belongs to the development tools"
    marks = propose_marks(NEW, LEXICON, segment)
    assert "nông_thôn" in marks and "đời_sống" in marks
    assert parse_marks(marks)[0] == tuple(NEW.split(" "))


def test_a_segmenter_that_changes_the_text_is_not_believed() -> None:
    def careless(text: str) -> list[str]:
        return ["nông thôn", "mới"]

    assert propose_marks(NEW, LEXICON, careless) == propose_marks(NEW, LEXICON)

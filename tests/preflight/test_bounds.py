"""What a hostile PDF holds beyond the bounds is one finding that says so; nothing of it is an exception."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Dictionary

from renderer.preflight import PrintRequirements, preflight_pdf, verify_pdf
from renderer.preflight.bounds import MOST_OPERATORS, MOST_STATES, BeyondBoundsError, Budget, inflate
from renderer.preflight.content import read_content
from renderer.preflight.painted import Painted
from tests.helpers.hostile_pdfs import FURTHER, HARMLESS, HOSTILE, hostile, set_content
from tests.helpers.pdfs import codes
from tests.helpers.signs import Finished

QUICK = [
    "widths for two thousand million glyphs",
    "a thousand ranges of widths",
    "functions that grow twentyfold 15 times",
    "a colour space that is its own base",
    "a page tree that holds itself",
    "3,000 pages",
    "a box of a number with 400 digits",
    "a box of ten million points",
    "a box of words",
    "a box of two numbers",
    "places that are no numbers",
    "a script",
    "art of 5,000 nested objects",
    "an operator of a million letters",
]
"""The others take seconds, and are run with those of the readers' acceptance."""


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_is_a_finding_and_no_exception(name: str, fonts: dict[str, bytes]) -> None:
    build, code = HOSTILE[name]
    result = preflight_pdf(hostile(build), PrintRequirements(), fonts, measure=False, by_shape=False)
    faults = [f for f in result.findings if f.severity == "error"]
    assert code in codes(result.findings if code == HARMLESS else faults) or (not code and faults)
    assert bool(faults) == (code != HARMLESS)
    assert all(len(f.message) < 400 and " at 0x" not in f.message for f in result.findings)


def test_what_is_beyond_a_bound_is_told_with_the_page(fonts: dict[str, bytes]) -> None:
    build, _ = HOSTILE["a thousand ranges of widths"]
    result = preflight_pdf(hostile(build), PrintRequirements(), fonts, measure=False)
    [further] = [f for f in result.findings if f.code == FURTHER]
    assert (further.page, further.severity) == (1, "error")
    assert "200,000 widths" in further.message


@pytest.fixture
def pdf() -> pikepdf.Pdf:
    """A file of one blank page; what is taken out of it lives as long as it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return pdf


def read(pdf: pikepdf.Pdf, content: bytes, budget: Budget | None = None) -> list[Painted]:
    set_content(pdf, content)
    return read_content(pdf.pages[0], strict=False, resources=Dictionary(), budget=budget)


@pytest.mark.parametrize(
    ("budget", "word"), [(Budget(operators=5), "operators"), (Budget(painted=1), "painted things")]
)
def test_operators_and_what_they_paint_are_counted(pdf: pikepdf.Pdf, budget: Budget, word: str) -> None:
    with pytest.raises(BeyondBoundsError, match=word):
        read(pdf, b"0 0 9 9 re f " * 3, budget)


def test_states_kept_at_one_time_are_counted_and_not_those_given_back(pdf: pikepdf.Pdf) -> None:
    assert len(read(pdf, b"q 0 0 9 9 re f Q " * 2 * MOST_STATES)) == 2 * MOST_STATES
    assert len(read(pdf, b"q " * MOST_STATES + b"0 0 9 9 re f")) == 1
    with pytest.raises(BeyondBoundsError, match="1,000 graphics states"):
        read(pdf, b"q " * (MOST_STATES + 1) + b"0 0 9 9 re f")


def test_what_is_not_read_further_is_not_drawn_either(fonts: dict[str, bytes]) -> None:
    endless = hostile(HOSTILE["a thousand ranges of widths"][0])
    result = preflight_pdf(endless, PrintRequirements(), fonts)
    assert result.ink is None
    assert not {"not-drawn", "ink-not-measured"} & set(codes(list(result.findings)))


def test_a_budget_is_shared_by_all_that_is_read_of_a_file(pdf: pikepdf.Pdf) -> None:
    budget = Budget()
    for _ in range(2):
        read(pdf, b"0 0 9 9 re f", budget)
    assert budget.operators == MOST_OPERATORS - 4


def test_operands_at_the_end_without_an_operator_are_told(pdf: pikepdf.Pdf) -> None:
    assert "cut off" in str(read(pdf, b"0 0 9 9 re f 1 0 0")[-1])


def test_a_stream_is_inflated_up_to_a_size(pdf: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(pdf, b"x" * 2_000_000)
    assert len(inflate(stream)) == 2_000_000
    with pytest.raises(BeyondBoundsError, match="2 MB, of which 1 MB"):
        inflate(stream, 1_000_000)


def test_verification_names_the_bound_as_well(pano: Finished, fonts: dict[str, bytes]) -> None:
    build, _ = HOSTILE["3,000 pages"]
    [finding] = verify_pdf(hostile(build), pano.expected, fonts)
    assert finding.code == FURTHER and "1,000 pages" in finding.message

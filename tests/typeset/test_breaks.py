"""The optimum against brute force, and the order in which ways come."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text import Gap, Tier, Wording, plain_wording
from renderer.typeset import CLEARANCE, Setting, set_text, weights
from renderer.typeset.breaks import Budget, Shape, Spans, Way, find_ways
from renderer.typeset.measure import Gauge
from renderer.typeset.run import Run
from renderer.values.errors import RefusedError
from renderer.values.geometry import Rect
from renderer.vietnamese import wording_of
from tests.helpers.setting import BOLD, STUDIO

FACE = STUDIO.face(BOLD)
CAP = FACE.cap_height


def run_of(wording: Wording) -> Run:
    return Run(FACE, wording.words, CLEARANCE * CAP)


def every_split(wording: Wording, max_lines: int, *, firm: bool) -> list[Spans]:
    closed = {Tier.NEVER} if firm else {Tier.NEVER, Tier.FIRM}
    stops = [i + 1 for i, gap in enumerate(wording.gaps) if gap.tier not in closed]
    words = len(wording.words)
    return [
        tuple(zip((0, *cut), (*cut, words), strict=True))
        for lines in range(1, min(max_lines, len(stops) + 1) + 1)
        for cut in combinations(stops, lines - 1)
    ]


def sense_of(run: Run, wording: Wording, spans: Spans) -> float:
    """The cost of a way but for its size, written down from the weights' own words."""
    count, last = len(spans), len(wording.words)
    widths = [run.width(i, j) * wording.ratio_of(i, j) for i, j in spans]
    allowed = [i + 1 for i, gap in enumerate(wording.gaps) if gap.tier is not Tier.NEVER]
    cost = sum(weights.LINE + weights.BREAK[wording.gaps[j - 1].tier] for _, j in spans if j < last)
    top = max(weights.RANK.values())
    rank = {0: top, last: top} | {s: weights.RANK[wording.gaps[s - 1].tier] for s in allowed}
    for i, j in spans:
        inside = max((rank[s] for s in allowed if i < s < j), default=0)
        cost += weights.ACROSS * (max(0, inside - rank[i]) + max(0, inside - rank[j]))
    cost += sum(weights.LONELY for i, j in spans if j - i == 1)
    cost *= min(1.0, weights.MANY / count)
    if count == 1:
        return cost
    space = sum(run.left[s] - run.right[s - 1] for s in allowed) / len(allowed)
    pieces = list(pairwise((0, *allowed, last)))
    white = [run.left[j] - run.right[j - 1] if j < last else 0.0 for _, j in pieces]
    whole = sum(wording.ratio_of(i, j) * (run.width(i, j) + w) for (i, j), w in zip(pieces, white, strict=True))
    mean = (whole - (count - 1) * space) / count
    cost += sum(weights.BALANCE / count * ((w - mean) / mean) ** 2 for w in widths)
    return cost + sum(weights.SHORT for w in widths if w < weights.SHORT_SHARE * mean)


GAPS = st.sampled_from([Tier.PLAIN, Tier.GOOD, Tier.BEST, Tier.BAD, Tier.NEVER])
WORDS = st.sampled_from(["ĐẠI", "HỘI", "TOÀN", "QUỐC", "Ở", "NGHIÊNG", "VÀ", "CỦA!", "XIV"])


@settings(deadline=None, max_examples=60)
@given(st.data(), st.lists(WORDS, min_size=1, max_size=8), st.floats(200, 3000), st.floats(200, 3000))
def test_no_way_is_better_than_the_one_chosen(
    data: st.DataObject, words: list[str], width: float, height: float
) -> None:
    tiers = data.draw(st.lists(GAPS, min_size=len(words) - 1, max_size=len(words) - 1))
    wording = Wording(tuple(words), tuple(Gap(t, "drawn") for t in tiers))
    if data.draw(st.booleans()):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(words))] * 2)))
        core = (start, end) if start < end else None
        wording = replace(wording, core=core, tail_ratio=data.draw(st.floats(0.5, 1.0)))
    assert_optimal(wording, Rect(0, 0, width, height), max_lines=8)


def assert_optimal(wording: Wording, frame: Rect, max_lines: int) -> None:
    block = set_text("slogan", wording, frame, FACE, Setting(max_lines=max_lines, lead=True))
    run = run_of(wording)
    gauge = Gauge(run, wording, "center", (1 + CLEARANCE) * CAP)
    best = math.inf
    for spans in every_split(wording, max_lines, firm=False):
        measured = gauge.measure(spans)
        size = math.floor(1e7 * min(frame.width / measured.width, frame.height / measured.height)) / 1e4
        best = min(best, sense_of(run, wording, spans) - math.log(size))
    assert block.reasons.score["whole"] == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize(
    "slogan_id", ["cv9743-02", "cv9743-05", "cv9743-07", "dh14-motto", "tet-1", "bc21-04", "dn23-02"]
)
@pytest.mark.parametrize("size", [(8000, 1000), (2000, 1000), (750, 1000)])
def test_brute_force_over_the_catalogue_finds_nothing_better(slogan_id: str, size: tuple[int, int]) -> None:
    slogan = STUDIO.catalogue.slogan(slogan_id)
    wording = wording_of(slogan.text, STUDIO.lexicon, slogan.breaks).upper()
    # Firm gaps closed: the rule for them is a comparison of two optima.
    closed = Wording(wording.words, tuple(Gap(Tier.NEVER, "") if g.tier is Tier.FIRM else g for g in wording.gaps))
    assert_optimal(closed, Rect(0, 0, *size), max_lines=6)


def test_ways_come_cheapest_bound_first_and_each_once() -> None:
    wording = plain_wording("ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV")
    found: list[Way] = list(find_ways(run_of(wording), wording, Shape(900, 400, 0.8, 1.0), 4, firm=False))
    assert [w.bound for w in found] == sorted(w.bound for w in found)
    assert len({w.spans for w in found}) == len(found) == len(every_split(wording, 4, firm=False))


def test_a_firm_gap_is_broken_only_where_it_buys_fifteen_per_cent() -> None:
    marks = "ĐẢNG_CỘNG_SẢN~VIỆT_NAM"
    wording = wording_of("ĐẢNG CỘNG SẢN VIỆT NAM", STUDIO.lexicon, marks)
    whole = set_text("slogan", wording, Rect(0, 0, 2000, 200), FACE, Setting(max_lines=2))
    assert len(whole.lines) == 1
    one = set_text("slogan", wording, Rect(0, 0, 600, 900), FACE, Setting(max_lines=1))
    tall = set_text("slogan", wording, Rect(0, 0, 600, 900), FACE, Setting(max_lines=2))
    assert [line.text for line in tall.lines] == ["ĐẢNG CỘNG SẢN", "VIỆT NAM"]
    assert tall.size >= weights.FIRM_GAIN * one.size


def test_sense_beats_size_up_to_its_price() -> None:
    """A break inside a phrase costs more than the few per cent that it would buy."""
    wording = wording_of(
        "TỰ CHỦ, TỰ TIN, TỰ LỰC, TỰ CƯỜNG", STUDIO.lexicon, "TỰ CHỦ, // TỰ TIN, // TỰ LỰC, // TỰ CƯỜNG"
    )
    block = set_text("slogan", wording, Rect(0, 0, 1200, 500), FACE, Setting(max_lines=3))
    assert all(line.text.endswith(",") for line in block.lines[:-1])


def test_below_the_aim_size_weighs_more() -> None:
    assert weights.cost_of_size(10, 0) == pytest.approx(-math.log(10))
    assert weights.cost_of_size(10, 20) - weights.cost_of_size(20, 20) == pytest.approx(
        (1 + weights.BELOW_AIM) * math.log(2)
    )


# -- budget ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["dân", "ă", "nghiêng,"])
def test_a_search_that_finds_no_end_is_refused_and_says_what_to_do(word: str) -> None:
    wording = plain_wording(" ".join([word] * 110))
    budget = Budget(20_000)
    with pytest.raises(RefusedError) as caught:
        list(find_ways(run_of(wording), wording, Shape(2000, 1000, 1.1, 1.0), 12, firm=True, budget=budget))
    assert caught.value.code == "too-many-ways" and "shorten" in caught.value.hint and budget.left < 0


def test_a_refused_search_names_its_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (500,))
    text = "ủy ban nhân dân phường vân hồ thành phố mới sở văn hóa thể thao và du lịch " * 5
    with pytest.raises(RefusedError) as caught:
        set_text("unit", plain_wording(text.strip()), Rect(0, 0, 3600, 1500), FACE, Setting(min_cap_height=60))
    assert (caught.value.code, caught.value.where) == ("too-many-ways", "frame unit")


def test_the_longest_slogan_stays_far_below_the_budget() -> None:
    """In every shape of a frame that a layout has; the search is counted, not timed."""
    longest = max(STUDIO.catalogue.slogans, key=lambda s: len(s.text))
    wording = wording_of(longest.text, STUDIO.lexicon, longest.breaks)
    for width, height in ((8, 1), (1, 2), (3, 4)):
        block = set_text("slogan", wording, Rect(0, 0, 500.0 * width, 500.0 * height), FACE, Setting(max_lines=9))
        assert block.text == longest.text

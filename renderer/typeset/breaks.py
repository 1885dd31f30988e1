"""Ways of breaking a text into lines, the best first: one optimum of size, sense and balance.

Ways come out in the order of a lower bound of their cost, which knows every width but of the leading only that lines
cannot come closer than ``Shape.least_leading``. Whoever knows a way's real leading stops asking once the bound
passes the best cost found; so nothing better is left behind.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer.text import Gap, Tier, Wording
from renderer.typeset import weights
from renderer.typeset.run import Run
from renderer.values.errors import RefusedError

Spans = tuple[tuple[int, int], ...]
"""Lines as (first word, last word + 1)."""


class Way(NamedTuple):
    """A way of breaking: a lower bound of its whole cost, its cost but for size, its lines."""

    bound: float
    sense: float
    spans: Spans


class Shape(NamedTuple):
    """What bounds the size: frame width and height in units, least leading and line height in em.

    ``floor`` is a size below which a way is of no use, ``largest`` the size that is asked for, ``aim`` the one that
    the viewing distance asks for; ``taken`` is the height in em that lines above this text take already, ``widest``
    the width in em of the widest of them. No way that costs ``limit`` or more is wanted.
    """

    width: float
    height: float
    least_leading: float
    line_height: float
    floor: float = 0.0
    taken: float = 0.0
    widest: float = 0.0
    largest: float = math.inf
    aim: float = 0.0
    limit: float = math.inf

    def ceiling(self, lines: int) -> float:
        """Return the largest size that the height and the least leading allow."""
        tall = self.taken + self.line_height + (lines - 1) * self.least_leading
        return min(self.height / tall, self.largest)

    def bound_cost(self, widest: float, ceiling: float) -> float:
        """Return the least cost of size of lines of which one is so wide; infinite if it would be of no use."""
        size = min(self.width / widest, ceiling)
        return weights.cost_of_size(size, self.aim) if size >= self.floor else math.inf


class Budget:
    """How many steps a search may take, counted and never timed: the same text ends alike on every machine."""

    def __init__(self, steps: int = 2_000_000) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take steps; raises RefusedError ``too-many-ways`` where none are left."""
        self.left -= steps
        if self.left < 0:
            raise RefusedError(
                "too-many-ways",
                "the text can be broken into lines in too many ways to find the best one",
                hint="shorten it, give its lines, or add break marks to its entry in the catalogue",
            )


def find_ways(
    run: Run,
    wording: Wording,
    shape: Shape,
    max_lines: int,
    *,
    firm: bool,
    offset: int = 0,
    budget: Budget | None = None,
) -> Iterator[Way]:
    """Yield ways to break the words of ``run`` from ``offset`` on, cheapest bound first.

    ``firm`` allows breaks at firm gaps too. ``wording`` is that of the whole run. Raises RefusedError where the
    budget of the search is spent.
    """
    budget = budget or Budget()
    lines_of = _choices_of(run, wording, offset, firm=firm)
    last = lines_of.last
    ceilings = [math.inf, *(shape.ceiling(lines) for lines in range(1, min(max_lines, last) + 1))]
    heap: list[_Node] = []
    for lines in range(1, len(ceilings)):
        # Until a number of lines is worth a plan, its bound is that of lines of equal width that cost nothing.
        bound = shape.bound_cost(max(shape.widest, lines_of.mean_width(lines)), ceilings[lines])
        if bound < shape.limit:
            heapq.heappush(heap, (bound, lines, _UNPLANNED, 0, 0.0, 0.0, None))
    while heap:
        node = heapq.heappop(heap)
        bound, lines, done, at, widest, cost, _ = node
        if done == lines:
            yield Way(bound, cost, _spans_of(node, lines_of.stops))
            continue
        plan = lines_of.plan(lines)
        if done == _UNPLANNED:
            heapq.heappush(heap, (bound + plan.rest[lines][0], lines, 0, 0, shape.widest, 0.0, None))
            continue
        left, ceiling = lines - done - 1, ceilings[lines]
        budget.spend(max(1, last - left - at))
        costs, widths, rest, means = plan.costs[at], plan.widths[at], plan.rest[left], plan.means[left]
        for stop in range(at + 1, last - left + 1) if left else (last,):
            here = cost + costs[stop]
            wide = max(widest, widths[stop])
            bound = here + rest[stop] + shape.bound_cost(max(wide, means[stop]), ceiling)
            if bound < shape.limit:
                heapq.heappush(heap, (bound, lines, done + 1, stop, wide, here, node))


_UNPLANNED = -1
_Node = tuple[float, int, int, int, float, float, Any]
"""A way as far as it is decided: what it costs at least, its number of lines, how many are done, the stop they
reach, the widest of them, what they cost but for size, and the node before."""


def cost_lines(run: Run, wording: Wording, spans: Spans) -> float:
    """Return what an editor's lines cost but for size: what stands short or lonely was judged with them.

    A break where the marks admit none counts as a firm one.
    """
    widths = [run.width(i, j) * wording.ratio_of(i, j) for i, j in spans if j > wording.lead]
    mean = sum(widths) / len(widths)
    uneven = sum((width / mean - 1) ** 2 for width in widths) / len(widths)
    breaks = sum(weights.BREAK.get(wording.gaps[j - 1].tier, weights.BREAK[Tier.FIRM]) for _, j in spans[:-1])
    return weights.share_of(len(spans)) * (weights.LINE * (len(spans) - 1) + breaks) + weights.BALANCE * uneven


def _choices_of(run: Run, wording: Wording, offset: int, *, firm: bool) -> _Choices:
    """Return the run's choices, kept for the next frame that sets the same words."""
    gaps = wording.gaps
    key = (offset, firm, tuple([gap.tier for gap in gaps]), wording.core, wording.tail_ratio)
    found: _Choices | None = run.choices.get(key)
    if found is None:
        found = run.choices[key] = _Choices(run, wording, _stops_of(gaps, offset, len(run.words), firm=firm))
    return found


def _stops_of(gaps: Sequence[Gap], offset: int, words: int, *, firm: bool) -> list[int]:
    """Return the word indices at which a line may begin, and the end."""
    closed = (Tier.NEVER,) if firm else (Tier.NEVER, Tier.FIRM)
    return [offset, *(i + 1 for i in range(offset, words - 1) if gaps[i].tier not in closed), words]


class _Plan(NamedTuple):
    """For one number of lines, by stop and stop: costs of lines but for size, and their widths in em.

    ``rest`` is the least cost, and ``means`` the least width of the widest line, of the rest, by lines left and stop.
    """

    costs: list[list[float]]
    widths: list[list[float]]
    rest: list[list[float]]
    means: list[list[float]]


class _Choices:
    """Where the lines of a run may end and what they are then, whatever the frame; plans are made on demand."""

    def __init__(self, run: Run, wording: Wording, stops: list[int]) -> None:
        self.run, self.wording, self.gaps, self.stops = run, wording, wording.gaps, stops
        self.last = len(stops) - 1
        white = [run.left[s] - run.right[s - 1] for s in stops[1:-1]]
        self.space = sum(white) / len(white) if white else 0.0
        self.remaining = self._measure_remaining()
        self._plans: dict[int, _Plan] = {}

    def mean_width(self, lines: int) -> float:
        """Return the width in em that each of ``lines`` would have if all were equally wide."""
        return (self.remaining[0] - (lines - 1) * self.space / 1000) / lines

    def _measure_remaining(self) -> list[float]:
        """Return for every stop the width in em of the words from there on, each at its own size."""
        run, sized, rest = self.run, self.wording.ratio_of, [0.0]
        for start, stop in reversed(list(pairwise(self.stops))):
            white = run.left[stop] - run.right[stop - 1] if stop < len(run.words) else 0.0
            rest.append(rest[-1] + sized(start, stop) * (run.width(start, stop) + white) / 1000)
        return rest[::-1]

    def plan(self, lines: int) -> _Plan:
        if lines not in self._plans:
            self._plans[lines] = self._make_plan(lines)
        return self._plans[lines]

    def _make_plan(self, lines: int) -> _Plan:
        # A line that is alone is even, whatever its words' sizes were apart.
        off = self._widths / self.mean_width(lines) - 1.0 if lines > 1 else np.zeros_like(self._widths)
        costs = weights.share_of(lines) * self._costs + weights.BALANCE / lines * off * off
        costs += weights.SHORT * (off < weights.SHORT_SHARE - 1)
        rest = np.full(len(costs), math.inf)
        rest[-1] = 0.0
        rests = [rest.tolist()]
        for _ in range(lines):
            rest = (costs + rest).min(axis=1)
            rests.append(rest.tolist())
        means = [[0.0] * len(costs)]
        means += [[(whole - n * self.space / 1000) / (n + 1) for whole in self.remaining] for n in range(lines)]
        return _Plan(costs.tolist(), self._width_rows, rests, means)

    @cached_property
    def _widths(self) -> NDArray[np.float64]:
        run, stops = self.run, self.stops
        lefts = np.array([run.left[s] / 1000 for s in stops[:-1]])
        rights = np.array([run.right[s - 1] / 1000 for s in stops[1:]])
        widths = np.zeros((len(stops), len(stops)))
        widths[:-1, 1:] = rights[None, :] - lefts[:, None]
        if self.wording.core:
            widths *= [[self.wording.ratio_of(i, j) for j in stops] for i in stops]
        return widths

    @cached_property
    def _width_rows(self) -> list[list[float]]:
        rows: list[list[float]] = self._widths.tolist()
        return rows

    @cached_property
    def _costs(self) -> NDArray[np.float64]:
        """What lines cost but for size and balance; infinite where there is no line."""
        words = np.array(self.stops)
        costs = np.where(words[None, :] > words[:, None], 0.0, math.inf)
        costs[:, 1:-1] += [weights.LINE + weights.BREAK[self.gaps[s - 1].tier] for s in self.stops[1:-1]]
        costs += weights.ACROSS * _count_steps_across(self.gaps, self.stops)
        costs += weights.LONELY * (words[None, :] - words[:, None] == 1)
        return costs


def _count_steps_across(gaps: Sequence[Gap], stops: list[int]) -> NDArray[np.float64]:
    """Return for every line by how many tiers the best gap inside it is better than those it begins and ends at."""
    # Beginning and end of the text are as good as any gap.
    top = max(weights.RANK.values())
    ranks = [top, *(weights.RANK[gaps[s - 1].tier] for s in stops[1:-1]), top]
    steps = np.zeros((len(stops), len(stops)))
    for start in range(len(stops) - 1):
        inside = 0
        for stop in range(start + 1, len(stops)):
            steps[start, stop] = max(0, inside - ranks[start]) + max(0, inside - ranks[stop])
            inside = max(inside, ranks[stop])
    return steps


def _spans_of(node: _Node, stops: list[int]) -> Spans:
    ends = []
    step: Any = node
    while step is not None:
        ends.append(stops[step[3]])
        step = step[6]
    ends.reverse()
    return tuple(pairwise(ends))

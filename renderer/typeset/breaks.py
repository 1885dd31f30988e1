"""Ways of breaking a text into lines, the best first: one optimum of size, sense and balance.

Ways come out in the order of a lower bound of their cost, which knows every width but of the leading only that lines
cannot come closer than ``Shape.least_leading``. Whoever knows a way's real leading stops asking once the bound
passes the best cost found; so nothing better is left behind.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from renderer.typeset import weights
from renderer.typeset.run import Run
from renderer.wording import Gap, Tier

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

    def bound(self, widest: float, ceiling: float) -> float:
        """Return the least cost of size of lines of which one is so wide; infinite if it would be of no use."""
        size = min(self.width / widest, ceiling)
        return weights.of_size(size, self.aim) if size >= self.floor else math.inf


def ways(run: Run, gaps: Sequence[Gap], shape: Shape, max_lines: int, *, firm: bool, offset: int = 0) -> Iterator[Way]:
    """Yield ways to break the words of ``run`` from ``offset`` on, cheapest bound first.

    ``firm`` allows breaks at firm gaps too. ``gaps`` are those of the whole run.
    """
    stops = _stops(gaps, offset, len(run.words), firm=firm)
    last = len(stops) - 1
    ceilings = [math.inf, *(shape.ceiling(lines) for lines in range(1, min(max_lines, last) + 1))]
    heap: list[_Node] = []
    for lines in range(1, len(ceilings)):
        # Until a number of lines is worth a plan, its bound is that of lines of equal width that cost nothing.
        bound = shape.bound(max(shape.widest, _mean_width(run, stops, lines)), ceilings[lines])
        if bound < shape.limit:
            heapq.heappush(heap, (bound, lines, _UNPLANNED, 0, 0.0, 0.0, None))
    plans: dict[int, _Plan] = {}
    table: _Table | None = None
    while heap:
        node = heapq.heappop(heap)
        bound, lines, done, at, widest, cost, _ = node
        if done == _UNPLANNED:
            table = table or _table(run, gaps, stops, len(ceilings) - 1)
            plans[lines] = _plan(table, _mean_width(run, stops, lines), lines)
            heapq.heappush(heap, (bound + plans[lines].rest[lines][0], lines, 0, 0, shape.widest, 0.0, None))
            continue
        if done == lines:
            yield Way(bound, cost, _spans(node, stops))
            continue
        assert table is not None
        plan, left, ceiling = plans[lines], lines - done - 1, ceilings[lines]
        costs, widths, rest, means = plan.costs[at], table.width_rows[at], plan.rest[left], table.means[left]
        for stop in range(at + 1, last - left + 1) if left else (last,):
            here = cost + costs[stop]
            wide = max(widest, widths[stop])
            bound = here + rest[stop] + shape.bound(max(wide, means[stop]), ceiling)
            if bound < shape.limit:
                heapq.heappush(heap, (bound, lines, done + 1, stop, wide, here, node))


_UNPLANNED = -1
_Node = tuple[float, int, int, int, float, float, Any]
"""A way as far as it is decided: what it costs at least, its number of lines, how many are done, the stop they
reach, the widest of them, what they cost but for size, and the node before."""


class _Plan(NamedTuple):
    """For one number of lines: the costs of lines, and the least cost of the rest by lines left and stop."""

    costs: list[list[float]]
    rest: list[list[float]]


def _stops(gaps: Sequence[Gap], offset: int, words: int, *, firm: bool) -> list[int]:
    """Return the word indices at which a line may begin, and the end."""
    closed = (Tier.NEVER,) if firm else (Tier.NEVER, Tier.FIRM)
    return [offset, *(i + 1 for i in range(offset, words - 1) if gaps[i].tier not in closed), words]


def _mean_width(run: Run, stops: list[int], lines: int) -> float:
    """Return the width in em that each of ``lines`` would have if all were equally wide."""
    white = [run.left[s] - run.right[s - 1] for s in stops[1:-1]]
    space = sum(white) / len(white) if white else 0.0
    return (run.width(stops[0], stops[-1]) - (lines - 1) * space) / lines / 1000


class _Table(NamedTuple):
    """Widths in em and costs of every possible line between two stops; costs are infinite where there is none.

    ``means`` holds, for each number of lines, the width that the rest from each stop has at least in its widest line.
    """

    widths: NDArray[np.float64]
    costs: NDArray[np.float64]
    width_rows: list[list[float]]
    means: list[list[float]]


def _table(run: Run, gaps: Sequence[Gap], stops: list[int], max_lines: int) -> _Table:
    size = len(stops)
    lefts = np.array([run.left[s] / 1000 for s in stops[:-1]])
    rights = np.array([run.right[s - 1] / 1000 for s in stops[1:]])
    widths = np.zeros((size, size))
    widths[:-1, 1:] = rights[None, :] - lefts[:, None]
    words = np.array(stops)
    costs = np.where(words[None, :] > words[:, None], 0.0, math.inf)
    costs[:, 1:-1] += [weights.LINE + weights.BREAK[gaps[s - 1].tier] for s in stops[1:-1]]
    costs += weights.ACROSS * _across(gaps, stops)
    costs += weights.LONELY * (words[None, :] - words[:, None] == 1)
    space = float((lefts[1:] - rights[:-1]).mean()) if size > 2 else 0.0
    to_end = widths[:, -1]
    means = [[0.0] * size]
    means += [((to_end - (lines - 1) * space) / lines).tolist() for lines in range(1, max_lines + 1)]
    return _Table(widths, costs, widths.tolist(), means)


def _across(gaps: Sequence[Gap], stops: list[int]) -> NDArray[np.float64]:
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


def _plan(table: _Table, mean: float, lines: int) -> _Plan:
    """Return the costs of lines where there are ``lines`` of them, and the least cost of every rest."""
    off = table.widths / mean - 1.0
    costs = table.costs + weights.BALANCE / lines * off * off + weights.SHORT * (off < weights.SHORT_SHARE - 1)
    rest = np.full(len(costs), math.inf)
    rest[-1] = 0.0
    rests = [rest.tolist()]
    for _ in range(lines):
        rest = (costs + rest).min(axis=1)
        rests.append(rest.tolist())
    return _Plan(costs.tolist(), rests)


def _spans(node: _Node, stops: list[int]) -> Spans:
    ends = []
    step: Any = node
    while step is not None:
        ends.append(stops[step[3]])
        step = step[6]
    ends.reverse()
    return tuple(pairwise(ends))

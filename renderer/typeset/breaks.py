"""Ways of breaking a text into lines, the best first: one optimum of size, sense and balance.

Ways come out in the order of a lower bound of their cost, which knows every width but of the leading only that lines
cannot come closer than ``Shape.least_leading``. Whoever knows a way's real leading stops asking once the bound
passes the best cost found; so nothing better is left behind.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

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

    ``floor`` is a size below which a way is of no use, ``largest`` the size that is asked for, ``aim`` the one that the
    viewing distance asks for; ``taken`` is the height in em that lines above this text take already, ``widest`` the
    width in em of the widest of them.
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

    def size(self, widest: float, lines: int) -> float:
        """Return the largest size that widths and the least leading allow."""
        tall = self.taken + self.line_height + (lines - 1) * self.least_leading
        return min(self.width / widest, self.height / tall, self.largest)


@dataclass(frozen=True)
class _Table:
    """Costs of every possible line between the places where a break is allowed (``stops``: word indices)."""

    stops: list[int]
    widths: NDArray[np.float64]
    costs: NDArray[np.float64]
    space: float

    @property
    def last(self) -> int:
        return len(self.stops) - 1


def ways(run: Run, gaps: Sequence[Gap], shape: Shape, max_lines: int, *, firm: bool, offset: int = 0) -> Iterator[Way]:
    """Yield ways to break the words of ``run`` from ``offset`` on, cheapest bound first.

    ``firm`` allows breaks at firm gaps too. ``gaps`` are those of the whole run.
    """
    table = _table(run, gaps, offset, firm=firm)
    heap: list[_Node] = []
    lines = range(1, min(max_lines, table.last) + 1)
    plans = {count: _plan(table, count) for count in lines}
    for count, plan in plans.items():
        _push(heap, table, plan, shape, _Node(0.0, count, 0, 0, shape.widest, 0.0, None))
    while heap:
        node = heapq.heappop(heap)
        if node.done == node.lines:
            yield Way(node.bound, node.cost, _spans(node, table.stops))
            continue
        plan = plans[node.lines]
        left = node.lines - node.done - 1
        for stop in range(node.stop + 1, table.last - left + 1) if left else (table.last,):
            cost = node.cost + plan.costs[node.stop][stop]
            if cost == math.inf:
                continue
            widest = max(node.widest, plan.widths[node.stop][stop])
            _push(heap, table, plan, shape, _Node(0.0, node.lines, node.done + 1, stop, widest, cost, node))


class _Node(NamedTuple):
    """A way as far as it is decided: ``done`` of its ``lines`` up to ``stop``; ``bound`` is what it costs at least."""

    bound: float
    lines: int
    done: int
    stop: int
    widest: float
    cost: float
    before: _Node | None


class _Plan(NamedTuple):
    """For one number of lines: costs and widths of lines as lists, and the least cost and width of the rest."""

    costs: list[list[float]]
    widths: list[list[float]]
    rest: list[list[float]]
    mean: list[list[float]]


def _push(heap: list[_Node], table: _Table, plan: _Plan, shape: Shape, node: _Node) -> None:
    left = node.lines - node.done
    rest = plan.rest[left][node.stop]
    if rest == math.inf:
        return
    widest = max(node.widest, plan.mean[left][node.stop])
    size = shape.size(widest, node.lines)
    if size >= shape.floor:
        heapq.heappush(heap, node._replace(bound=node.cost + rest + weights.of_size(size, shape.aim)))


def _table(run: Run, gaps: Sequence[Gap], offset: int, *, firm: bool) -> _Table:
    closed = {Tier.NEVER} if firm else {Tier.NEVER, Tier.FIRM}
    words = len(run.words)
    stops = [offset, *(i + 1 for i in range(offset, words - 1) if gaps[i].tier not in closed), words]
    lefts = np.array([run.left[s] for s in stops[:-1]])
    rights = np.array([run.right[s - 1] for s in stops[1:]])
    widths = np.full((len(stops), len(stops)), math.inf)
    widths[:-1, 1:] = np.where(np.tri(len(lefts), dtype=bool).T, (rights[None, :] - lefts[:, None]) / 1000, math.inf)
    costs = np.where(np.isfinite(widths), 0.0, math.inf)
    costs[:, 1:-1] += [weights.BREAK[gaps[s - 1].tier] for s in stops[1:-1]]
    space = _mean_space(run, stops)
    return _Table(stops, widths, costs, space)


def _mean_space(run: Run, stops: list[int]) -> float:
    white = [run.left[s] - run.right[s - 1] for s in stops[1:-1]]
    return sum(white) / len(white) / 1000 if white else 0.0


def _plan(table: _Table, count: int) -> _Plan:
    """Return the costs of lines where there are ``count`` of them, and the least cost of every rest."""
    widths, last = table.widths, table.last
    mean = (float(widths[0, last]) - (count - 1) * table.space) / count
    with np.errstate(invalid="ignore"):
        off = np.where(np.isfinite(widths), (widths - mean) / mean, 0.0)
    costs = table.costs + weights.BALANCE / count * off**2
    if count > 1:
        words = np.array(table.stops)
        costs = costs + np.where(words[None, :] - words[:, None] == 1, weights.LONELY, 0.0)
        costs = costs + np.where(off < weights.SHORT_SHARE - 1, weights.SHORT, 0.0)
    rest = [np.full(last + 1, math.inf)]
    rest[0][last] = 0.0
    to_end = widths[:, last].copy()
    to_end[last] = 0.0
    means = [np.zeros(last + 1)]
    for lines in range(1, count + 1):
        rest.append((costs + rest[-1][None, :]).min(axis=1))
        means.append(np.maximum(0.0, (to_end - (lines - 1) * table.space) / lines))
    return _Plan(costs.tolist(), widths.tolist(), [r.tolist() for r in rest], [m.tolist() for m in means])


def _spans(node: _Node, stops: list[int]) -> Spans:
    ends = []
    step: _Node | None = node
    while step is not None:
        ends.append(stops[step.stop])
        step = step.before
    ends.reverse()
    return tuple(pairwise(ends))

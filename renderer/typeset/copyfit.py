"""Copyfit: a frame and a wording become a block of glyphs at positions.

The ink of the block, effects included, lies inside the frame at the largest size that the chosen breaks allow. What
cannot reach the frame's smallest cap height is refused, never shrunk below it, never clipped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, islice, pairwise

from renderer.text import Tier, Wording
from renderer.typeset import weights
from renderer.typeset.block import Line, Reasons, TextBlock
from renderer.typeset.breaks import Budget, Shape, Spans, Way, cost_lines, find_ways
from renderer.typeset.face import Face
from renderer.typeset.measure import Gauge, Measured
from renderer.typeset.run import Run, run_of
from renderer.typeset.setting import CLEARANCE, EASE, LOOSEST, Setting
from renderer.values.errors import RefusedError, require
from renderer.values.geometry import Rect

_DECIMALS = 4
"""Positions and sizes have this many decimals, so that the manifest and the file carry them exactly."""


@dataclass(frozen=True)
class _Fit:
    """A measured way at its size: em in units, and its cost in parts."""

    measured: Measured
    size: float
    sense: float
    cost: float


def set_text(
    name: str, wording: Wording, frame: Rect, face: Face, setting: Setting, condensed: Face | None = None
) -> TextBlock:
    """Set ``wording`` in ``frame``: the best breaks at the largest size they allow.

    ``condensed`` is tried where the face cannot reach the smallest cap height. Raises RefusedError ``does-not-fit``
    with what the frame would need, ``missing-glyph``, or ``lines-differ`` for given lines that are not the text's
    words.
    """
    first = _Fitter(name, wording, frame, face, setting)
    try:
        return first.fit_block()
    except RefusedError as fault:
        if condensed is None or fault.code != "does-not-fit":
            raise
    block = _Fitter(name, wording, frame, condensed, setting).fit_block()
    warning = f"frame {name}: set in {condensed.key}, because {face.key} would fall under the smallest cap height"
    return replace(block, warnings=(*block.warnings, warning))


class _Fitter:
    """One wording, one frame, one face."""

    def __init__(self, name: str, wording: Wording, frame: Rect, face: Face, setting: Setting) -> None:
        self.name, self.frame, self.face, self.setting = name, frame, face, setting
        self.wording = wording if setting.lead else wording.at_one_size()
        self.cap = face.cap_height / face.units_per_em
        """Cap height in em."""
        self.run = self._shape(0.0)
        self.considered = 0
        self.budget = Budget()

    def _shape(self, tracking: float) -> Run:
        try:
            return run_of(self.face, self.wording.words, CLEARANCE * self.cap * 1000, self.setting.effects, tracking)
        except RefusedError as fault:
            raise fault.at(f"frame {self.name}") from None

    def _gauge_of(self, run: Run) -> Gauge:
        s, cap = self.setting, self.cap * 1000
        fixed = None if s.leading is None else s.leading * cap
        return Gauge(run, self.wording, s.align, s.least_leading * cap, s.spread, fixed)

    def fit_block(self) -> TextBlock:
        try:
            fit = self._fit_given() if self.setting.lines else self._choose()
        except RefusedError as fault:
            raise fault if fault.where else fault.at(f"frame {self.name}") from None
        if self.setting.leading is not None:
            self._check_leading(fit)
        run, fit, tracking = self._track(fit)
        return self._place(run, self._open_lines(self._grow_lines(run, fit)), tracking)

    def _grow_lines(self, run: Run, fit: _Fit) -> _Fit:
        """Return the fit with its lines grown to the block's width, where the layout wants it and height is left."""
        if self.setting.align != "justify":
            return fit
        grown = self._gauge_of(run).grow(fit.measured)
        return replace(fit, measured=grown) if grown.height * fit.size <= 1000 * self.frame.height else fit

    def _open_lines(self, fit: _Fit) -> _Fit:
        """Return the fit with its lines opened towards the comfortable clearance, as far as height is left."""
        m, cap, wanted = fit.measured, self.cap * 1000, (self.setting.comfort - CLEARANCE) * self.cap * 1000
        if self.setting.leading is not None or wanted <= 0 or not m.leading:
            return fit
        shares = m.ratios[1:]
        loose = max(d / share for d, share in zip(m.leading, shares, strict=True))
        wanted = min(wanted, max(EASE * cap, LOOSEST * cap - loose))
        left = 1000 * self.frame.height / fit.size - m.height
        more = min(wanted, max(0.0, left) / sum(shares))
        leading = tuple(d + more * share for d, share in zip(m.leading, shares, strict=True))
        opened = replace(m, leading=leading, bottom=m.bottom + sum(leading) - sum(m.leading))
        return replace(fit, measured=opened)

    # -- choosing -----------------------------------------------------------------------------------

    def _choose(self) -> _Fit:
        """Return the best of an editor's ways that fit, or else of all; smaller lines keep the smallest cap height."""
        sizings = list(self.wording.sizings())
        for find in (self._find_edited, self._search):
            for self.wording in sizings:
                if (fit := find()) is not None:
                    return fit
        raise self._misfit_error(self._gauge_of(self.run))

    def _search(self) -> _Fit | None:
        gauge, least = self._gauge_of(self.run), self._least_size
        best = self._find_best(gauge, least, firm=False)
        if any(gap.tier is Tier.FIRM for gap in self.wording.gaps):
            floor = least if best is None else max(least, best.size * weights.FIRM_GAIN)
            if self.setting.cap_height is None or best is None:
                best = self._find_best(gauge, floor, firm=True, better_than=best) or best
        return best

    @property
    def _least_size(self) -> float:
        """The least em, in units: its smallest lines keep the smallest cap height too."""
        least = self.setting.min_cap_height / self.cap / self.wording.least_ratio
        if self.setting.cap_height is not None:
            least = max(least, self.setting.cap_height / self.cap)
        # The em is cut to four decimals: a size that was read from a file must be reached again.
        return least - 10.0**-_DECIMALS

    def _find_best(self, gauge: Gauge, floor: float, *, firm: bool, better_than: _Fit | None = None) -> _Fit | None:
        """Return the fit of least cost at a size of at least ``floor``; None if none is better than the one given."""
        best: _Fit | None = None
        limit = better_than.cost if better_than else math.inf
        for lead in self._find_leads(firm=firm):
            for way in self._find_ways(lead, gauge, floor, limit, firm=firm):
                if way.bound >= limit:
                    break
                fit = self._fit(gauge, (*lead, *way.spans), way.sense + weights.cost_of_lead(lead, self.wording.gaps))
                if fit.size >= floor and fit.cost < limit:
                    best, limit = fit, fit.cost
        return best

    def _find_leads(self, *, firm: bool) -> Iterator[Spans]:
        """Yield the ways of breaking the lead: whole, or at one place."""
        lead = self.wording.lead
        if not lead:
            yield ()
            return
        yield ((0, lead),)
        closed = {Tier.NEVER} if firm else {Tier.NEVER, Tier.FIRM}
        for i in range(1, lead):
            if self.wording.gaps[i - 1].tier not in closed:
                yield ((0, i), (i, lead))

    def _find_ways(self, lead: Spans, gauge: Gauge, floor: float, limit: float, *, firm: bool) -> Iterator[Way]:
        words, ratio, sized = self.run.words, self.wording.lead_ratio, self.wording.ratio_of
        least = (gauge.fixed or gauge.least) / 1000 * (self.wording.tail_ratio if self.wording.core else 1.0)
        taken = ratio * least * (len(lead) - 1) + least if lead else 0.0
        top = max(w.top for w in words[: lead[0][1]]) * ratio if lead else words[0].top * sized(0, 1)
        bottom = words[-1].bottom * sized(len(words) - 1, len(words))
        shape = Shape(
            self.frame.width,
            self.frame.height,
            least,
            (top - bottom) / 1000,
            floor,
            taken,
            max((self.run.width(i, j) * ratio / 1000 for i, j in lead), default=0.0),
            self._largest,
            self._aim,
            limit,
        )
        room = self.setting.max_lines - len(lead)
        offset, budget = self.wording.lead, self.budget
        return find_ways(self.run, self.wording, shape, room, firm=firm, offset=offset, budget=budget)

    @property
    def _largest(self) -> float:
        return math.inf if self.setting.cap_height is None else self.setting.cap_height / self.cap

    @property
    def _aim(self) -> float:
        return self.setting.aim_cap_height / self.cap

    def _fit(self, gauge: Gauge, spans: Spans, sense: float) -> _Fit:
        self.considered += 1
        self.budget.spend(_MEASURE_STEPS)
        measured = gauge.measure(spans)
        size = 1000 * min(self.frame.width / measured.width, self.frame.height / measured.height)
        size = _round_down(min(size, self._largest))
        return _Fit(measured, size, sense, sense + weights.cost_of_size(size, self._aim))

    def _fit_given(self) -> _Fit:
        """Return the lines that the order gives, their words bound to the text."""
        spans, at = [], 0
        for line in self.setting.lines:
            end = at + len(line.split(" "))
            if " ".join(self.wording.words[at:end]) != line:
                raise RefusedError(
                    "lines-differ",
                    f"the given line {line!r} is not the next words of the text",
                    where=f"frame {self.name}",
                    hint="give exactly the words of the text, in their order: " + self.wording.text,
                )
            spans.append((at, end))
            at = end
        if at != len(self.wording.words):
            rest = " ".join(self.wording.words[at:])
            raise RefusedError("lines-differ", f"the given lines leave out {rest!r}", where=f"frame {self.name}")
        self.wording = self.wording.at_one_size()
        fit = self._fit(self._gauge_of(self.run), tuple(spans), 0.0)
        if fit.size < self._least_size:
            raise self._too_small_error(fit, len(spans))
        return fit

    def _find_edited(self) -> _Fit | None:
        """Return the best of an editor's ways that reach the aim, if any: of those with as many lines the first."""
        found: dict[int, tuple[_Fit, Wording]] = {}
        whole = self.wording
        for ends in whole.ways:
            if len(ends) in found or len(ends) > self.setting.max_lines:
                continue
            spans = tuple(pairwise((0, *ends)))
            # A way may run on from the lead, which is then as large as the rest.
            self.wording = whole if whole.lead in (0, *ends) else whole.without_lead()
            fit = self._fit(self._gauge_of(self.run), spans, cost_lines(self.run, self.wording, spans))
            if fit.size >= max(self._least_size, min(self._aim, self._largest)):
                found[len(ends)] = fit, self.wording
        if not found:
            return None
        best, self.wording = min(found.values(), key=lambda way: way[0].cost)
        return best

    def _check_leading(self, fit: _Fit) -> None:
        cap = self.cap * 1000
        worst = max((n - d for n, d in zip(fit.measured.needed, fit.measured.leading, strict=True)), default=0.0)
        if worst > 0:
            need = max(n / cap for n in fit.measured.needed)
            raise RefusedError(
                "leading-too-tight",
                f"the fixed leading of {self.setting.leading:g} cap heights lets ink of two lines come closer than"
                f" {CLEARANCE:.0%} of the cap height",
                where=f"frame {self.name}",
                hint=f"this text needs {need:.3f}, or leave the leading to the typesetter",
            )

    # -- tracking -----------------------------------------------------------------------------------

    def _track(self, fit: _Fit) -> tuple[Run, _Fit, float]:
        """Return the fit with the tracking that serves it: tighter where width binds, opener where there is room."""
        low, high = self.setting.tracking
        if not low and not high:
            return self.run, fit, 0.0
        widest = max(fit.measured.spans, key=lambda span: self.run.width(*span))
        glyphs = sum(len(w.glyphs) for w in self.run.words[widest[0] : widest[1]]) + widest[1] - widest[0] - 1
        room = 1000 * self.frame.width / fit.size - fit.measured.width
        wanted = room / 1000 / max(1, glyphs - 1) if room > 1.0 else low
        tracking = round(min(max(wanted, low), high), _DECIMALS)
        run = self._shape(tracking)
        tracked = self._fit(self._gauge_of(run), fit.measured.spans, fit.sense)
        return (run, tracked, tracking) if tracked.size >= fit.size else (self.run, fit, 0.0)

    # -- placing ------------------------------------------------------------------------------------

    def _place(self, run: Run, fit: _Fit, tracking: float) -> TextBlock:
        m, em = fit.measured, fit.size / 1000
        baseline, axis = self._find_baseline(m, em), self._find_axis(m, em)
        lines = []
        for (i, j), ratio, shift, down in zip(m.spans, m.ratios, m.shifts, (0.0, *accumulate(m.leading)), strict=True):
            size, text = _round_down(fit.size * ratio), " ".join(self.wording.words[i:j])
            x = _round(axis + (run.origins[i] * run.k * ratio + shift) * em)
            y = _round(baseline + down * em)
            shaped = run.shape_line(i, j)
            scale = size / self.face.units_per_em
            ink = Rect(
                x + shaped.left * scale,
                y - shaped.top * scale,
                (shaped.right - shaped.left) * scale,
                (shaped.top - shaped.bottom) * scale,
            )
            lines.append(Line(text, x, y, size, shaped, ink, tracking))
        cap = fit.size * self.cap
        return TextBlock(
            self.name,
            self.face.key,
            fit.size,
            cap,
            self.frame,
            tuple(lines),
            self._reasons_of(fit),
            warnings=self._find_warnings(cap, fit),
        )

    def _find_axis(self, m: Measured, em: float) -> float:
        slack = self.frame.width - m.width * em
        share = {"left": 0.0, "right": 1.0}.get(self.setting.align, 0.5)
        return self.frame.x + share * slack + m.width * em / 2

    def _find_baseline(self, m: Measured, em: float) -> float:
        """Return the first baseline: the band from the first capitals to the last baseline is centred, ink stays in."""
        highest = self.frame.y + m.top * em
        lowest = self.frame.bottom - m.bottom * em
        if self.setting.valign != "middle":
            return highest if self.setting.valign == "top" else lowest
        band = (self.cap * 1000 * m.ratios[0] + m.depth) * em
        centred = self.frame.y + (self.frame.height - band) / 2 + self.cap * 1000 * m.ratios[0] * em
        return min(max(centred, highest), lowest)

    def _reasons_of(self, fit: _Fit) -> Reasons:
        m, em = fit.measured, fit.size / 1000
        wide = m.width * em >= self.frame.width * (1 - 1e-4)
        tall = m.height * em >= self.frame.height * (1 - 1e-4)
        return Reasons(
            breaks=tuple(self.wording.gaps[j - 1].reason for _, j in m.spans[:-1]),
            leading=tuple(d * em for d in m.leading),
            needed=tuple(n * em for n in m.needed),
            clearance=CLEARANCE * self.cap * fit.size,
            score={"size": fit.cost - fit.sense, "sense and balance": fit.sense, "whole": fit.cost},
            bound_by="width" if wide else "height" if tall else "cap height",
            considered=self.considered,
        )

    def _find_warnings(self, cap: float, fit: _Fit) -> tuple[str, ...]:
        out = []
        if cap < self.setting.warn_cap_height:
            out.append(
                f"frame {self.name}: a cap height of {cap:.4g} is under 1:200 of the viewing distance"
                f" ({self.setting.warn_cap_height:.4g} would do)"
            )
        for (_, j), line in zip(fit.measured.spans[:-1], self.setting.lines, strict=False):
            if self.wording.gaps[j - 1].tier is Tier.NEVER:
                out.append(
                    f"frame {self.name}: the given line {line!r} ends where no line should end"
                    f" ({self.wording.gaps[j - 1].reason})"
                )
        return tuple(out)

    # -- refusing -----------------------------------------------------------------------------------

    def _misfit_error(self, gauge: Gauge) -> RefusedError:
        """Return the refusal, with the largest size that any breaks would give."""
        largest: _Fit | None = None
        for fit in self._try_all(gauge):
            largest = fit if largest is None or fit.size > largest.size else largest
        fit = require(largest, "a way to set one line")
        return self._too_small_error(fit, len(fit.measured.spans))

    def _try_all(self, gauge: Gauge) -> Iterator[_Fit]:
        """Yield ways measured, the likeliest first, so many as tell the largest size well enough."""
        for lead in self._find_leads(firm=True):
            ways = self._find_ways(lead, gauge, 0.0, math.inf, firm=True)
            for way in islice(ways, _REFUSAL_TRIES):
                yield self._fit(gauge, (*lead, *way.spans), way.sense)

    def _too_small_error(self, fit: _Fit, lines: int) -> RefusedError:
        ratio = min(fit.measured.ratios)
        wanted = max(self.setting.min_cap_height, (self.setting.cap_height or 0.0) * ratio)
        cap = fit.size * self.cap * ratio
        return RefusedError(
            "does-not-fit",
            f"{len(self.wording.text)} characters need a cap height of {wanted:.4g}, but at best (in {lines} of at"
            f" most {self.setting.max_lines} lines) the frame of {self.frame.width:.4g} x {self.frame.height:.4g}"
            f" allows {cap:.4g}",
            where=f"frame {self.name}",
            hint=f"a sign {wanted / cap:.2f} times as large in this frame, another layout, or a shorter text would do",
        )


_REFUSAL_TRIES = 400
_MEASURE_STEPS = 60
"""What it takes to measure a way exactly, in steps of the search."""


def _round(value: float) -> float:
    return round(value, _DECIMALS)


def _round_down(value: float) -> float:
    return float(math.floor(value * 10.0**_DECIMALS) / 10.0**_DECIMALS)

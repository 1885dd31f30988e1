"""Content streams handed on operator by operator, within the bounds of their file.

A list of a stream's instructions takes a hundred times the room of the stream itself.
"""

from __future__ import annotations

from typing import Any, Protocol

import pikepdf

from renderer.preflight.bounds import MOST_STATES, Budget, check_content, check_count

_OPERATOR = pikepdf.ObjectType.operator


class Taker(Protocol):
    """What reads operators. ``held``: how much it keeps of them, counted in painted things."""

    @property
    def held(self) -> int: ...

    def take(self, operator: str, operands: Any) -> None: ...

    def take_inline(self, image: pikepdf.PdfInlineImage) -> None: ...

    def end(self, *, cut: bool) -> None: ...


def feed(stream: Any, taker: Taker, budget: Budget) -> None:
    """Hand every operator of a page or form to ``taker``; raises BeyondBoundsError where ``budget`` is used up."""
    check_content(stream)
    parser = _Parser(taker, budget)
    if isinstance(stream, pikepdf.Page):
        stream.parse_contents(parser)
    else:
        pikepdf.Object._parse_stream(stream, parser)  # what parse_contents does for a page


class _Parser(pikepdf.StreamParser):
    def __init__(self, taker: Taker, budget: Budget) -> None:
        super().__init__()
        self._taker, self._budget = taker, budget
        self._operands: list[Any] = []
        self._about_image: tuple[Any, ...] = ()
        self._states = 0

    def handle_object(self, found: Any, offset: int, length: int) -> None:
        # What isinstance(found, pikepdf.Operator) asks, in a fifth of its time: there are twenty thousand on a sign.
        if type(found) is not pikepdf.Object or found._type_code is not _OPERATOR:
            self._operands.append(found)
            return
        self._budget.take_operator()
        operator, operands, self._operands = str(found), self._operands, []
        if operator == "BI":
            return
        if operator == "ID":
            self._about_image = tuple(operands)
        elif operator == "EI":
            self._taker.take_inline(pikepdf.PdfInlineImage(image_data=operands[0], image_object=self._about_image))
        else:
            self._count_states(operator)
            self._taker.take(operator, operands)
            self._budget.check_painted(self._taker.held)

    def _count_states(self, operator: str) -> None:
        if operator == "q":
            self._states += 1
            check_count(self._states, MOST_STATES, "graphics states kept at one time")
        elif operator == "Q":
            self._states = max(0, self._states - 1)

    def handle_eof(self) -> None:
        self._taker.end(cut=bool(self._operands))

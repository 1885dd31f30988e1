"""How a batch tells of its progress: a bar on a terminal, plain lines elsewhere, JSON lines for programs."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console as Terminal
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from renderer.batch.plan import Fault, Planned
from renderer.batch.run import Reporter
from renderer.cli.console import Console
from renderer.values.printable import make_printable

_LINES = 20
"""Plain output tells of every so manieth part of a run."""


def reporter_for(console: Console, *, as_json: bool, dry_run: bool = False) -> Reporter:
    """Return the reporter that suits where the output goes."""
    if as_json:
        return JsonLines(console, "would-be-made" if dry_run else "made")
    return Bar(console) if sys.stderr.isatty() else PlainLines(console)


class _Rate(ProgressColumn):
    """Signs a second, or seconds a sign where it is slow."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("- /s")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each")


def _shown(text: str) -> str:
    """Return a text as it stands between marks of style: harmless, and no mark itself."""
    return escape(make_printable(text))


class Bar:
    """Bar, rate, time left, current row, and the faults so far, each named above the bar as it comes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._terminal = Terminal(stderr=True, highlight=False)
        self._progress = Progress(
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[faults]} faults"),
            TextColumn("{task.description}"),
            console=self._terminal,
        )
        self._faults = 0

    def start(self, total: int, to_do: int, kept: int) -> None:
        if kept:
            self._terminal.print(f"{kept} of {total} are there already, checked by hash")
        self._task = self._progress.add_task("", total=to_do, faults=0)
        self._progress.start()

    def tell_made(self, row: Planned, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self._terminal.print(f"[yellow]warning[/] {_shown(row.where)}: {_shown(self._console.speak(warning))}")
        self._progress.update(self._task, advance=1, description=_shown(row.where))

    def tell_fault(self, fault: Fault) -> None:
        self._faults += 1
        self._terminal.print(
            f"[red]fault[/] {_shown(fault.where)}: {_shown(fault.name_fields(self._console.names).said)}"
        )
        self._progress.update(self._task, faults=self._faults)

    def tell_stopping(self) -> None:
        self._terminal.print("stopping after the signs in hand; Ctrl-C again stops at once")

    def end(self) -> None:
        self._progress.stop()


class PlainLines:
    """A line now and then, and one for every fault and warning."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def start(self, total: int, to_do: int, kept: int) -> None:
        self._to_do, self._done, self._faults = to_do, 0, 0
        self._step = max(1, to_do // _LINES)
        self._console.tell(
            f"{total} signs: {to_do} to do" + (f", {kept} there already and checked by hash" if kept else "")
        )

    def tell_made(self, row: Planned, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self._console.tell(f"warning: {row.where}: {self._console.speak(warning)}")
        self._done += 1
        if self._done % self._step == 0 or self._done == self._to_do:
            self._console.tell(f"{self._done} of {self._to_do} ({row.where}); {self._faults} faults")

    def tell_fault(self, fault: Fault) -> None:
        self._faults += 1
        self._console.tell(f"fault: {fault.where}: {fault.name_fields(self._console.names).said}")

    def tell_stopping(self) -> None:
        self._console.tell("stopping after the signs in hand; Ctrl-C again stops at once")

    def end(self) -> None:
        pass


class JsonLines:
    """One JSON object a line on standard output: ``event`` is start, made, fault or stopping.

    ``made`` is what a sign without a fault is told as: in a dry run nothing was made.
    """

    def __init__(self, console: Console, made: str) -> None:
        self._console, self._made = console, made

    def start(self, total: int, to_do: int, kept: int) -> None:
        self._tell(event="start", total=total, to_do=to_do, kept=kept)

    def tell_made(self, row: Planned, warnings: tuple[str, ...]) -> None:
        self._tell(
            event=self._made,
            row=row.where,
            binding=row.binding,
            files=list(row.files),
            warnings=self._console.speak_all(warnings),
        )

    def tell_fault(self, fault: Fault) -> None:
        self._tell(event="fault", **fault.name_fields(self._console.names).as_json())

    def tell_stopping(self) -> None:
        self._tell(event="stopping")

    def end(self) -> None:
        pass

    def _tell(self, **fields: Any) -> None:
        self._console.say_json(fields, indent=None)

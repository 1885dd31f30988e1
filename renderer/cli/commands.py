"""The commands of ``codong``: one table, and the parser that is made of it.

A command is a module with the two functions of ``CommandModule``. It is imported when its options are needed, so that
``codong --version`` does not load what draws, nor ``codong list`` what proves.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from re import match
from typing import Any, NoReturn, Protocol, cast

from renderer import __version__
from renderer.cli.console import Console
from renderer.cli.streams import write_aside, write_result
from renderer.values.errors import ExitCode
from renderer.values.printable import make_printable


class CommandModule(Protocol):
    """What every module of a command has: its options, and what it does."""

    def add_options(self, parser: CommandParser) -> None: ...

    def run(self, arguments: argparse.Namespace, console: Console) -> ExitCode: ...


@dataclass(frozen=True)
class Command:
    """A command: its module in this package, and what it is for."""

    module: str
    help: str
    has_workspace: bool = True


@dataclass(frozen=True)
class Group:
    """Commands under one name, and what they are for."""

    help: str
    commands: Mapping[str, Command]
    has_workspace: bool = True


COMMANDS: Mapping[str, Command | Group] = {
    "render": Command("render", "render one order to proven files"),
    "typeset": Command("typeset", "show how a slogan would be set, and why"),
    "marks": Command("marks", "propose break marks for a new text, to be confirmed by a person"),
    "list": Command("listing", "list what the workspace holds"),
    "verify": Command("verify", "prove finished files again, from nothing"),
    "init": Command("init", "write a starter workspace", has_workspace=False),
    "batch": Command("batch", "make every sign of a job, and go on where an earlier run stopped"),
    "job": Group(
        "help with job sheets",
        {
            "template": Command("job_template", "write a sheet with drop-downs of this workspace's names"),
            "columns": Command("job_columns", "list the columns of a job and their names"),
        },
    ),
    "units": Group(
        "the organisations of the catalogue",
        {"import": Command("units_import", "take up a list of units (.xlsx or .csv) into the catalogue")},
    ),
    "catalogue": Group(
        "lists of slogans in, checks of what is there, exports out",
        {
            "import": Command("catalogue_import", "take up a list of slogans: .docx, .xlsx, .csv or .txt"),
            "fill": Command("catalogue_fill", "fill a slogan's template into a draft of its own"),
            "export": Command("catalogue_export", "write the catalogue as a workbook or a booklet"),
            "check": Command("catalogue_check", "check every entry: texts, dates, replacements, campaigns"),
        },
    ),
    "approve": Command("approve", "write down that a text, or the picture in a finished file, is approved"),
    "withdraw": Command("withdraw", "write down that a text or a picture must not be used any more"),
    "history": Command("history", "show what was decided, of one text or picture or of all"),
    "audit": Command("audit", "look whether the ledger, and the signs that rest on it, are as they were written"),
    "stale": Command("stale", "list finished signs that a moved date, a withdrawal or a new version has made wrong"),
    "preflight": Command("preflight", "check PDFs in full before they go to the press: ours and anybody's"),
    "sheet": Command("sheet", "make the contact sheet of a run: HTML, PDF and marked pictures to send around"),
    "package": Command("package", "pack finished signs for the print shop: one ZIP for each shop and order"),
    "watch": Command("watch", "draw a layout's draft again whenever its files are saved"),
    "check": Command("check", "check a text, or a file of texts: encoding, characters, phrases, dates, issued texts"),
}
"""Every command by its name, in the order in which the help shows them."""


class CommandParser(argparse.ArgumentParser):
    """The parser of a command or of a group, which gets its options when they are needed.

    ``names`` are what a command calls fields otherwise than by a flag, for example by a column.
    """

    def __init__(self, *, entry: Command | Group | None = None, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._entry = entry
        self.names: dict[str, str] = {}

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        self._fill()
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the words, and end: what is quoted of them is made harmless."""
        super().error(make_printable(message))

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Return what the words of an option mean; ``--x=--`` is an empty list in Python before 3.13."""
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            self.error(f"argument {'/'.join(action.option_strings)}: expected one argument")
        return super()._get_values(action, arg_strings)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help, version or usage as everything else is printed; raises WriteError where that cannot be."""
        text = message.removesuffix("\n")
        if file is sys.stdout:
            write_result(text)
        else:
            write_aside(text)

    def main_object(self, arguments: argparse.Namespace) -> str:
        """Return the first positional argument as it was given: what the command is about."""
        for action in self._actions:
            if not action.option_strings and not isinstance(action, argparse._SubParsersAction):
                value = getattr(arguments, action.dest, None)
                values = value if isinstance(value, list) else [value]
                return str(values[0]) if values and values[0] is not None else ""
        return ""

    def _fill(self) -> None:
        entry, self._entry = self._entry, None
        if isinstance(entry, Group):
            parsers = self.add_subparsers(dest="what", required=True, metavar="WHAT")
            for name, command in entry.commands.items():
                parsers.add_parser(name, help=command.help, entry=command)
        elif entry is not None:
            module = cast(CommandModule, import_module(f"{__package__}.{entry.module}"))
            module.add_options(self)
            self.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG_HELP)
            self.set_defaults(run=module.run, parser=self)

    def field_names(self) -> dict[str, str]:
        """Return what this command calls each field: a flag, a positional argument, or a name of its own."""
        shown = (action for action in self._actions if not isinstance(action, argparse._SubParsersAction))
        return {**{action.dest: _name_of(action) for action in shown}, **self.names}

    def all_field_names(self) -> dict[str, str]:
        """Return the names of all commands below, too; the first one in the table has a field's name to give."""
        self._fill()
        names = self.field_names()
        for parser in self._below():
            names = {**parser.all_field_names(), **names}
        return names

    def _below(self) -> Iterator[CommandParser]:
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                yield from action.choices.values()


def _name_of(action: argparse.Action) -> str:
    """Return a flag, or of a positional argument the first word for it: ``SUBJECT`` of ``SUBJECT|FILE``."""
    if action.option_strings:
        return action.option_strings[0]
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    word = match(r"\w+", shown)
    return word[0] if word else shown


_DEBUG_HELP = "show the traceback of a fault (also where the variable CODONG_DEBUG is set)"


def command_parser() -> CommandParser:
    """Return the parser of the whole command line."""
    parser = CommandParser(
        prog="codong",
        description="Official Vietnamese signage: approved slogans to print-ready PDF and exact PNG, proven.",
        epilog="exit codes: 0 done, 1 internal fault, 2 usage or unknown name, 3 faulty workspace or input data, "
        "4 content refused, 5 verification failed, 6 part of a batch failed, 7 cannot write or a helper is missing, "
        "130 interrupted",
    )
    parser.add_argument("--version", action="version", version=f"codong {__version__}")
    parser.add_argument(
        "--workspace", type=Path, metavar="DIR", help="workspace folder (default: found upwards from here)"
    )
    parser.add_argument("--debug", action="store_true", help=_DEBUG_HELP)
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, entry in COMMANDS.items():
        below = parsers.add_parser(name, help=entry.help, description=entry.help, entry=entry)
        if entry.has_workspace:
            # SUPPRESS: without it the sub-command's default would undo `codong --workspace DIR render ...`.
            below.add_argument(
                "--workspace", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="workspace folder"
            )
    return parser

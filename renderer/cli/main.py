"""``codong``: parse, run one command, report. The one place that catches errors, and the last net under it.

Whatever happens is one message and a documented exit code. A traceback is shown only where it is asked for, by
``--debug`` or the variable CODONG_DEBUG.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import traceback
from collections.abc import Sequence

from renderer import __version__
from renderer.cli.commands import command_parser
from renderer.cli.console import Console, FieldNames
from renderer.cli.streams import flush_results, hush, hush_libraries, prepare_streams, write_aside
from renderer.values.errors import CodongError, ExitCode, RefusedError, UsageError, WriteError
from renderer.values.surprises import kind_of, place_of, system_fault

DEBUG = "CODONG_DEBUG"
_SHOWN = 60
"""Characters of the main object that a report names; the whole stands in its command line."""
_LINE = 600


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``codong`` with ``argv`` and return its exit code."""
    words = [*(sys.argv[1:] if argv is None else argv)]
    prepare_streams()
    hush_libraries()
    try:
        return _run(words)
    except KeyboardInterrupt:
        write_aside("interrupted")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        hush()
        return int(ExitCode.CANNOT_WRITE)


def _run(words: list[str]) -> int:
    parser = command_parser()
    arguments = argparse.Namespace()
    console = Console({})
    try:
        arguments = parser.parse_args(words)
        console = Console(FieldNames(arguments.parser.field_names(), parser.all_field_names))
        _refuse_bytes(arguments)
        code: ExitCode = arguments.run(arguments, console)
        flush_results()
        return int(code)
    except CodongError as fault:
        return _report(console, fault, arguments)
    except MemoryError:
        full = RefusedError("no-memory", "not enough memory for this", hint="ask for a smaller picture")
        return _report(console, full, arguments)
    except BrokenPipeError:
        raise
    except Exception as surprise:
        return _report(console, _unforeseen(surprise, arguments, words), arguments)


def _refuse_bytes(arguments: argparse.Namespace) -> None:
    """Refuse words that are no UTF-8, but for names of files: they cannot be written down anywhere."""
    for name, value in vars(arguments).items():
        if not isinstance(value, str) or value.isascii() or os.path.lexists(value):
            continue
        if any("\ud800" <= character <= "\udfff" for character in value):
            hint = "write it in UTF-8, or name a file that is there"
            raise UsageError("not-utf8", f"{value!r} is not UTF-8", field=name, hint=hint)


def _unforeseen(surprise: Exception, arguments: argparse.Namespace, words: list[str]) -> CodongError:
    """Return the error for what nobody foresaw: what was being done, and how to report it in one line."""
    told = system_fault(surprise)
    if told is not None:
        return told
    kind, place = kind_of(surprise), place_of(surprise)
    line = shlex.join(["codong", *words])
    line = line if len(line) <= _LINE else line[:_LINE] + " …"
    report = f"codong {__version__}; {kind}; {place}; {line}"
    return CodongError(
        "internal",
        f"internal fault while doing {_doing(arguments)}: {kind}",
        hint=f"--debug shows how it came there; please report this line: {report}",
    )


def _doing(arguments: argparse.Namespace) -> str:
    """Return the command and the first thing that it is about."""
    named = [str(getattr(arguments, name)) for name in ("command", "what") if hasattr(arguments, name)]
    main_object = arguments.parser.main_object(arguments) if hasattr(arguments, "parser") else ""
    short = main_object if len(main_object) <= _SHOWN else main_object[:_SHOWN] + "…"
    return " ".join([*named, *([short] if short and short not in named else [])])


def _report(console: Console, fault: CodongError, arguments: argparse.Namespace) -> int:
    if getattr(arguments, "debug", False) or os.environ.get(DEBUG):
        write_aside(traceback.format_exc())
    told = console.report(fault)
    if getattr(arguments, "json", False):
        try:
            console.say_json({"schema": 1, "assets": [], "errors": [told.as_json()]}, indent=None)
        except WriteError:
            return int(fault.exit_code)  # standard error has it
    return int(fault.exit_code)

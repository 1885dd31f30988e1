"""``codong``: parse, run one command, report. The one place that catches errors."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from renderer.cli.commands import command_parser
from renderer.cli.console import Console, FieldNames
from renderer.values.errors import CodongError, ExitCode, RefusedError


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``codong`` with ``argv`` and return its exit code."""
    parser = command_parser()
    arguments = parser.parse_args(argv)
    console = Console(FieldNames(arguments.parser.field_names(), parser.all_field_names))
    as_json = getattr(arguments, "json", False)
    try:
        code: ExitCode = arguments.run(arguments, console)
        sys.stdout.flush()
        return int(code)
    except CodongError as fault:
        return _report(console, fault, as_json)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return int(ExitCode.INTERRUPTED)
    except MemoryError:
        full = RefusedError("no-memory", "not enough memory for this", hint="ask for a smaller picture")
        return _report(console, full, as_json)
    except BrokenPipeError:
        sys.stderr.close()
        return int(ExitCode.CANNOT_WRITE)
    except Exception as surprise:
        traceback.print_exc()
        internal = CodongError(
            "internal", f"internal fault: {type(surprise).__name__}: {surprise}", hint="please report the text above"
        )
        return _report(console, internal, as_json)


def _report(console: Console, fault: CodongError, as_json: bool) -> int:
    told = console.report(fault)
    if as_json:
        console.say_json({"schema": 1, "assets": [], "errors": [told.as_json()]}, indent=None)
    return int(fault.exit_code)

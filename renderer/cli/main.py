"""``codong``: parse, run one command, report. The one place that catches errors."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from renderer import __version__
from renderer.cli import batch, catalogue, life, press, seeing, text
from renderer.cli.commands import open_studio, run_init, run_list, run_marks, run_render, run_verify
from renderer.cli.options import add_order_options, flag_names
from renderer.cli.typeset import run_typeset
from renderer.values.errors import CodongError, ExitCode, RefusedError


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``codong`` with ``argv`` and return its exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    report = partial(_report, names=flag_names(parser))
    try:
        code: ExitCode = arguments.run(arguments)
        sys.stdout.flush()
        return int(code)
    except CodongError as fault:
        return report(fault, getattr(arguments, "json", False))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return int(ExitCode.INTERRUPTED)
    except MemoryError:
        full = RefusedError("no-memory", "not enough memory for this", hint="ask for a smaller picture")
        return report(full, getattr(arguments, "json", False))
    except BrokenPipeError:
        sys.stderr.close()
        return int(ExitCode.CANNOT_WRITE)
    except Exception as surprise:
        traceback.print_exc()
        internal = CodongError(
            "internal", f"internal fault: {type(surprise).__name__}: {surprise}", hint="please report the text above"
        )
        return report(internal, getattr(arguments, "json", False))


def _report(fault: CodongError, as_json: bool, names: Mapping[str, str]) -> int:
    fault = fault.spoken(names)
    print(f"codong: {fault}", file=sys.stderr)
    if as_json:
        print(json.dumps({"schema": 1, "assets": [], "errors": [fault.as_json()]}, ensure_ascii=False))
    return int(fault.exit_code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
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
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _render_parser(commands)
    _typeset_parser(commands)
    _marks_parser(commands)
    _list_parser(commands)
    _verify_parser(commands)
    _init_parser(commands)
    for group in (batch, catalogue, life, press, seeing, text):
        group.add_parsers(lambda name, text: _subparser(commands, name, text), open_studio)
    return parser


def _subparser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    # SUPPRESS: without it the sub-command's default would undo `codong --workspace DIR render ...`.
    parser.add_argument("--workspace", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="workspace folder")
    return parser


def _render_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _subparser(commands, "render", "render one order to proven files")
    add_order_options(parser)
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of the same name with other bytes")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run_render)


def _typeset_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _subparser(commands, "typeset", "show how a slogan would be set, and why")
    add_order_options(parser)
    parser.add_argument(
        "--same-size",
        metavar="ID[,ID...]",
        help="set these slogans, too, and all of them at the size that all can have",
    )
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw block, skylines and frame")
    parser.add_argument("--json", action="store_true", help="print the setting as JSON")
    parser.set_defaults(run=lambda arguments: run_typeset(open_studio(arguments), arguments))


def _marks_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _subparser(commands, "marks", "propose break marks for a new text, to be confirmed by a person")
    parser.add_argument("text", metavar="TEXT")
    parser.set_defaults(run=run_marks)


def _list_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _subparser(commands, "list", "list what the workspace holds")
    parser.add_argument("what", choices=("slogans", "events", "units", "layouts", "fonts", "images"))
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.set_defaults(run=run_list)


def _verify_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _subparser(commands, "verify", "prove finished files again, from nothing")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="the manifest to trust (default: the one beside each file)"
    )
    parser.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    parser.set_defaults(run=run_verify)


def _init_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("init", help="write a starter workspace", description="write a starter workspace")
    parser.add_argument("dir", type=Path, metavar="DIR", help="a new or empty folder")
    parser.set_defaults(run=run_init)

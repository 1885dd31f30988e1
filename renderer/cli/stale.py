"""``codong stale``: finished signs that are wrong now, and the job that replaces them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.storage.files import check_new, write_new
from renderer.values.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.review.stale import Stale


def add_options(parser: CommandParser) -> None:
    """Add the folders, and where the job goes."""
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--job", type=Path, metavar="FILE.toml", help="write the job that replaces them")
    parser.add_argument("--all", action="store_true", help="also signs whose hang dates are over")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the stale signs, and write the job that replaces those that can be."""
    from renderer.review.stale import find_stale_signs

    studio = open_studio(arguments, console)
    job: Path | None = arguments.job
    if job and len(arguments.folders) > 1:
        raise UsageError("bad-option", "a job is for the signs of one folder", field="job", hint="name one DIR")
    if job:
        check_new(job)
    signs = find_stale_signs(studio, arguments.folders, past=arguments.all)
    if arguments.json:
        console.say_json({"schema": 1, "stale": [_as_json(sign, console) for sign in signs]})
    else:
        _print(signs, console)
    if job and signs:
        _write_job(job, signs, console)
    return ExitCode.REFUSED if signs else ExitCode.DONE


def _as_json(sign: Stale, console: Console) -> dict[str, Any]:
    return {
        "files": list(sign.files),
        "reasons": console.speak_all(sign.reasons),
        "hang": sign.entry.order.hang,
        "advice": console.speak(sign.advice),
        "order": sign.order.model_dump(mode="json", exclude_defaults=True) if sign.order else None,
    }


def _print(signs: list[Stale], console: Console) -> None:
    for sign in signs:
        for line in (*sign.files, *(f"    {reason}" for reason in console.speak_all(sign.reasons))):
            console.say(line)
        console.say(f"    -> {console.speak(_way_out(sign))}")
    if not signs:
        console.say("no finished sign is stale")


def _way_out(sign: Stale) -> str:
    if sign.order is None:
        return sign.advice
    named = [sign.order.slogan, *([sign.order.event] if sign.order.event else [])]
    return "make it again with " + ", ".join(named)


def _write_job(path: Path, signs: list[Stale], console: Console) -> None:
    from renderer.review.stale import job_of

    replaced = [sign for sign in signs if sign.order is not None]
    if not replaced:
        console.remark("no job was written: a person must decide for each of them")
        return
    write_new(path, job_of(replaced).encode())
    console.remark(f"{len(replaced)} of {len(signs)} signs are replaced by the job {path}")

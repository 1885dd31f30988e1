"""``codong batch``: a designer's sheet in, a folder of proven files out."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.options import add_table_options
from renderer.cli.package import pack, package_json, tell_packages
from renderer.cli.studio import default_store, open_studio
from renderer.contract.order import Order
from renderer.studio import Studio
from renderer.values.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.batch.job import Job
    from renderer.batch.names import Names
    from renderer.batch.plan import Fault, Plan
    from renderer.batch.run import Summary


def add_options(parser: CommandParser) -> None:
    """Add the job, where its files go, which signs are meant, and how they are made."""
    parser.add_argument("job", type=Path, metavar="JOB", help="an .xlsx, .csv or .toml file")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    parser.add_argument("--folders", default="", metavar="TEMPLATE", help="folders below it: {format}/{unit}/{slogan}")
    parser.add_argument("--jobs", type=int, metavar="N", help="worker processes (default: one a core)")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="EXPR",
        help="signs that meet COLUMN=PATTERN,...; may be given more than once",
    )
    add_table_options(parser)
    parser.add_argument(
        "--package", action="store_true", help="pack what was made, a ZIP for each print shop and order"
    )
    parser.add_argument("--dry-run", action="store_true", help="find every fault, draw nothing")
    parser.add_argument("--json", action="store_true", help="print events as JSON lines")
    # Whoever fills in a job knows its columns, not the flags of another command.
    parser.names |= {field: field for field in Order.model_fields}


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Make the signs of a job, or with --dry-run find every fault; tell how it went."""
    from renderer.batch.plan import plan
    from renderer.batch.run import check, make
    from renderer.cli.progress import reporter_for

    studio = open_studio(arguments, console, takes_notes=True)
    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("bad-option", "at least one worker is needed", field="jobs")
    job = _read(studio, arguments)
    if arguments.package:
        job = _with_needed(job)
    _tell_remarks(job, arguments, console)
    planned = plan(studio, job, arguments.folders)
    if planned.undated:
        console.remark(
            f"{planned.undated} signs name no hang date: today's is taken, so that another day makes other"
            " files; give 'hang' to keep them"
        )
    workers = arguments.jobs or os.cpu_count() or 1
    store, reporter = default_store(), reporter_for(console, as_json=arguments.json, dry_run=arguments.dry_run)
    if arguments.dry_run:
        summary = check(studio, planned, arguments.out, workers, store, reporter)
    else:
        summary = make(studio, planned, arguments.out, job.name, workers, store, reporter)
    _sum_up(summary, arguments, console)
    if summary.interrupted:
        return ExitCode.INTERRUPTED
    if arguments.package and not arguments.dry_run:
        _pack(studio, planned, summary, arguments, console)
    return ExitCode.BATCH_PARTLY_FAILED if summary.faults else ExitCode.DONE


def _with_needed(job: Job) -> Job:
    """Return the job with what a hand-over needs among its formats: workers make it, many at a time."""
    from renderer.handover import with_needed

    return replace(job, rows=tuple(r if r.order is None else replace(r, order=with_needed(r.order)) for r in job.rows))


def _pack(studio: Studio, planned: Plan, summary: Summary, arguments: argparse.Namespace, console: Console) -> None:
    """Pack the signs of this job, all of them or none: half an order is not handed over."""
    from renderer.batch.run import list_made
    from renderer.handover import Chosen

    if summary.faults:
        console.warn("nothing was packed: signs have faults; the same job goes on from here when they are mended")
        return
    signs = [Chosen(entry, arguments.out) for entry in list_made(planned, arguments.out)]
    packages = pack(studio, signs, arguments.out, console)
    if arguments.json:
        for package in packages:
            console.say_json({"event": "package", **package_json(package)}, indent=None)
    else:
        tell_packages(packages, console)


def _read(studio: Studio, arguments: argparse.Namespace) -> Job:
    from renderer.batch.job import read_job
    from renderer.batch.plan import names_of

    names = names_of(studio)
    job = read_job(arguments.job, names, arguments.sheet, accept_converted=arguments.accept_converted)
    return _choose(job, arguments.only, names)


def _choose(job: Job, expressions: list[str], names: Names) -> Job:
    from renderer.batch.rules import meets, parse_only

    if not expressions:
        return job
    wanted = [parse_only(expression) for expression in expressions]
    rows = tuple(row for row in job.rows if any(meets(row.cells, conditions, names) for conditions in wanted))
    if not rows:
        raise UsageError(
            "nothing-chosen", f"none of the {len(job.rows)} signs meets {' or '.join(expressions)}", field="only"
        )
    remark = f"`only` takes {len(rows)} of {len(job.rows)} signs"
    return replace(job, rows=rows, remarks=(*job.remarks, remark))


def _tell_remarks(job: Job, arguments: argparse.Namespace, console: Console) -> None:
    for remark in (*job.remarks, *job.converted):
        console.remark(str(remark))
    for cell in job.converted if arguments.json else ():
        console.say_json({"event": "converted", **cell.as_json()}, indent=None)


def _sum_up(summary: Summary, arguments: argparse.Namespace, console: Console) -> None:
    if arguments.json:
        end = {
            "event": "end",
            "dry_run": arguments.dry_run,
            "total": summary.total,
            "made": summary.made,
            "kept": summary.kept,
            "faults": len(summary.faults),
            "strangers": summary.leftover_files,
            "interrupted": summary.interrupted,
        }
        console.say_json(end, indent=None)
        return
    if summary.faults:
        _fault_table([fault.name_fields(console.names) for fault in summary.faults], console)
    done = "would be made" if arguments.dry_run else "made and proven"
    kept = f", {summary.kept} there already and intact" if summary.kept else ""
    console.say(f"{summary.total} signs: {summary.made} {done}{kept}, {len(summary.faults)} with faults")
    if summary.warned:
        console.say(f"{summary.warned} with warnings")
    if summary.leftover_files:
        console.say(
            f"{len(summary.leftover_files)} files in the folder belong to no sign of this job, for example"
            f" {summary.leftover_files[0]}: do not print them with it"
        )
    if summary.interrupted:
        console.say("interrupted: run the same job again to go on")
    elif not arguments.dry_run and not summary.faults:
        console.say(f"in {arguments.out}")


def _fault_table(faults: list[Fault], console: Console) -> None:
    width = min(60, max(len(fault.where) for fault in faults))
    for fault in faults:
        console.say(f"{fault.where.ljust(width)}  {fault.said}")
        if fault.error.hint:
            console.say(" " * width + f"  -> {fault.error.hint}")

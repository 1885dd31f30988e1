"""``codong batch``, ``job``, ``units``: a designer's sheet in, a folder of proven files out."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.studio import Studio
from renderer.values.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.batch.job import Job
    from renderer.batch.names import Names
    from renderer.batch.plan import Fault
    from renderer.batch.run import Summary


def default_store() -> Path:
    """Return where compiled masters are kept: ``CODONG_CACHE``, or the user's cache folder."""
    if given := os.environ.get("CODONG_CACHE"):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "codong"


def run_batch(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.batch.job import read_job
    from renderer.batch.plan import names_of, plan
    from renderer.batch.run import check, make
    from renderer.cli.progress import reporter_for

    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("bad-option", "at least one worker is needed", field="jobs")
    names = names_of(studio)
    job = read_job(arguments.job, names, arguments.sheet, accept_converted=arguments.accept_converted)
    job = _chosen(job, arguments.only, names)
    for remark in (*job.remarks, *job.converted):
        print(f"codong: {remark}", file=sys.stderr)
    for cell in job.converted if arguments.json else ():
        print(json.dumps({"event": "converted", **cell.as_json()}, ensure_ascii=False))
    planned = plan(studio, job, arguments.folders)
    if planned.undated:
        print(
            f"codong: {planned.undated} signs name no hang date: today's is taken, so that another day makes other"
            " files; give 'hang' to keep them",
            file=sys.stderr,
        )
    jobs = arguments.jobs or os.cpu_count() or 1
    store, reporter = default_store(), reporter_for(as_json=arguments.json, dry_run=arguments.dry_run)
    if arguments.dry_run:
        summary = check(studio, planned, arguments.out, jobs, store, reporter)
    else:
        summary = make(studio, planned, arguments.out, job.name, jobs, store, reporter)
    _report(summary, arguments)
    if summary.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.BATCH_PARTLY_FAILED if summary.faults else ExitCode.DONE


def _chosen(job: Job, expressions: list[str], names: Names) -> Job:
    from renderer.batch.rules import meets, parse_only

    if not expressions:
        return job
    wanted = [parse_only(expression) for expression in expressions]
    rows = tuple(row for row in job.rows if any(meets(row.cells, conditions, names) for conditions in wanted))
    if not rows:
        raise UsageError(
            "nothing-chosen", f"none of the {len(job.rows)} signs meets {' or '.join(expressions)}", field="only"
        )
    remark = f"--only takes {len(rows)} of {len(job.rows)} signs"
    return replace(job, rows=rows, remarks=(*job.remarks, remark))


def _report(summary: Summary, arguments: argparse.Namespace) -> None:
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
        print(json.dumps(end, ensure_ascii=False))
        return
    if summary.faults:
        _fault_table(summary.faults)
    done = "would be made" if arguments.dry_run else "made and proven"
    kept = f", {summary.kept} there already and intact" if summary.kept else ""
    print(f"{summary.total} signs: {summary.made} {done}{kept}, {len(summary.faults)} with faults")
    if summary.warned:
        print(f"{summary.warned} with warnings")
    if summary.leftover_files:
        print(
            f"{len(summary.leftover_files)} files in the folder belong to no sign of this job, for example"
            f" {summary.leftover_files[0]}: do not print them with it"
        )
    if summary.interrupted:
        print("interrupted: run the same job again to go on")
    elif not arguments.dry_run and not summary.faults:
        print(f"in {arguments.out}")


def _fault_table(faults: list[Fault]) -> None:
    width = min(60, max(len(fault.where) for fault in faults))
    for fault in faults:
        print(f"{fault.where.ljust(width)}  {fault.said}")
        if fault.error.hint:
            print(" " * width + f"  -> {fault.error.hint}")


def run_columns(arguments: argparse.Namespace) -> ExitCode:
    from renderer.batch.columns import FIELDS, HEADERS

    width = max(map(len, FIELDS))
    for name, meaning in FIELDS.items():
        print(f"{name.ljust(width)}  {meaning}")
        if HEADERS.get(name):
            print(" " * width + "  = " + ", ".join(HEADERS[name]))
    return ExitCode.DONE


def run_template(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.batch.form import write_form

    write_form(studio, arguments.file)
    print(arguments.file)
    return ExitCode.DONE


def run_import(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    from renderer.curation.organisations import import_organisations

    result = import_organisations(
        studio, arguments.file, arguments.source, arguments.sheet, accept_converted=arguments.accept_converted
    )
    for line in (*result.remarks, *(f"{unit_id}  {name}" for unit_id, name in result.added)):
        print(line)
    print(f"{len(result.added)} units added, {result.known} known already")
    return ExitCode.DONE


def _add_converted(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept-converted",
        action="store_true",
        help="take over cells in a legacy encoding (TCVN3, VNI ...), and tell each",
    )


def add_parsers(add: Any, open_studio: Any) -> None:
    """Add the commands; ``add`` makes a sub-parser that knows --workspace."""
    batch = add("batch", "make every sign of a job, and go on where an earlier run stopped")
    batch.add_argument("job", type=Path, metavar="JOB", help="an .xlsx, .csv or .toml file")
    batch.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    batch.add_argument("--folders", default="", metavar="TEMPLATE", help="folders below it: {format}/{unit}/{slogan}")
    batch.add_argument("--jobs", type=int, metavar="N", help="worker processes (default: one a core)")
    batch.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="EXPR",
        help="signs that meet COLUMN=PATTERN,...; may be given more than once",
    )
    batch.add_argument("--sheet", default="", metavar="NAME", help="sheet of the .xlsx file")
    _add_converted(batch)
    batch.add_argument("--dry-run", action="store_true", help="find every fault, draw nothing")
    batch.add_argument("--json", action="store_true", help="print events as JSON lines")
    batch.set_defaults(run=lambda arguments: run_batch(open_studio(arguments), arguments))

    job = add("job", "help with job sheets").add_subparsers(dest="what", required=True, metavar="WHAT")
    template = job.add_parser("template", help="write a sheet with drop-downs of this workspace's names")
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    template.set_defaults(run=lambda arguments: run_template(open_studio(arguments), arguments))
    job.add_parser("columns", help="list the columns of a job and their names").set_defaults(run=run_columns)

    units = add("units", "the organisations of the catalogue").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    taken = units.add_parser("import", help="take up a list of units (.xlsx or .csv) into the catalogue")
    taken.add_argument("file", type=Path, metavar="LIST")
    taken.add_argument("--source", required=True, metavar="TEXT", help="the document that the names come from")
    taken.add_argument("--sheet", default="", metavar="NAME", help="sheet of the .xlsx file")
    _add_converted(taken)
    taken.set_defaults(run=lambda arguments: run_import(open_studio(arguments), arguments))

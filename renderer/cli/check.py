"""``codong check``: a text or a file of texts through the gate and the proof-reader, before anybody hangs it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.proofreading import Issuer, ProofReader, proof_reader
from renderer.storage.files import is_file
from renderer.studio import Studio
from renderer.text import ENCODINGS, Gated, TextFinding, Use
from renderer.values.errors import CodongError, ExitCode, UsageError, unknown_name

if TYPE_CHECKING:
    from renderer.curation.importing.passages import Passage

_PASSAGES = (".docx", ".xlsx", ".xlsm", ".csv", ".tsv")
"""Files that are checked passage by passage."""


def add_options(parser: CommandParser) -> None:
    """Add the text or file, and how it is read."""
    parser.add_argument("text", metavar="TEXT|FILE", help="a text, or a .txt, .docx, .xlsx or .csv file")
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet of an .xlsx file (default: all)")
    parser.add_argument("--accept-converted", action="store_true", help="take a converted text, and print it")
    parser.add_argument(
        "--issuer",
        metavar="party|state|ORGANISATION",
        help="warn of what these papers write otherwise (capitals, terms)",
    )
    parser.add_argument("--strict", action="store_true", help="warnings alone end it with 4, too")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print what was found; an error needs a person, so a script must not go on."""
    studio = open_studio(arguments, console)
    given: str = arguments.text
    path = _file(given)
    reader = proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon)
    issuer = _issuer(arguments.issuer, studio)
    if path is not None and path.suffix.lower() in _PASSAGES:
        return _check_passages(path, reader, issuer, arguments, console)
    if arguments.sheet:
        raise UsageError("bad-option", "only an .xlsx file has sheets", field="sheet")
    raw = _read_text(path) if path is not None else given
    # What stands on the command line is meant for a sign; a file may hold a whole letter.
    use: Use = "text" if path is not None or "\n" in raw else "sign"
    gated = reader.read(raw, accept_converted=arguments.accept_converted, issuer=issuer, use=use)
    if arguments.json:
        console.say_json(_as_json(gated))
    else:
        _print(gated, console, converted=arguments.accept_converted)
    return _exit_code(gated.findings, strict=arguments.strict)


def _exit_code(findings: Iterable[TextFinding], *, strict: bool) -> ExitCode:
    stopping = any(strict or finding.severity == "error" for finding in findings)
    return ExitCode.REFUSED if stopping else ExitCode.DONE


def _read_text(path: Path) -> str:
    from renderer.curation.importing.read import read_plain

    return read_plain(path)


def _file(given: str) -> Path | None:
    """Return the file that is meant, whether it is there or not, or None for a text."""
    if not given.strip():
        raise UsageError("bad-option", "there is no text to check", where="TEXT|FILE", hint="give a text, or a file")
    if len(given) >= 4096 or "\0" in given or "\n" in given:
        return None
    path = Path(given)
    named = path.suffix.lower() in (*_PASSAGES, ".txt")
    return path if named or is_file(path) else None


def _issuer(name: str | None, studio: Studio) -> Issuer | None:
    """Return whose style a text is held against: a kind, or that of an organisation; none for any other kind."""
    kinds = {kind: kind for kind in get_args(Issuer)} | {o.id: o.kind for o in studio.catalogue.organisations}
    if name is not None and name not in kinds:
        raise unknown_name("issuer", name, list(kinds))
    return next((kind for kind in get_args(Issuer) if name is not None and kinds[name] == kind), None)


def _print(gated: Gated, console: Console, *, converted: bool) -> None:
    for finding in gated.findings:
        console.say(str(finding))
    if gated.encoding is not None and converted:
        for line in gated.text.split("\n"):
            console.say(line)


def _as_json(gated: Gated) -> dict[str, Any]:
    return {
        "schema": 1,
        "passed": gated.passed,
        "text": gated.text,
        "key": gated.key,
        "encoding": ENCODINGS[gated.encoding][0] if gated.encoding else None,
        "findings": [finding.as_json() for finding in gated.findings],
    }


# -- passage by passage ---------------------------------------------------------------------------


def _check_passages(
    path: Path, reader: ProofReader, issuer: Issuer | None, arguments: argparse.Namespace, console: Console
) -> ExitCode:
    """Check a document or a sheet passage by passage, each in the encoding of its fonts."""
    from renderer.curation.importing.read import faults_of, proof_read, read_listing

    listing = read_listing(path, arguments.sheet, whole=True)
    passages, remarks = listing.passages, console.speak_all(listing.remarks)
    checked = proof_read(passages, reader, accept_converted=arguments.accept_converted, issuer=issuer)
    faults = [(where, fault.name_fields(console.names)) for where, fault in faults_of(passages)]
    if arguments.json:
        found = [{"where": p.where, **f.as_json()} for p, g in checked for f in g.findings]
        found += [_fault_json(where, fault) for where, fault in faults]
        passed = not faults and all(gated.passed for _, gated in checked)
        console.say_json({"schema": 1, "passed": passed, "findings": found, "remarks": remarks})
    else:
        for remark in remarks:
            console.remark(remark)
        _print_passages(checked, console)
        for where, fault in faults:
            console.say(f"{where}: error: {fault.code}: {fault.message}")
    found_all = (finding for _, gated in checked for finding in gated.findings)
    return ExitCode.REFUSED if faults else _exit_code(found_all, strict=arguments.strict)


def _fault_json(where: str, fault: CodongError) -> dict[str, Any]:
    return {
        "where": where,
        "kind": fault.code,
        "severity": "error",
        "line": 1,
        "column": 1,
        "message": fault.message,
        "suggestion": None,
    }


def _print_passages(checked: list[tuple[Passage, Gated]], console: Console) -> None:
    for passage, gated in checked:
        for finding in gated.findings:
            offered = f" -> {finding.suggestion!r}" if finding.suggestion is not None else ""
            console.say(f"{passage.where}: {finding.severity}: {finding.kind}: {finding.told}{offered}")

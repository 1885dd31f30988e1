"""``codong check``: a text or a file of texts through the gate and the proof-reader, before anybody hangs it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from renderer.proofreading import Issuer, ProofReader, proof_reader
from renderer.storage.files import read_whole
from renderer.studio import Studio
from renderer.text import ENCODINGS, Gated, text_of
from renderer.values.errors import ExitCode, UsageError, unknown_name

if TYPE_CHECKING:
    from renderer.curation.importing.passages import Passage

_Checked = list[tuple["Passage", Gated]]


def run_check(studio: Studio, arguments: argparse.Namespace) -> ExitCode:
    given: str = arguments.text
    path = _file(given)
    reader = proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon)
    issuer = _issuer(arguments.issuer, studio)
    if path is not None and path.suffix.lower() in (".docx", ".xlsx", ".xlsm", ".csv", ".tsv"):
        return _check_passages(path, reader, issuer, arguments)
    if arguments.sheet:
        raise UsageError("bad-option", "only an .xlsx file has sheets", field="sheet")
    raw = text_of(read_whole(path)) if path is not None else given
    gated = reader.read(raw, accept_converted=arguments.accept_converted, issuer=issuer)
    if arguments.json:
        print(json.dumps(_as_json(gated), ensure_ascii=False, indent=1))
    else:
        for finding in gated.findings:
            print(finding)
        if gated.encoding is not None and arguments.accept_converted:
            print(gated.text)
    # Whatever was found needs a person; a script must not go on.
    return ExitCode.REFUSED if gated.findings else ExitCode.DONE


def _file(given: str) -> Path | None:
    """Return the file that is meant, whether it is there or not, or None for a text."""
    if not given.strip():
        raise UsageError("bad-option", "there is no text to check", where="TEXT|FILE", hint="give a text, or a file")
    if len(given) >= 4096 or "\0" in given or "\n" in given:
        return None
    path = Path(given)
    named = path.suffix.lower() in (".docx", ".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
    return path if named or path.is_file() else None


def _issuer(name: str | None, studio: Studio) -> Issuer | None:
    """Return whose style a text is held against: a kind, or that of an organisation; none for any other kind."""
    kinds = {kind: kind for kind in get_args(Issuer)} | {o.id: o.kind for o in studio.catalogue.organisations}
    if name is not None and name not in kinds:
        raise unknown_name("issuer", name, list(kinds))
    return next((kind for kind in get_args(Issuer) if name is not None and kinds[name] == kind), None)


def _check_passages(path: Path, reader: ProofReader, issuer: Issuer | None, arguments: argparse.Namespace) -> ExitCode:
    """Check a document or a sheet passage by passage, each in the encoding of its fonts."""
    from renderer.curation.importing.read import faults_of, proof_read, read_listing

    passages = read_listing(path, arguments.sheet, whole=True).passages
    checked = proof_read(passages, reader, accept_converted=arguments.accept_converted, issuer=issuer)
    faults = faults_of(passages)
    if arguments.json:
        found = [{"where": p.where, **f.as_json()} for p, g in checked for f in g.findings]
        found += [
            {
                "where": where,
                "kind": f.code,
                "severity": "error",
                "line": 1,
                "column": 1,
                "message": f.message,
                "suggestion": None,
            }
            for where, f in faults
        ]
        passed = not faults and all(gated.passed for _, gated in checked)
        print(json.dumps({"schema": 1, "passed": passed, "findings": found}, ensure_ascii=False, indent=1))
    else:
        _print_passages(checked)
        for where, fault in faults:
            print(f"{where}: error: {fault.code}: {fault.message}")
    return ExitCode.REFUSED if faults or any(gated.findings for _, gated in checked) else ExitCode.DONE


def _print_passages(checked: _Checked) -> None:
    for passage, gated in checked:
        for finding in gated.findings:
            offered = f" -> {finding.suggestion!r}" if finding.suggestion is not None else ""
            print(f"{passage.where}: {finding.severity}: {finding.kind}: {finding.told}{offered}")


def _as_json(gated: Gated) -> dict[str, Any]:
    return {
        "schema": 1,
        "passed": gated.passed,
        "text": gated.text,
        "key": gated.key,
        "encoding": ENCODINGS[gated.encoding][0] if gated.encoding else None,
        "findings": [finding.as_json() for finding in gated.findings],
    }


def add_parsers(add: Any, open_studio: Any) -> None:
    """Add the command; ``add`` makes a sub-parser that knows --workspace."""
    parser = add("check", "check a text, or a file of texts: encoding, characters, phrases, dates, issued texts")
    parser.add_argument("text", metavar="TEXT|FILE", help="a text, or a .txt, .docx, .xlsx or .csv file")
    parser.add_argument("--sheet", default="", metavar="NAME", help="sheet of an .xlsx file (default: all)")
    parser.add_argument("--accept-converted", action="store_true", help="take a converted text, and print it")
    parser.add_argument(
        "--issuer",
        metavar="party|state|ORGANISATION",
        help="warn of what these papers write otherwise (capitals, terms)",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=lambda arguments: run_check(open_studio(arguments), arguments))

"""Defects in foreign files and forgeries of our own, held against the preflight; write docs/preflight-acceptance.md.

Run by scripts/accept, some minutes. A planted defect is found if its code is told of the file and not of the same
poster without it. A forgery is found if ``preflight --slogan`` fails it without a manifest. ReportLab must be there:
scripts/accept installs it.
"""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import tempfile
from pathlib import Path

import cairocffi
from defects.makers import BLEED_MM, SIZE, Shop
from defects.planted import CLEAN, PLANTED
from defects.sabotaged import CURVES, LIVE, forged

from renderer.contract.order import Order
from renderer.pipeline import render
from renderer.preflight import Finding
from renderer.review.preflight_file import ExpectedProperties, Report, preflight_file
from renderer.studio import Studio
from renderer.studio.program_digest import program_digest
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent
HANG, SLOGANS = "2026-01-20..2026-02-03", ("cv9743-02", "cv9743-05")
FORGED_FROM = (
    {"layout": "pano/co-do", "size": "4x2m", "slogan": SLOGANS[0], "text": "curves"},
    {"layout": "ap-phich/co-do", "size": "A1", "slogan": SLOGANS[1], "text": "curves", "standard": "x1a"},
)
LIVE_FROM = {"layout": "pano/co-do", "size": "4x2m", "slogan": SLOGANS[0], "text": "live"}
POSTER = ExpectedProperties(size=SIZE, bleed=BLEED_MM, material="coated")


def main() -> int:
    studio = Studio(Workspace(ROOT))
    with tempfile.TemporaryDirectory() as name:
        planted, missed = _plant(studio, Path(name))
        forgeries, passed = _forge(studio, Path(name))
    told = "\n".join([_head(len(missed), len(passed)), planted, forgeries])
    (ROOT / "docs/preflight-acceptance.md").write_text(told, encoding="utf-8")
    return 1 if 10 * len(missed) > len(PLANTED) or passed else 0


def _head(missed: int, passed: int) -> str:
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    gs = subprocess.run(["gs", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    made = f"ReportLab {importlib.metadata.version('reportlab')}, Ghostscript {gs}, "
    made += f"cairo {cairocffi.cairo_version_string()}, WeasyPrint {importlib.metadata.version('weasyprint')}"
    count = 2 * len(CURVES) + len(LIVE)
    return (
        "# Defects that the preflight finds\n\n"
        f"Tested at commit {tested} by `scripts/accept defects` (program {program_digest()[:16]}); {made}.\n\n"
        f"Of {len(PLANTED)} defects planted in posters of those programs {len(PLANTED) - missed} are told by their\n"
        f"code; of {count} forgeries of our own signs {count - passed} fail `codong preflight --slogan ID` without a\n"
        "manifest.\n"
    )


def _judge(studio: Studio, path: Path, data: bytes, given: ExpectedProperties) -> Report:
    path.write_bytes(data)
    return preflight_file(studio, path, given, [])


# -- planted --------------------------------------------------------------------------------------


def _plant(studio: Studio, folder: Path) -> tuple[str, list[str]]:
    font = next((ROOT / "fonts/lora").glob("*.ttf"))
    shop, path = Shop(folder, font, studio.workspace.profile), folder / "poster.pdf"
    clean = {program: _judge(studio, path, make(shop), POSTER) for program, make in CLEAN.items()}
    for program, report in clean.items():
        if not report.passed:
            raise SystemExit(f"the poster by {program} is not good: {[str(f) for f in report.findings]}")
    lines = ["## Planted in posters of other programs\n", "| program | defect | told | as |", "|---|---|---|---|"]
    missed = []
    for defect in PLANTED:
        before = {finding.code for finding in clean[defect.program].findings}
        report = _judge(studio, path, defect.make(shop), POSTER)
        found = [f for f in report.findings if f.code in defect.codes - before]
        if not found:
            missed.append(defect.name)
        lines.append(f"| {defect.program} | {defect.name} | {_told(found)} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n", missed


def _told(found: list[Finding]) -> str:
    if not found:
        return "no | "
    first = found[0]
    return f"{first.severity} | `{first.code}`: {first.message.replace('|', '/')}"


# -- forged ---------------------------------------------------------------------------------------


def _forge(studio: Studio, folder: Path) -> tuple[str, list[str]]:
    lines = ["## Forged from our own signs\n", "| sign | forgery | fails | first reason |", "|---|---|---|---|"]
    passed = []
    for number, given in enumerate((*FORGED_FROM, LIVE_FROM)):
        order = Order(hang=HANG, formats=("pdf",), **given)  # type: ignore[arg-type]
        asset = render(studio, order, folder / f"sign-{number}")
        data, path = (asset.folder / asset.entry.files[0].path).read_bytes(), folder / "forged.pdf"
        asked = ExpectedProperties(slogan=given["slogan"])
        if not (good := _judge(studio, path, data, asked)).passed:
            raise SystemExit(f"{given} is not good: {[str(f) for f in good.findings]}")
        for name, forge in (LIVE if given["text"] == "live" else CURVES).items():
            report = _judge(studio, path, forged(data, forge), asked)
            errors = [f for f in report.findings if f.severity == "error"]
            if report.passed:
                passed.append(name)
            reason = f"`{errors[0].code}`: {errors[0].message.replace('|', '/')}" if errors else ""
            lines.append(f"| {given['layout']} | {name} | {'no' if report.passed else 'yes'} | {reason} |")
            print(lines[-1], flush=True)
    return "\n".join(lines) + "\n", passed


if __name__ == "__main__":
    sys.exit(main())

"""No command leaves a setting of the process otherwise than it found it: the next one would take or draw other things."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from renderer.values.lengths import MAX_PIXELS_A_SIDE
from tests.helpers.command import LIMIT_S, environment
from tests.helpers.jobs import toml_job
from tests.helpers.signs import HANG
from tests.helpers.workspaces import ROOT

IMPORT_ALL = """
import importlib, pkgutil, renderer
for module in pkgutil.walk_packages(renderer.__path__, "renderer."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""
PROGRAM = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from tests.helpers.settings import changes, read_settings
from renderer.cli.streams import hush_libraries
hush_libraries()  # once in a process, by whatever command is first
found, before = {}, read_settings()
for name, step in json.loads(sys.argv[1]).items():
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()) as said:
        if isinstance(step, str):
            exec(step)
            code = 0
        else:
            from renderer.cli.main import main
            try:
                code = main(step)
            except SystemExit as end:
                code = end.code
    after = read_settings()
    found[name] = {"code": code, "said": said.getvalue()[-500:], "changed": {k: repr(v)[:500] for k, v in changes(before, after).items()}}
    before = after
print(json.dumps(found))
"""
"""Each command in turn, in one process, and what it left otherwise."""


def test_no_command_changes_what_the_next_one_takes(tmp_path: Path) -> None:
    sign = ["bang-ron/co-do", "--slogan", "dn23-06", "--size", "4,8x0,6m", "--hang", HANG, "--dpi", "20"]
    job = toml_job(tmp_path / "job.toml", {"slogan": "dn23-06"})
    out = str(tmp_path / "out")
    given: dict[str, list[str]] = {
        "render": ["render", *sign, "--format", "pdf,png,tiff,softproof", "--out", out],
        "ticket": ["render", *sign, "--format", "ticket", "--out", out],
        "sheet": ["sheet", out],
        "dry run": ["batch", str(job), "--out", str(tmp_path / "b"), "--dry-run", "--jobs", "1"],
        "typeset": ["typeset", "led/co-do", "--slogan", "dn23-06", "--size", "256x128px"],
        "list": ["list", "slogans"],
        "stale": ["stale", out, "--all"],
        "audit": ["audit", out],
        "history": ["history"],
        "catalogue check": ["catalogue", "check"],
    }
    root = ["--workspace", str(ROOT)]
    steps: dict[str, object] = {"import": IMPORT_ALL, **{name: [*root, *words] for name, words in given.items()}}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(steps)],
        capture_output=True,
        text=True,
        env={**environment(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        check=False,
        timeout=LIMIT_S,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    # How large a raster of ours may be is set once, at import, and wherever a foreign picture is opened again.
    pixels = found["import"]["changed"].pop("Pillow, pixels", "")
    assert str(MAX_PIXELS_A_SIDE**2) in pixels
    assert {name: told["changed"] for name, told in found.items() if told["changed"]} == {}
    assert {name: told["said"] for name, told in found.items() if told["code"]} == {}

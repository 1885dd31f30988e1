"""A sample of broken and hostile input at every door; scripts/accept runs 20,000 cases of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.helpers.command import LIMIT_S, environment
from tests.helpers.workspaces import ROOT


def test_a_sample_of_hostile_input_has_documented_answers(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts/accept_faults.py"), "--brief", "--count", "45", "--seed", "sample-1"]
    done = subprocess.run(
        # Slow machines are not the subject here: scripts/accept holds the seconds.
        [*script, "--patience", "4", "--keep", str(tmp_path / "kept")],
        capture_output=True,
        text=True,
        env={**environment(tmp_path), "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=LIMIT_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "45 calls" in done.stdout and len(re.findall(r"^\| .* MB \|", done.stdout, re.MULTILINE)) == 13

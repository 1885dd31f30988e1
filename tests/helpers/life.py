"""Texts that are approved, withdrawn and changed, and the signs that say them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from renderer.cli.main import main
from renderer.contract.order import Order
from renderer.pipeline import prepare, render
from renderer.values.errors import ExitCode, RefusedError
from tests.helpers.signs import HANG, SHORT
from tests.helpers.workspaces import append_text, change_text, studio_of

DRAFT = "bc26-02"
CHECK, APPROVE = "kiểm tra nội dung", "duyệt"
ROLES = f'[policy]\nfinal = "approved"\nroles = ["{CHECK}", "{APPROVE}"]\n'
BY = ("--by", "Trần Thị B", "--role", APPROVE)
SINCE = ("--on", "2026-01-21")
LATER = "2026-12-20..2026-12-25"
BANNER = {"layout": "bang-ron/co-do", "size": "4,8x0,6m"}


def order(slogan: str = SHORT, **fields: Any) -> Order:
    """Return the order of a small screen, which is drawn in no time."""
    return Order(**{"layout": "led/co-do", "slogan": slogan, "size": "256x128px", "hang": HANG, **fields})


def run(workspace: Path, *arguments: object) -> int:
    """Run the command in this process; what it says goes where the test captures it."""
    return main(["--workspace", str(workspace), *map(str, arguments)])


def with_policy(workspace: Path, text: str) -> Path:
    append_text(workspace / "codong.toml", text)
    return workspace


def approve(workspace: Path, subject: object, *more: object) -> None:
    for role in (CHECK, APPROVE):
        assert run(workspace, "approve", subject, "--by", f"Bà {role}", "--role", role, *more) == 0


def change(workspace: Path, old: str, new: str, file: str = "slogans") -> None:
    """Change a file of the catalogue."""
    change_text(workspace / f"assets/catalogue/{file}.toml", old, new)


def add_slogan(workspace: Path, text: str, *lines: str, slogan: str = SHORT, version: int = 1) -> None:
    """Add an issued slogan to the catalogue, or a version of one; ``lines`` are more fields."""
    fields = (f'id = "{slogan}"', f"version = {version}", f'text = "{text}"', 'kind = "slogan"', *lines)
    append_text(
        workspace / "assets/catalogue/slogans.toml",
        "\n".join(("", "[[slogan]]", *fields, 'source = "thử"', 'status = "issued"', "")),
    )


def drop_breaks(workspace: Path, slogan: str) -> None:
    """Take the break marks and settings of a slogan out, which would not fit another text."""
    path = workspace / "assets/catalogue/slogans.toml"
    text = path.read_text(encoding="utf-8")
    head = rf'(id = "{slogan}"\n(?:(?!\[\[).*\n)*?)'
    for field in (r"breaks = .*\n", r"settings = \[\n(?:    .*\n)*\]\n"):
        text = re.sub(head + field, r"\1", text)
    path.write_text(text, encoding="utf-8")


def refusal(workspace: Path, wanted: Order) -> RefusedError:
    """Return why an order is refused today."""
    with pytest.raises(RefusedError) as caught:
        prepare(studio_of(workspace), wanted)
    return caught.value


def make(workspace: Path, folder: Path, *orders: Order) -> list[Path]:
    """Render orders, and return the first file of each."""
    return [folder / render(studio_of(workspace), one, folder).entry.files[0].path for one in orders]


def stale(workspace: Path, folder: Path, capsys: pytest.CaptureFixture[str], *more: object) -> list[dict[str, Any]]:
    """Return what ``codong stale`` tells of a folder, whether its signs hang still or not."""
    capsys.readouterr()
    code = run(workspace, "stale", folder, "--all", "--json", *more)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["stale"]
    assert code == (ExitCode.REFUSED if found else ExitCode.DONE)
    return found

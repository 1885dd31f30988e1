"""The house keeps its own rules: who imports whom, what code may not do, and what documents must say."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from renderer import __version__
from tests.conftest import ROOT

PACKAGE = ROOT / "renderer"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the bottom up: a room may import rooms above it in this list, and itself.
ROOMS = [
    "errors",
    "program",
    "files",
    "lock",
    "geometry",
    "units",
    "colour",
    "hang",
    "press",
    "expectation",
    "wording",
    "text",
    "workspace",
    "ledger",
    "order",
    "catalogue",
    "vietnamese",
    "proofreading",
    "separation",
    "layout",
    "typeset",
    "artwork",
    "export",
    "preflight",
    "studio",
    "binding",
    "resolve",
    "clearance",
    "panels",
    "sheets",
    "compose",
    "manifest",
    "documents",
    "making",
    "proving",
    "render",
    "verification",
    "inspection",
    "approval",
    "staleness",
    "batch",
    "intake",
    "watch",
    "cli",
    "__main__",
]
# Stages import values, never each other's insides; the proof shares nothing with what draws.
FORBIDDEN = {
    "layout": {"catalogue", "vietnamese", "typeset"},
    "typeset": {"catalogue", "vietnamese", "layout", "workspace"},
    "export": {"catalogue", "vietnamese", "preflight"},
    "separation": {"catalogue", "vietnamese", "proofreading"},
    "preflight": {
        "catalogue",
        "vietnamese",
        "wording",
        "separation",
        "layout",
        "typeset",
        "artwork",
        "export",
        "workspace",
        "order",
    },
}
# Each foreign library has its rooms.
LIBRARIES = {
    "cairosvg": {"layout"},
    "cairocffi": {"export", "program"},
    "jinja2": {"layout", "documents"},
    "defusedxml": {"layout", "preflight"},
    "uharfbuzz": {"typeset", "preflight"},
    "fontTools": {"typeset", "preflight"},
    "pathops": {"typeset", "preflight"},
    "pikepdf": {"separation", "layout", "export", "preflight"},
    "freetype": {"preflight"},
    "shapely": {"preflight"},
    "openpyxl": {"batch", "intake"},
    "docx": {"intake"},
    "rich": {"cli"},
    "watchfiles": {"watch"},
    "weasyprint": {"documents"},
    "pypdfium2": {"documents"},
    "segno": {"export", "preflight"},
    "tifffile": {"export", "preflight"},
    "imagecodecs": {"export", "preflight"},
    "lunar_vn": {"proofreading"},
    "sqlalchemy": {"ledger"},
}


def room_of(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_upwards_only(path: Path) -> None:
    room = room_of(path)
    if not room:
        return
    for name in imports(path):
        if name.startswith("renderer."):
            other = name.split(".")[1]
            assert ROOMS.index(other) <= ROOMS.index(room), f"{room} imports {other}"
            assert other not in FORBIDDEN.get(room, set()), f"{room} imports {other}"
        library = name.split(".")[0]
        assert room in LIBRARIES.get(library, {room}), f"{room} imports {library}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_clock_no_chance_no_locale(path: Path) -> None:
    banned = {"random", "time", "locale", "secrets", "uuid", "socket", "urllib.request", "http.client"}
    # Watch mode tells how long a drawing took; nothing of it reaches a file.
    assert not imports(path) & (banned - ({"time"} if room_of(path) == "watch" else set()))
    if path.name != "workspace.py":
        assert not re.search(r"\b(date\.today|datetime\.now|time\.time)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_file_has_one_subject_and_a_docstring(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "no module docstring"


def test_every_shipped_file_of_assets_and_fonts_has_its_origin() -> None:
    sources = (ROOT / "assets/SOURCES.md").read_text(encoding="utf-8")
    files = [p for p in (ROOT / "assets").rglob("*") if p.is_file() and p.name != "SOURCES.md"]
    assert [p.name for p in files if p.relative_to(ROOT / "assets").as_posix() not in sources] == []
    fonts = (ROOT / "fonts/fonts.toml").read_text(encoding="utf-8")
    for face in (ROOT / "fonts").rglob("*.ttf"):
        assert face.relative_to(ROOT / "fonts").as_posix() in fonts
        assert (face.parent / "OFL.txt").is_file()


def test_changelog_and_version_agree() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)}\b", changelog, re.MULTILINE)


def test_the_readme_names_every_command_and_exit_code() -> None:
    from renderer.values.errors import ExitCode

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in (
        "codong render",
        "codong typeset",
        "codong marks",
        "codong check",
        "codong list",
        "codong catalogue import",
        "codong catalogue check",
        "codong catalogue export",
        "codong catalogue fill",
        "codong approve",
        "codong withdraw",
        "codong history",
        "codong audit",
        "codong stale",
        "codong verify",
        "codong preflight",
        "codong init",
        "codong batch",
        "codong job template",
        "codong job columns",
        "codong units import",
        "codong sheet",
        "codong watch",
        "scripts/demo",
        "scripts/test",
    ):
        assert words in readme
    for code in ExitCode:
        assert re.search(rf"^\| {int(code)} \|", readme, re.MULTILINE), code


def readme_blocks() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [block for block in blocks if re.search(r"^codong ", block, re.MULTILINE)]


def test_the_readmes_commands_run(tmp_path: Path) -> None:
    blocks = readme_blocks()
    assert sum(block.count("codong ") for block in blocks) >= 10
    # As a user would have it: the command of this environment on the path.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CODONG_CACHE": str(tmp_path / "cache")}
    folder = tmp_path / "here"
    folder.mkdir()
    for block in blocks:
        done = subprocess.run(
            ["bash", "-e"], input=block, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"

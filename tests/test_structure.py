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
from renderer.studio.program_digest import drawing_files
from tests.helpers.workspaces import ROOT

PACKAGE = ROOT / "renderer"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the bottom up: a room may import rooms above it in this list, and itself.
ROOMS = (
    "values storage contract text tables workspace ledger catalogue vietnamese proofreading drawing separation redraw layout"
    " typeset"
    " preflight studio resolve artwork export documents pipeline review handover curation batch preview cli __main__"
).split()
FACED = {path.parent.name for path in PACKAGE.glob("*/__init__.py") if "__all__" in path.read_text(encoding="utf-8")}
"""Rooms with a face: what others may use of them is what their ``__init__`` hands on."""
# Stages import values, never each other's insides; the proof shares nothing with what draws.
FORBIDDEN = {
    "drawing": {*ROOMS} - {"values", "drawing"},
    "separation": {"catalogue", "vietnamese", "proofreading"},
    "redraw": {*ROOMS} - {"values", "redraw"},
    "layout": {"catalogue", "vietnamese", "typeset"},
    "typeset": {"catalogue", "vietnamese", "layout", "workspace"},
    "preflight": {*ROOMS} - {"values", "contract", "preflight"},
    "export": {"catalogue", "vietnamese", "preflight"},
    "curation": {"layout", "typeset", "artwork", "export", "pipeline"},
}
# Each foreign library has its rooms.
LIBRARIES = {
    "cairosvg": {"layout"},
    "cairocffi": {"export", "studio"},
    "tinycss2": {"drawing"},
    "cssselect2": {"drawing"},
    "jinja2": {"layout", "documents"},
    "defusedxml": {"drawing", "layout", "preflight", "redraw"},
    "uharfbuzz": {"typeset", "preflight"},
    "fontTools": {"typeset", "preflight"},
    "pathops": {"drawing", "typeset", "preflight"},
    "pikepdf": {"separation", "redraw", "layout", "export", "preflight"},
    "freetype": {"preflight"},
    "shapely": {"preflight"},
    "ezdxf": {"export", "preflight"},
    "openpyxl": {"tables"},
    "rich": {"cli"},
    "watchfiles": {"preview"},
    "weasyprint": {"documents"},
    "pypdfium2": {"documents", "preflight", "redraw"},
    "resvg_py": {"redraw"},
    "segno": {"export", "preflight"},
    "tifffile": {"export", "preflight"},
    "imagecodecs": {"export", "preflight"},
    "lunar_vn": {"proofreading"},
    "sqlalchemy": {"ledger"},
}
# What the import closure of drawing reaches and cannot draw: why a change of it leaves every picture as it is.
CANNOT_DRAW = {
    "storage": "puts bytes where they belong",
    "catalogue": "its texts are part of the binding, word by word",
    "ledger": "says who may, not what",
    "preflight": "reads finished files and judges them",
    "redraw": "draws to compare, and refuses; its pictures reach no file",
    "": "the package's own version, which the digest holds by name",
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
            assert other == room or other not in FACED or name.count(".") == 1, f"{name} is behind the face of {other}"
        library = name.split(".")[0]
        assert room in LIBRARIES.get(library, {room}), f"{room} imports {library}"


def test_every_room_has_its_place_in_the_list_and_in_the_architecture() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    assert rooms == {*ROOMS} - {"__main__"}
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [room for room in rooms if f"\n  {room}/" not in text] == []
    loose = {path.name for path in PACKAGE.glob("*.py")}
    assert loose == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("name", ["glossary.md", "architecture.md"])
def test_what_the_documents_name_is_there(name: str) -> None:
    """Files and folders by their paths, classes and functions by a definition somewhere in the package."""
    text = re.sub(r"```.*?```", "", (ROOT / "docs" / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    code = "".join(path.read_text(encoding="utf-8") for path in MODULES)
    named = set(re.findall(r"`([^`]+)`", text))
    paths = {word.rstrip("/") for word in named if re.fullmatch(r"[\w/.*]+(\.py|\.md|\.toml|/)", word) and "/" in word}
    missing = {word for word in paths if not [*PACKAGE.glob(word), *ROOT.glob(word)]} - {"web", "orders"}
    classes = {word for word in named if re.fullmatch(r"[A-Z][a-z]+[A-Za-z]*", word)}
    assert missing == set()
    assert {word for word in classes if not re.search(rf"\b(class {word}\b|{word} = )", code)} == set()


def module_path(name: str) -> Path:
    base = ROOT / name.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def import_closure(*names: str) -> set[Path]:
    """Return the files of every module of the package that these modules import, however far away."""
    waiting, found = [module_path(name) for name in names], set()
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [module_path(name) for name in imports(path) if name.split(".")[0] == "renderer"]
    return found


def test_the_program_digest_covers_everything_that_draws() -> None:
    """Whatever the writers of files import lies in a package that is hashed whole, or is named as unable to draw."""
    hashed = {path for path in drawing_files(PACKAGE) if path.suffix == ".py"}
    strays = import_closure("renderer.pipeline.outputs") - hashed
    assert {room_of(path) for path in strays} - CANNOT_DRAW.keys() == set()
    assert not {room_of(path) for path in hashed} & CANNOT_DRAW.keys()
    # What wrote inks, and was once forgotten; what is no code, and draws.
    assert PACKAGE / "values/colour.py" in hashed
    assert PACKAGE / "documents/ticket.html.j2" in drawing_files(PACKAGE)


def test_what_an_editor_keeps_beside_the_code_draws_nothing(tmp_path: Path) -> None:
    (tmp_path / "layout" / "__pycache__").mkdir(parents=True)
    for name in ("master.py", "page.html.j2", ".master.py.swp", "master.py~", "#master.py#", "__pycache__/master.pyc"):
        (tmp_path / "layout" / name).touch()
    assert [path.name for path in drawing_files(tmp_path)] == ["master.py", "page.html.j2"]


def test_a_release_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.studio import program_digest as module_or_function

    digest = sys.modules["renderer.studio.program_digest"]
    before = module_or_function()
    monkeypatch.setattr(digest, "__version__", "99.0.0")
    module_or_function.cache_clear()
    try:
        assert module_or_function() != before
    finally:
        module_or_function.cache_clear()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_clock_no_chance_no_locale(path: Path) -> None:
    banned = {"random", "time", "locale", "secrets", "uuid", "socket", "urllib.request", "http.client"}
    # Watch mode tells how long a drawing took, a foreign file's reader has a deadline; nothing of it reaches a file.
    keeps_time = room_of(path) == "preview" or path.name == "apart.py"
    assert not imports(path) & (banned - ({"time"} if keeps_time else set()))
    if path != PACKAGE / "workspace/workspace.py":
        assert not re.search(r"\b(date\.today|datetime\.now|time\.time)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_file_has_one_subject_and_a_docstring(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "no module docstring"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_safety_rests_on_checks_and_types(path: Path) -> None:
    """An assert vanishes under -O."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_library_does_not_speak_of_flags(path: Path) -> None:
    """A page has labels and a sheet has columns: the names of fields are put into words by whoever speaks."""
    if room_of(path) == "cli":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    # The job that replaces stale signs begins with the command that makes it: a comment in a file.
    spoken = [n.value for n in texts if id(n) not in docstrings and re.search(r"(^|[\s(])--[a-z]", n.value)]
    assert [text for text in spoken if not text.startswith("# Signs that replace")] == []


def test_the_formatter_is_not_fought() -> None:
    folders = ("renderer", "tests", "scripts", "benchmarks")
    fought = "fmt: " + "skip"
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in files if fought in path.read_text(encoding="utf-8")] == []


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
            ["bash", "-e"],
            input=block,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"

"""The table of commands: what every module has, and what is not loaded for a command that does not need it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import signature

import pytest

from renderer.cli.commands import COMMANDS, Command, Group, command_parser
from renderer.cli.console import FieldNames
from tests.helpers.workspaces import ROOT


def commands() -> Iterator[tuple[str, Command]]:
    for name, entry in COMMANDS.items():
        below = entry.commands.items() if isinstance(entry, Group) else [("", entry)]
        yield from ((f"{name} {word}".strip(), command) for word, command in below)


ALL = dict(commands())


@pytest.mark.parametrize(("name", "command"), ALL.items(), ids=ALL)
def test_every_command_has_the_same_two_functions(name: str, command: Command) -> None:
    module = import_module(f"renderer.cli.{command.module}")
    assert list(signature(module.add_options).parameters) == ["parser"]
    assert list(signature(module.run).parameters) == ["arguments", "console"]
    assert module.__doc__ and module.__doc__.startswith(f"``codong {name}``: ")


def test_no_module_has_two_commands() -> None:
    modules = [command.module for command in ALL.values()]
    assert len(set(modules)) == len(modules) == 24


def loaded_by(*arguments: str) -> set[str]:
    """Return what a fresh interpreter has loaded when the command has run."""
    code = (
        "import json, os, sys\n"
        "from renderer.cli.main import main\n"
        "out, sys.stdout = sys.stdout, open(os.devnull, 'w')\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "json.dump(sorted(sys.modules), out)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["job", "--help"]])
def test_asking_for_help_loads_no_library(arguments: list[str]) -> None:
    loaded = loaded_by(*arguments)
    assert not {name.partition(".")[0] for name in loaded} & {"pydantic", "numpy", "cairosvg", "pikepdf", "rich"}
    assert {name for name in loaded if name.startswith("renderer.")} == {
        "renderer.cli",
        "renderer.cli.commands",
        "renderer.cli.console",
        "renderer.cli.main",
        "renderer.cli.streams",
        "renderer.values",
        "renderer.values.errors",
        "renderer.values.printable",
        "renderer.values.surprises",
    }


def test_a_list_loads_nothing_that_renders_proves_or_reads_lists() -> None:
    loaded = loaded_by("list", "slogans")
    rooms = {name.split(".")[1] for name in loaded if name.startswith("renderer.")}
    assert not rooms & {"pipeline", "review", "batch", "curation", "documents", "preview", "export"}
    assert not loaded & {"rich", "openpyxl", "docx", "weasyprint", "watchfiles"}


# -- what fields are called -----------------------------------------------------------------------


def names_in(*arguments: str) -> FieldNames:
    parser = command_parser()
    return FieldNames(parser.parse_args(arguments).parser.field_names(), parser.all_field_names)


RENDER = ("render", "pano/co-do", "--slogan", "x", "--size", "4x2m")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (RENDER, {"organisation": "--unit", "draft": "--draft", "formats": "--format", "cap_height": "--cap-height"}),
        (RENDER, {"layout": "LAYOUT", "out": "--out", "workspace": "--workspace", "nobody": "nobody", "": ""}),
        (RENDER, {"who": "--by", "role": "--role", "jobs": "--jobs", "accept_converted": "--accept-converted"}),
        (("check", "x"), {"text": "TEXT", "size": "--size"}),
        (("marks", "x"), {"texts": "TEXT", "breaks": "--breaks"}),
        (("history",), {"subject": "SUBJECT", "text": "--text", "document": "--document"}),
        (("catalogue", "fill", "x"), {"slogan": "ID", "unit": "--unit", "id": "--id"}),
        (("catalogue", "export", "x.pdf"), {"file": "FILE", "campaign": "--campaign", "slogan": "--slogan"}),
        (("sheet", "x"), {"dir": "DIR"}),
        (("stale", "x"), {"job": "--job", "size": "--size"}),
        (("batch", "x"), {"size": "size", "job": "job", "cap_height": "cap_height", "draft": "draft"}),
        (("batch", "x"), {"out": "--out", "jobs": "--jobs", "sheet": "--sheet", "only": "--only", "who": "--by"}),
    ],
)
def test_the_running_commands_names_win(arguments: tuple[str, ...], names: dict[str, str]) -> None:
    known = names_in(*arguments)
    assert {field: known[field] for field in names} == names


def test_the_other_commands_are_asked_only_where_the_running_one_has_no_name() -> None:
    asked: list[str] = []

    def others() -> dict[str, str]:
        asked.append("others")
        return {"size": "elsewhere", "role": "--role"}

    names = FieldNames({"size": "--size"}, others)
    assert (names["size"], names[""], asked) == ("--size", "", [])
    assert (names["role"], names["nobody"], asked) == ("--role", "nobody", ["others"])

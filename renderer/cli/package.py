"""``codong package``: finished signs packed for the print shops that print them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.cli.commands import CommandParser
from renderer.cli.console import Console, tell_of_many
from renderer.cli.options import formats_of
from renderer.cli.studio import open_studio
from renderer.values.errors import ExitCode

if TYPE_CHECKING:
    from renderer.contract.formats import Format
    from renderer.handover import Chosen, Package
    from renderer.studio import Studio

_MANY = 20
"""From so many signs on it is told how things go."""


def add_options(parser: CommandParser) -> None:
    """Add what is packed, what is made besides, and where packages go."""
    parser.add_argument(
        "what", nargs="+", type=Path, metavar="DIR|FILE", help="folders of finished signs, or files of such signs"
    )
    parser.add_argument("--format", default="", metavar="NAME,...", help="formats made besides, for example tiff")
    parser.add_argument("--out", type=Path, default=Path("output"), metavar="DIR", help="folder (default: output)")
    parser.add_argument("--json", action="store_true", help="print what was packed as JSON")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Prove, complete and pack; say where the packages are."""
    from renderer.handover import choose

    studio = open_studio(arguments, console, takes_notes=True)
    extra = formats_of(arguments.format) if arguments.format else ()
    packages = pack(studio, choose(arguments.what), arguments.out, console, extra)
    if arguments.json:
        console.say_json({"schema": 1, "packages": [package_json(package) for package in packages]})
    else:
        tell_packages(packages, console)
    return ExitCode.DONE


def pack(
    studio: Studio, signs: Sequence[Chosen], out: Path, console: Console, extra: Sequence[Format] = ()
) -> list[Package]:
    """Pack signs; tell which of them no print shop gets."""
    from renderer.handover import for_press, hand_over

    for sign in signs:
        if not for_press(sign):
            console.remark(f"not packed, for it has no file for the press: {sign.entry.files[0].path}")
    return hand_over(
        studio, [sign for sign in signs if for_press(sign)], out, extra, tell_of_many(console, _complete, _MANY)
    )


def tell_packages(packages: Sequence[Package], console: Console) -> None:
    """Say where packages are, and for whom."""
    for package in packages:
        about = ", ".join(part for part in (package.shop, package.job) if part)
        counted = f"{package.signs} sign{'s' * (package.signs != 1)}, {len(package.sha256)} files"
        console.say(f"{package.path}  {counted}" + (f": {about}" if about else ""))


def package_json(package: Package) -> dict[str, Any]:
    """Return what is said of a package as JSON."""
    return {
        "path": str(package.path),
        "shop": package.shop,
        "job": package.job,
        "signs": package.signs,
        "sha256": dict(package.sha256),
    }


def _complete(done: int, total: int) -> str:
    return f"{done} of {total} signs proven and complete"

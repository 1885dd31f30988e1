"""What may stand under a name instead of a file: each kind is made, and looked at again afterwards."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest


def _null(path: Path) -> None:
    _node(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))


def _disk(path: Path) -> None:
    # A number that no driver has: whoever opens it all the same does no harm.
    _node(path, stat.S_IFBLK | 0o600, os.makedev(240, 255))


def _node(path: Path, mode: int, device: int) -> None:
    try:
        os.mknod(path, mode, device)
    except PermissionError:
        pytest.skip("only root makes device nodes")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(path))


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.write_text("mine")
    path.symlink_to(target)


def _link_to_null(path: Path) -> None:
    _null(path.with_name("target"))
    path.symlink_to(path.with_name("target"))


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "mine").write_text("mine")


NODES: dict[str, Callable[[Path], None]] = {
    "a device": _null,
    "a disk": _disk,
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "a link to a file": _link,
    "a link to a device": _link_to_null,
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a folder": _folder,
}


def state(path: Path) -> tuple[object, ...]:
    """Return what stands under a name: its kind and number, and of links and files what they lead to or hold."""
    found = path.lstat()
    beside = sorted((p.name, p.lstat().st_ino) for p in path.parent.iterdir())
    target = path.with_name("target")
    content = target.read_text() if target.is_file() else ""
    return stat.S_IFMT(found.st_mode), found.st_ino, found.st_rdev, beside, content

"""Watch mode: what is saved is drawn, faults are told, and the watch goes on."""

from __future__ import annotations

import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from renderer.contract.order import Order
from renderer.preview import redraw, shrink_order
from renderer.preview.draw import PREVIEW_PIXELS
from renderer.studio import Studio
from renderer.values.errors import WriteError
from tests.helpers.command import command
from tests.helpers.signs import CONGRESS
from tests.helpers.waiting import bounded


@pytest.mark.parametrize(
    ("layout", "size"),
    [
        ("pano/co-do", "4x2m"),
        ("bang-ron/co-do", "5x0,5m"),
        ("ap-phich/co-do", "A0"),
        ("led/co-do", "1920x1080px"),
        ("led/co-do", "512x256px"),
    ],
)
def test_a_preview_is_a_small_verified_draft(studio: Studio, tmp_path: Path, layout: str, size: str) -> None:
    order = Order(layout=layout, slogan="cv9743-02", size=size)
    drawn = redraw(studio, order, tmp_path / "xem.png")
    assert drawn.error is None and drawn.drawing is not None and drawn.drawing.lines[0].startswith("NHIỆT LIỆT")
    with Image.open(tmp_path / "xem.png") as picture:
        width, height = picture.size
    assert 0.2 * PREVIEW_PIXELS <= width * height <= 1.01 * PREVIEW_PIXELS
    assert shrink_order(order).draft


def test_a_screen_that_cannot_be_divided_is_drawn_as_large_as_it_is() -> None:
    assert shrink_order(Order(layout="led/co-do", slogan="x", size="1921x1081px")).size == "1921x1081px"
    assert shrink_order(Order(layout="led/co-do", slogan="x", size="1920x1080px")).size == "640x360px"


class Told:
    """The lines that a watch says, as they come."""

    def __init__(self, stream: IO[str]) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=lambda: [self._lines.put(line) for line in stream], daemon=True)
        self._reader.start()

    def wait(self, wanted: str, seconds: float = 20) -> None:
        """Wait for a line that has these words; raises queue.Empty where it does not come."""
        deadline = time.monotonic() + seconds
        while wanted not in self._lines.get(timeout=max(0.0, deadline - time.monotonic())):
            pass

    def end(self) -> None:
        """Wait until nothing more is said."""
        self._reader.join(timeout=20)


def save(told: Told, path: Path, old: str, new: str, wanted: str) -> None:
    """Save a change, again if it fell before the watch had begun, until the wanted line comes."""
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    comment = "\n# {}" if path.suffix == ".toml" else "\n{{# {} #}}"
    for number in range(20):
        path.write_text(text + comment.format(number), encoding="utf-8")
        try:
            told.wait(wanted, 3)
            return
        except queue.Empty:
            continue
    raise AssertionError(f"never told: {wanted}")


def test_saving_draws_again_and_faults_do_not_end_the_watch(own_workspace: Path, tmp_path: Path) -> None:
    order = ("pano/co-do", "--slogan", CONGRESS, "--size", "4x2m", "--hang", "2026-01-20")
    line = command("watch", *order, "--out", tmp_path, workspace=own_workspace)
    art, spec = (own_workspace / "layouts/pano/co-do" / name for name in ("art.svg.j2", "layout.toml"))
    target = tmp_path / f"xem_pano_co-do_{CONGRESS}.png"
    with bounded(subprocess.Popen(line, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)) as process:
        assert process.stdout is not None
        told = Told(process.stdout)
        told.wait("drawn again at every change")
        told.wait("ms  NHIỆT LIỆT")
        first = target.read_bytes()
        save(told, art, "<svg", "<svvg", "is not well-formed XML")
        assert target.read_bytes() == first
        save(told, art, "<svvg", "<svg", "ms  NHIỆT LIỆT")
        assert target.read_bytes() == first
        save(told, spec, 'fill = "star-yellow"', 'fill = "white"', "ms  NHIỆT LIỆT")
        assert target.read_bytes() != first
        (own_workspace / "assets/palette.toml").write_text("broken", encoding="utf-8")
        told.wait("palette.toml")
        assert process.poll() is None
        process.terminate()
        process.wait(timeout=20)
        told.end()


def test_a_picture_that_cannot_be_written_is_named(studio: Studio) -> None:
    with pytest.raises(WriteError):
        redraw(studio, Order(layout="led/co-do", slogan="dn23-06", size="512x256px"), Path("/proc/xem.png"))

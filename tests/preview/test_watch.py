"""Watch mode: what is saved is drawn, faults are told, and the watch goes on."""

from __future__ import annotations

import queue
import subprocess
import threading
from pathlib import Path

import pytest
from PIL import Image

from renderer.contract.order import Order
from renderer.preview import redraw, shrink_order
from renderer.preview.draw import PREVIEW_PIXELS
from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.helpers.command import command
from tests.helpers.workspaces import ROOT, fixed_clock


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


def test_saving_draws_again_and_faults_do_not_end_the_watch(own_workspace: Path, tmp_path: Path) -> None:
    line = command(
        "watch",
        "pano/co-do",
        "--slogan",
        "cv9743-02",
        "--size",
        "4x2m",
        "--hang",
        "2026-01-20",
        "--out",
        tmp_path,
        workspace=own_workspace,
    )
    process = subprocess.Popen(line, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    told: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    stdout = process.stdout
    reader = threading.Thread(target=lambda: [told.put(text) for text in stdout], daemon=True)
    reader.start()
    art, spec = (own_workspace / "layouts/pano/co-do" / name for name in ("art.svg.j2", "layout.toml"))
    target = tmp_path / "xem_pano_co-do_cv9743-02.png"

    def after(path: Path, old: str, new: str, wanted: str) -> None:
        """Save a change, again if it fell before the watch had begun, until the wanted line comes."""
        text = path.read_text(encoding="utf-8")
        for number in range(20):
            path.write_text(
                text.replace(old, new, 1)
                + f"\n{'#}'[0] if path is spec else '{#'} {number}{'' if path is spec else ' #}'}",
                encoding="utf-8",
            )
            try:
                while wanted not in told.get(timeout=3):
                    pass
                return
            except queue.Empty:
                continue
        raise AssertionError(f"never told: {wanted}")

    try:
        assert "drawn again at every change" in told.get(timeout=20)
        assert "ms  NHIỆT LIỆT" in told.get(timeout=20)
        first = target.read_bytes()
        after(art, "<svg", "<svvg", "is not well-formed XML")
        assert target.read_bytes() == first
        after(art, "<svvg", "<svg", "ms  NHIỆT LIỆT")
        assert target.read_bytes() == first
        after(spec, 'fill = "star-yellow"', 'fill = "white"', "ms  NHIỆT LIỆT")
        assert target.read_bytes() != first
        (own_workspace / "assets/palette.toml").write_text("broken", encoding="utf-8")
        while "palette.toml" not in told.get(timeout=20):
            pass
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=20)
        reader.join()
        stdout.close()


def test_a_picture_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    from renderer.values.errors import WriteError

    studio = Studio(Workspace(ROOT, clock=fixed_clock))
    with pytest.raises(WriteError):
        redraw(studio, Order(layout="led/co-do", slogan="dn23-06", size="512x256px"), Path("/proc/xem.png"))

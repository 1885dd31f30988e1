"""What cases are made of: a workspace, finished signs and lists, made once by the command itself."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
from PIL import Image, ImageDraw

from .case import Bench

PARTS = ("codong.toml", "assets", "layouts", "fonts")
LOGO = "assets/images/logo.png"
JOB = """schema = 1
[defaults]
event = "thanh-lap-dang-96"
hang = "2026-01-12..2026-01-23"
[[sign]]
layout = ["led/co-do"]
slogan = ["cv9743-02", "dn23-06"]
unit = "UBND tỉnh Sơn La"
size = "512x256px"
[[sign]]
layout = "bang-ron/co-do"
slogan = "dn23-06"
size = "4,8x0,6m"
quantity = 3
place = "cổng trường"
[[override]]
match = { layout = "bang-ron/*" }
set = { quantity = 20 }
"""
TEXTS = (
    "Mừng Đảng quang vinh, mừng Xuân Bính Ngọ!",
    "Đảng Cộng sản Việt Nam quang vinh muôn năm!",
    "Nhiệt liệt chào mừng Đại hội đại biểu toàn quốc lần thứ XIV của Đảng!",
)
_LED = ("render", "led/co-do", "--slogan", "dn23-06", "--size", "512x256px", "--hang", "2026-01-20")
_BANNER = ("render", "bang-ron/co-do", "--slogan", "dn23-06", "--size", "4,8x0,6m", "--hang", "2026-01-20")
_ORDERS = (
    _LED,
    (*_BANNER, "--format", "pdf,ticket,tiff,softproof,png", "--dpi", "6", "--finishing", "eyelets", "--marks", "full"),
    (*_BANNER[:6], "--format", "pdf", "--standard", "x1a", "--hang", "2026-01-20", "--bleed", "10"),
    ("render", "pano/co-do", *_BANNER[2:4], "--size", "4x2m", "--text", "live", "--logo", "logo", *_BANNER[6:]),
)
LEDGER = "ledger.sqlite"


def build(root: Path, origin: Path, call: Callable[[Path, Sequence[str]], int]) -> Bench:
    """Make the bench below ``root`` from the workspace at ``origin``; ``call`` runs the command in a folder."""
    bench = Bench(root / "workspace", root / "signs", root / "lists")
    for part in PARTS:
        copy = shutil.copytree if (origin / part).is_dir() else shutil.copy2
        bench.workspace.mkdir(parents=True, exist_ok=True)
        copy(origin / part, bench.workspace / part)
    _add_logo(bench.workspace)
    bench.signs.mkdir()
    statement = ("--by", "Nguyễn Văn A", "--role", "duyệt", "--on", "2026-01-05")
    lines = [(*order, "--out", str(bench.signs)) for order in _ORDERS]
    lines += [("approve", subject, *statement) for subject in ("dn23-06", "cv9743-02")]
    for line in lines:
        if code := call(root, ("--workspace", str(bench.workspace), *line)):
            raise SystemExit(f"the bench cannot be made: {line} gives {code}: {(root / 'err').read_text()}")
    _write_lists(bench.lists)
    return bench


def _add_logo(workspace: Path) -> None:
    picture = Image.new("RGB", (160, 160), (255, 255, 255))
    ImageDraw.Draw(picture).ellipse((8, 8, 150, 150), fill=(200, 30, 40), outline=(255, 220, 0), width=6)
    (workspace / LOGO).parent.mkdir(parents=True, exist_ok=True)
    (workspace / LOGO).write_bytes(encode(picture, "PNG"))
    (workspace / "assets/images/images.toml").write_bytes(pins((workspace / LOGO).read_bytes()))


def encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def pins(data: bytes, file: str = "logo.png") -> bytes:
    """Return the ``images.toml`` that pins these bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    return (
        f'[[image]]\nid = "logo"\nfile = "{file}"\ntitle = "Huy hiệu"\nsource = "drawn"\nlicence = "CC0"\n'
        f'sha256 = "{sha256}"\n'
    ).encode()


def _write_lists(folder: Path) -> None:
    folder.mkdir()
    (folder / "job.toml").write_text(JOB, encoding="utf-8")
    (folder / "list.txt").write_text(
        "Số: 12-CV/ĐU\nHà Nội, ngày 10 tháng 01 năm 2026\n\nKhẩu hiệu\n"
        + "".join(f"{n}. {t}\n" for n, t in enumerate(TEXTS, 1)),
        encoding="utf-8",
    )
    _write_document(folder / "list.docx")
    rows = [["STT", "Nội dung khẩu hiệu", "Ghi chú"], *([n, t, "treo"] for n, t in enumerate(TEXTS, 1))]
    _write_sheet(folder / "list.xlsx", rows)
    _write_csv(folder / "list.csv", rows)
    units = [
        ["Tên đơn vị", "Loại", "Tỉnh"],
        ["Ủy ban nhân dân xã Tân Lập", "state", "Sơn La"],
        ["Đảng ủy xã Mộc", "party", ""],
    ]
    _write_sheet(folder / "units.xlsx", units)
    _write_csv(folder / "units.csv", units)
    job = [
        ["layout", "slogan", "size", "unit", "hang", "quantity", "place"],
        ["led/co-do", "dn23-06", "512x256px", "", "2026-01-20", 2, "cổng"],
        ["bang-ron/co-do", "cv9743-02", "4,8x0,6m", "UBND tỉnh Sơn La", "2026-01-12..2026-01-23", 1, ""],
    ]
    _write_sheet(folder / "job.xlsx", job)
    _write_csv(folder / "job.csv", job)


def _write_document(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("BAN TUYÊN GIÁO")
    document.add_paragraph("Hà Nội, ngày 10 tháng 01 năm 2026")
    for text in TEXTS:
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=3)
    for number, cell in enumerate(table.rows[0].cells):
        cell.text = TEXTS[number]
    table.rows[1].cells[0].merge(table.rows[1].cells[2]).text = TEXTS[0]
    document.paragraphs[2].runs[0].font.name = ".VnTime"
    document.save(str(path))


def _write_sheet(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    page.merge_cells("A8:C9")
    book.save(path)


def _write_csv(path: Path, rows: Sequence[Sequence[object]]) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")

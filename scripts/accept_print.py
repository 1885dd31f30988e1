"""Print files through every program at hand; write docs/print-acceptance.md.

Run by scripts/accept, some minutes. Plates are drawn by Ghostscript, MuPDF and poppler six times as fine as the size at
which they are compared, so that what is compared is ink, not the smoothing of edges.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from itertools import combinations
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import MasterSpec, layout_ids
from renderer.pipeline import render
from renderer.preflight import PrintRequirements, preflight_pdf
from renderer.studio import Studio
from renderer.values.lengths import parse_size
from renderer.workspace import Workspace

Image.MAX_IMAGE_PIXELS = None
ROOT = Path(__file__).parent.parent
HANG, UNIT, EVENT = "2026-01-20..2026-02-03", "ubnd-tinh-son-la", "thanh-lap-dang-96"
COMPARED_PX, FINER = 900, 6
INK_DPI = 20
CASES: list[dict[str, str]] = [
    {"layout": "ap-phich/co-do", "size": "A4", "marks": "full"},
    {"layout": "ap-phich/co-do", "size": "A1", "standard": "x1a"},
    {"layout": "ap-phich/co-do", "size": "A0", "text": "live"},
    {"layout": "bang-ron/co-do", "size": "5x1m", "finishing": "poles-ends"},
    {"layout": "pano/co-do", "size": "4x2m"},
    {"layout": "pano/co-do", "size": "6x3m", "finishing": "eyelets", "standard": "x1a"},
    {"layout": "pano/co-do", "size": "12x6m", "finishing": "hem"},
    {"layout": "pano/co-do", "size": "12x6m", "finishing": "hem", "scale": "1"},
    {"layout": "pano/co-do", "size": "12x6m", "finishing": "hem", "text": "live", "marks": "full"},
]
SURVIVAL = {
    "qpdf": "qpdf --object-streams=generate --recompress-flate {s} {o}",
    "mutool": "mutool clean -gggg -z {s} {o}",
    "Ghostscript pdfwrite": "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile={o} {s}",
    "cairo (pdftocairo)": "pdftocairo -pdf {s} {o}",
    "Inkscape": "inkscape --export-type=pdf --export-filename={o} {s}",
}
SLOGANS = ("cv9743-02", "dn23-06", "cv9743-05")


def main() -> int:
    studio = Studio(Workspace(ROOT))
    parts = [head()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts += [plates(studio, folder), inks(studio, folder), survival(studio, folder)]
    (ROOT / "docs/print-acceptance.md").write_text("\n".join(parts), encoding="utf-8")
    return 0


def head() -> str:
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    versions = [first_line(c) for c in ("gs --version", "mutool -v", "pdftoppm -v", "qpdf --version")]
    return (
        "# Print files through other programs\n\n"
        f"Tested at commit {tested.stdout.strip()} by `scripts/accept`; Ghostscript {versions[0]}, {versions[1]}, "
        f"{versions[2]}, {versions[3]}, PDFium of pypdfium2 {pypdfium2.PYPDFIUM_INFO}.\n"
    )


def first_line(command: str) -> str:
    done = subprocess.run(command.split(), capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0]


def call(command: str) -> None:
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")


# -- plates ---------------------------------------------------------------------------------------


def plates(studio: Studio, folder: Path) -> str:
    lines = [
        "\n## One page, three programs, four plates\n",
        "Differences of ink in per cent between the plates of each two programs: median and 95th percentile of the",
        f"largest difference at each pixel, {COMPARED_PX} px wide after drawing {FINER} times as fine. PDFium opens",
        "every file too; it has no CMYK plates.\n",
        "| sign | file | Ghostscript / MuPDF | Ghostscript / poppler | MuPDF / poppler |",
        "|---|---|---|---|---|",
    ]
    for case in CASES:
        order = Order(slogan="cv9743-02", hang=HANG, unit=UNIT, formats=("pdf",), **case)  # type: ignore[arg-type]
        asset = render(studio, order, folder / "plates")
        [file] = asset.entry.files
        path = asset.folder / file.path
        pictures = drawn(path, folder)
        page = pypdfium2.PdfDocument(path)[0]
        assert page.render(scale=COMPARED_PX / page.get_width()).to_pil().getextrema() != ((255, 255),) * 3
        cells = []
        for one, other in combinations(pictures, 2):
            height, width = (min(a.shape[i] for a in (one, other)) for i in (0, 1))
            off = np.abs(one[:height, :width] - other[:height, :width]).max(axis=2)
            cells.append(f"{np.median(off):.1f}, {np.percentile(off, 95):.1f}")
        said = " ".join(f"{k} {v}" for k, v in case.items() if k != "layout")
        lines.append(f"| {case['layout']} {said} | {path.stat().st_size / 1000:.0f} kB | " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def drawn(path: Path, folder: Path) -> list[NDArray[np.float64]]:
    """Return the inks (per cent) of a page from three programs, equally small."""
    document = pypdfium2.PdfDocument(path)
    inches = document[0].get_width() / 72
    document.close()
    unit = user_unit(path)
    dpi = COMPARED_PX * FINER / inches
    honours = dpi / unit  # Ghostscript and MuPDF draw the unit, poppler does not
    gs = f"gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=tiff32nc -r{honours:.5f} -sOutputFile={folder}/gs.tif {path}"
    call(gs)
    call(f"mutool draw -q -c cmyk -r {honours:.5f} -o {folder}/mu.pam {path}")
    call(f"pdftoppm -jpegcmyk -jpegopt quality=100 -r {dpi:.5f} -singlefile {path} {folder}/pop")
    ghost = np.asarray(Image.open(folder / "gs.tif"), dtype=np.float64) / 2.55
    popped = np.asarray(Image.open(folder / "pop.jpg"), dtype=np.float64) / 2.55
    # Photoshop's convention: a CMYK JPEG holds inverted inks, which Pillow leaves as they stand.
    popped = 100 - popped if abs(float(np.median(popped)) - float(np.median(ghost))) > 30 else popped
    if np.abs(np.median(popped, axis=(0, 1)) - np.median(ghost, axis=(0, 1))).max() > 50:
        popped = 100 - popped
    return [shrunk(a) for a in (ghost, read_pam(folder / "mu.pam"), popped)]


def user_unit(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return int(pdf.pages[0].obj.get("/UserUnit", 1))


def read_pam(path: Path) -> NDArray[np.float64]:
    header, _, body = path.read_bytes().partition(b"ENDHDR\n")
    fields = dict(line.split(b" ", 1) for line in header.splitlines() if b" " in line)
    shape = (int(fields[b"HEIGHT"]), int(fields[b"WIDTH"]), int(fields[b"DEPTH"]))
    return np.frombuffer(body, dtype=np.uint8).reshape(shape)[..., :4].astype(np.float64) / 2.55


def shrunk(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    height, width = (side - side % FINER for side in picture.shape[:2])
    cut = picture[:height, :width]
    return cut.reshape(height // FINER, FINER, width // FINER, FINER, 4).mean(axis=(1, 3))


# -- ink ------------------------------------------------------------------------------------------


def inks(studio: Studio, folder: Path) -> str:
    lines = [
        f"\n## Total ink of every master, measured at {INK_DPI} dpi of the final size\n",
        "Ghostscript's separations (`tiffsep`) of the art alone, every layout in every declared size, all frames",
        "filled: the most ink that any pixel carries.\n",
        "| master | limit | measured |",
        "|---|---|---|",
    ]
    for layout_id in layout_ids(studio.workspace):
        layout = studio.layout(layout_id)
        if "mm" not in layout.spec.units:
            continue
        filled = frozenset(f.content for f in layout.spec.frames.values())
        for text in layout.spec.sizes:
            size, limit = parse_size(text), MATERIALS[layout.spec.material].max_ink
            fold = FINISHINGS["none"].fold.largest
            bleed = max(fold, layout.spec.bleed_mm)
            spec = MasterSpec(layout, size, bleed, "none", filled, True, layout.spec.material)
            master, _ = studio.master(spec)
            source = folder / "master.pdf"
            source.write_bytes(master.pdf)
            for old in folder.glob("ink(*).tif"):
                old.unlink()
            gs = "gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=tiffsep"
            call(f"{gs} -r{INK_DPI} -sOutputFile={folder}/ink.tif {source}")
            plates = [np.asarray(Image.open(p).convert("L"), dtype=float) for p in folder.glob("ink(*).tif")]
            total = sum(255.0 - plate for plate in plates)
            most = float(np.max(total)) / 2.55
            assert most <= limit + 1.5, (layout_id, text, most)
            lines.append(f"| {layout_id} {text} | {limit:.0f} % | {most:.1f} % |")
            print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


# -- survival -------------------------------------------------------------------------------------


def survival(studio: Studio, folder: Path) -> str:
    fonts = {key: studio.workspace.font_bytes(key) for key in studio.workspace.font_entries}
    signs = [
        render(
            studio,
            Order(layout=layout, slogan=slogan, size=size, hang=HANG, unit=UNIT, event=EVENT, formats=("pdf",)),
            folder / "survival",
        )
        for slogan in SLOGANS
        for layout, size in (("pano/co-do", "4x2m"), ("ap-phich/co-do", "A2"), ("bang-ron/co-do", "5x1m"))
    ]
    lines = [
        "\n## Texts read back from files that other programs rewrote\n",
        "Lines of text that are read letter by letter as they were, by operators alone and by the shape of the",
        "outlines (within one font unit).\n",
        "| program | lines | by operators | by shape |",
        "|---|---|---|---|",
    ]
    for program, command in SURVIVAL.items():
        if shutil.which(command.split()[0]) is None:
            lines.append(f"| {program} | - | not installed | not installed |")
            continue
        total, plain, shaped = 0, 0, 0
        for asset in signs:
            source, target = asset.folder / asset.entry.files[0].path, folder / "rewritten.pdf"
            call(command.format(s=source, o=target))
            wanted = [line.text for frame in asset.entry.expectation.frames for line in frame.lines]
            data = target.read_bytes()
            read = [
                set(preflight_pdf(data, PrintRequirements(), fonts, measure=False, by_shape=by_shape).texts)
                for by_shape in (False, True)
            ]
            total += len(wanted)
            plain += sum(text in read[0] for text in wanted)
            shaped += sum(text in read[1] for text in wanted)
        lines.append(f"| {program} | {total} | {plain} | {shaped} |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

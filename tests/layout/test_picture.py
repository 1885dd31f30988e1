"""A unit's logo: pinned, checked, painted on screen and press, and proven; what is broken or hostile is one error."""

from __future__ import annotations

import hashlib
import io
import resource
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFile
from PIL.PngImagePlugin import PngInfo

from renderer.contract.order import Order
from renderer.layout import Picture, decode, press_condition
from renderer.layout.picture import MAX_PIXELS
from renderer.pipeline import bind_order, render, verify_png_bytes
from renderer.preflight import verify_pdf
from renderer.resolve import Clearance, resolve
from renderer.studio import Studio
from renderer.values.errors import CodongError, DataError
from renderer.workspace import ImageEntry, Workspace
from tests.helpers.command import Codong
from tests.helpers.jobs import toml_job, tree
from tests.helpers.programs import PLATES, call, ghostscript
from tests.helpers.signs import HANG, OFFICE, Finished, finish
from tests.helpers.workspaces import ROOT, copy_workspace, studio_of

BLUE, GROUND = (20, 90, 160), (0x8C, 0x0F, 0x0A)


def logo(size: int = 600) -> Image.Image:
    """A disc with a white triangle on the deep red of the foot: asymmetric, so that turning and flipping show."""
    image = Image.new("RGB", (size, size), GROUND)
    draw = ImageDraw.Draw(image)
    draw.ellipse([size * 0.05, size * 0.05, size * 0.95, size * 0.95], fill=BLUE)
    draw.polygon([(size * 0.3, size * 0.3), (size * 0.7, size * 0.3), (size * 0.3, size * 0.7)], fill=(255, 255, 255))
    return image


def pin(root: Path, image: Image.Image, file: str = "logo.png", **options: Any) -> None:
    folder = root / "assets/images"
    folder.mkdir(exist_ok=True)
    image.save(folder / file, **options)
    sha256 = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    (folder / "images.toml").write_text(
        f'[[image]]\nid = "thu"\nfile = "{file}"\ntitle = "Biểu trưng thử"\nsource = "drawn for this test"\n'
        f'licence = "MIT"\nsha256 = "{sha256}"\n',
        encoding="utf-8",
    )


def order(**fields: Any) -> Order:
    given = {
        "layout": "pano/co-do",
        "slogan": "dn23-06",
        "size": "4x2m",
        "hang": HANG,
        "organisation": OFFICE,
        "logo": "thu",
    }
    return Order.model_validate({**given, **fields})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_workspace(tmp_path_factory.mktemp("logo") / "workspace")
    pin(root, logo())
    return root


@pytest.fixture(scope="module")
def sign(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio_of(root),
        tmp_path_factory.mktemp("sign"),
        formats=("pdf", "png"),
        slogan="dn23-06",
        organisation=OFFICE,
        logo="thu",
    )


def test_screen_and_press_show_it_upright_in_its_frame(sign: Finished, tmp_path: Path) -> None:
    (picture,) = sign.expected.pictures
    x, y, w, h = picture.rect
    call("pdftoppm", "-r", "24", "-png", "-singlefile", sign.path("pdf"), tmp_path / "page")
    for path in (sign.path("png"), tmp_path / "page.png"):
        with Image.open(path) as opened:
            pixels = np.asarray(opened.convert("RGB")).astype(int)
        scale = pixels.shape[1] / 4000

        def at(across: float, down: float, pixels: Any = pixels, scale: float = scale) -> Any:
            return pixels[round((y + down * h) * scale), round((x + across * w) * scale)]

        assert at(0.38, 0.38).min() > 230, path  # the triangle's white corner lies top left
        blue = at(0.66, 0.66)
        assert blue[2] > blue[0] + 60 and blue[2] > 110, path


def test_the_press_gets_inks_and_palette_colours_as_the_art_has_them(sign: Finished, tmp_path: Path) -> None:
    (line,) = call("pdfimages", "-list", sign.path("pdf")).splitlines()[2:]
    assert line.split()[2:8] == ["image", "600", "600", "cmyk", "4", "8"]
    with pikepdf.open(sign.path("pdf")) as pdf:
        data = pdf.pages[0].Resources.XObject["/Picture-logo"].read_bytes()
    corner = np.frombuffer(data, dtype=np.uint8)[:4]
    workspace = Workspace(ROOT)
    swatch = next(s for s in workspace.palette if s.rgb == GROUND)
    assert corner.tolist() == [round(255 * share) for share in swatch.cmyk.unit]
    ghostscript("tiffsep", 6, tmp_path / "sep.tif", sign.path("pdf"))
    assert {p.name.split("(")[1][:-5] for p in tmp_path.glob("sep*(*).tif")} == {*PLATES}


def changed(sign: Finished, change: Any) -> bytes:
    with pikepdf.open(io.BytesIO(sign.data["pdf"])) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, deterministic_id=True)
    return out.getvalue()


def another_picture(pdf: pikepdf.Pdf) -> None:
    image = pdf.pages[0].Resources.XObject["/Picture-logo"]
    image.write(image.read_bytes()[:-4] + b"\0\0\0\0")


def a_soft_mask(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.XObject["/Picture-logo"].Mask = [0, 0, 0, 0, 0, 0, 0, 0]


def content(old: bytes, new: bytes) -> Any:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].Contents
        data = stream.read_bytes()
        assert old in data
        stream.write(data.replace(old, new, 1))

    return change


def moved(pdf: pikepdf.Pdf) -> None:
    content(b"Q\nq ", b"Q\nq 1 0 0 1 3 0 cm ")(pdf)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (another_picture, "picture-differs"),
        (a_soft_mask, "picture-differs"),
        (moved, "picture-moved"),
        (content(b"/Picture-logo Do", b""), "pictures-differ"),
        (content(b"/Picture-logo Do", b"/Picture-logo Do /Picture-logo Do"), "pictures-differ"),
        (content(b"/Art Do", b""), "art-place"),
    ],
)
def test_tampering_with_a_print_file_is_found(sign: Finished, fonts: dict[str, bytes], change: Any, code: str) -> None:
    assert verify_pdf(sign.data["pdf"], sign.expected, fonts) == []
    assert code in {f.code for f in verify_pdf(changed(sign, change), sign.expected, fonts)}


def test_a_picture_that_nobody_ordered_is_found(sign: Finished, fonts: dict[str, bytes]) -> None:
    bare = sign.expected.model_copy(update={"pictures": ()})
    assert {f.code for f in verify_pdf(sign.data["pdf"], bare, fonts)} == {"foreign-resource"}


def test_tampering_with_a_screen_file_is_found(root: Path, sign: Finished) -> None:
    studio = studio_of(root)
    prepared = bind_order(studio, resolve(studio, sign.asset.entry.order), Clearance())
    assert verify_png_bytes(studio, sign.data["png"], sign.expected, prepared) == []
    x, y, w, h = (round(v * 1890 / 4000) for v in sign.expected.pictures[0].rect)
    image = Image.open(io.BytesIO(sign.data["png"]))
    image.paste(image.crop((x, y, x + w, y + h)).transpose(Image.Transpose.FLIP_LEFT_RIGHT), (x, y))
    info = PngInfo()
    info.add(b"sRGB", b"\0")
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, dpi=(12, 12))
    assert {f.code for f in verify_png_bytes(studio, out.getvalue(), sign.expected, prepared)} == {"art-differs"}


def test_the_picture_is_part_of_the_binding(root: Path, tmp_path: Path) -> None:
    studio = studio_of(root)
    bindings = {resolve(studio, order()).binding, resolve(studio, order(logo=None)).binding}
    other = copy_workspace(tmp_path / "workspace")
    pin(other, logo().rotate(90))
    bindings.add(resolve(studio_of(other), order()).binding)
    assert len(bindings) == 3


def adobe(path: Path) -> dict[str, Any]:
    return {"icc_profile": (path / "assets/icc/FOGRA39L_coated.icc").read_bytes()}


@pytest.mark.parametrize(
    ("image", "file", "code"),
    [
        (Image.new("RGBA", (600, 600), (255, 0, 0, 128)), "a.png", "picture-transparent"),
        (Image.new("I;16", (600, 600)), "a.png", "picture-colour"),
        (Image.new("RGB", (600, 600)), "a.gif", "picture-format"),
        (logo(20), "a.png", "picture-too-coarse"),
    ],
)
def test_what_cannot_be_shown_as_it_is_is_refused(tmp_path: Path, image: Image.Image, file: str, code: str) -> None:
    root = copy_workspace(tmp_path / "workspace")
    pin(root, image, file)
    with pytest.raises(CodongError) as fault:
        render(studio_of(root), order(), tmp_path)
    assert fault.value.code == code and fault.value.hint
    assert not list(tmp_path.glob("*.p*"))


def test_a_picture_that_viewers_turn_is_refused(tmp_path: Path) -> None:
    root = copy_workspace(tmp_path / "workspace")
    exif = Image.Exif()
    exif[0x0112] = 6
    pin(root, logo(), "a.jpg", exif=exif)
    with pytest.raises(CodongError, match="stored turned"):
        render(studio_of(root), order(), tmp_path)


def test_profiles_of_other_colours_are_refused(tmp_path: Path) -> None:
    root = copy_workspace(tmp_path / "workspace")
    pin(root, logo(), **adobe(root))
    with pytest.raises(CodongError, match="is made for"):
        render(studio_of(root), order(), tmp_path)


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "1", "RGBA"])
def test_common_kinds_of_pictures_are_taken(tmp_path: Path, mode: str) -> None:
    root = copy_workspace(tmp_path / "workspace")
    pin(root, logo().convert(mode), "a.tif")
    made = render(studio_of(root), order(formats=("pdf", "png")), tmp_path)
    assert len(made.entry.files) == 2


def test_a_changed_or_unknown_picture_and_a_layout_without_a_frame_are_named(root: Path, tmp_path: Path) -> None:
    studio = studio_of(root)
    for fields, code in (
        ({"logo": "khac"}, "unknown-image"),
        ({"layout": "led/co-do", "size": "1536x768px"}, "no-logo-frame"),
    ):
        with pytest.raises(CodongError) as fault:
            resolve(studio, order(**fields))
        assert fault.value.code == code
    other = copy_workspace(tmp_path / "workspace")
    pin(other, logo())
    with open(other / "assets/images/logo.png", "ab") as file:
        file.write(b"x")
    with pytest.raises(CodongError) as fault:
        resolve(studio_of(other), order())
    digest = hashlib.sha256((other / "assets/images/logo.png").read_bytes()).hexdigest()
    assert fault.value.code == "changed-image" and digest in fault.value.hint


def test_a_row_of_a_job_names_its_logo(codong: Codong, root: Path, tmp_path: Path) -> None:
    sign = {"slogan": "dn23-06", "organisation": OFFICE, "layout": "pano/co-do", "size": "4x2m"}
    job = toml_job(tmp_path / "job.toml", {**sign, "biểu trưng": "thu"}, {**sign, "logo": "khac"}, sign)
    dry = codong("batch", job, "--dry-run", "--json", workspace=root)
    ran = codong("batch", job, "--out", "out", "--json", workspace=root)
    assert dry.code == ran.code == 6
    assert [f["code"] for f in dry.faults] == [f["code"] for f in ran.faults] == ["unknown-image"]
    assert len(tree(tmp_path / "out")) == 3
    pdfs = [str(p) for p in (tmp_path / "out").glob("*.pdf")]
    assert codong("verify", *pdfs, workspace=root).code == 0


# -- files that are broken, huge or hostile --------------------------------------------------------

ENTRY = ImageEntry(id="thu", file="thu.png", title="Thử", source="-", licence="MIT", sha256="0" * 64)


def encoded(kind: str, side: int = 64, **options: object) -> bytes:
    picture = Image.effect_noise((side, side), 90).convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


SAMPLES = {kind: encoded(kind) for kind in ("PNG", "JPEG", "TIFF")}


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """Return a PNG that says it is this large, and holds no pixels to speak of."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def take(studio: Studio, data: bytes) -> Picture:
    return decode(data, ENTRY, press_condition(studio.workspace, 300.0))


def refused(studio: Studio, data: bytes) -> str:
    with pytest.raises(DataError) as caught:
        take(studio, data)
    assert caught.value.where == "assets/images/thu.png"
    return caught.value.code


@pytest.fixture(scope="module")
def ticket(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("ticket"), size="3x2m", formats=("ticket",))


def check_cut_off_pictures(studio: Studio) -> None:
    for data in SAMPLES.values():
        for share in (0.3, 0.5, 0.9):
            assert refused(studio, data[: int(share * len(data))]) == "broken-picture"


def test_a_cut_off_picture_is_refused(studio: Studio) -> None:
    check_cut_off_pictures(studio)


def test_a_cut_off_picture_is_refused_after_a_ticket(studio: Studio, ticket: Finished) -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    check_cut_off_pictures(studio)


def test_no_setting_of_the_process_decides_what_is_taken(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = SAMPLES["JPEG"][: len(SAMPLES["JPEG"]) // 2]
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused(studio, cut) == "broken-picture"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True  # of whoever set it
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert take(studio, SAMPLES["PNG"]).size == (64, 64)


@pytest.mark.parametrize("size", [(9_999, 9_999), (2**31 - 1, 2**31 - 1), (MAX_PIXELS + 1, 1), (0, 5)])
def test_a_huge_picture_is_refused_by_what_it_says_of_itself(studio: Studio, size: tuple[int, int]) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert refused(studio, png_of(*size)) in ("picture-too-large", "broken-picture")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before
    assert used < 100_000  # kB more than any process before


@pytest.mark.parametrize(
    "data",
    [b"", b"x" * 50, b"\xff\xd8\xff\xe1\x00\x10Exif\0\0II*\0\xff\xff\xff\xff", b"GIF89a" + bytes(40)],
    ids=["nothing", "no picture", "a cut Exif", "a cut GIF"],
)
def test_what_is_no_picture_is_one_error(studio: Studio, data: bytes) -> None:
    refused(studio, data)


@given(garbage=st.binary(min_size=1, max_size=60), mark=st.sampled_from([b"II*\0", b"MM\0*", b"", b"Exif\0\0II*\0"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_an_exif_is_a_picture_or_one_error(studio: Studio, garbage: bytes, mark: bytes) -> None:
    for data in (png_of(1, 1, chunk(b"eXIf", mark + garbage)), encoded("JPEG", 8, exif=mark + garbage)):
        try:
            take(studio, data)
        except DataError as fault:
            assert fault.where == "assets/images/thu.png"


@given(kind=st.sampled_from(sorted(SAMPLES)), places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(1, 255))))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_flipped_bytes_give_a_picture_or_one_error(studio: Studio, kind: str, places: list[tuple[float, int]]) -> None:
    data = bytearray(SAMPLES[kind])
    for place, flip in places:
        data[int(place * len(data))] ^= flip
    try:
        take(studio, bytes(data))
    except DataError as fault:
        assert fault.where == "assets/images/thu.png" and fault.message


def test_a_file_of_several_pictures_is_refused(studio: Studio) -> None:
    out = io.BytesIO()
    one, other = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    one.save(out, "TIFF", save_all=True, append_images=[other])
    assert refused(studio, out.getvalue()) == "picture-format"

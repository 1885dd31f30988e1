"""The ticket of a sign: what it tells, in Vietnamese, and the picture on it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from renderer.artwork import PrintPage, finishing_words, format_words
from renderer.contract.expectation import ExpectedPage
from renderer.contract.formats import FORMATS, Format
from renderer.contract.manifest import JobNote
from renderer.contract.print_specs import EYELET_SPACING, FINISHINGS, MATERIALS, STANDARDS
from renderer.documents.compare import find_differences
from renderer.documents.ticket import TicketFacts, make_ticket, missing_words
from renderer.export.png import paint_print
from renderer.pipeline.prepare import Prepared, as_print
from renderer.preflight import Finding
from renderer.resolve import Pages, PrintSign, file_name
from renderer.storage.apart import read_apart
from renderer.studio import Studio
from renderer.values.errors import DataError
from renderer.values.geometry import Rect
from renderer.values.limits import PRINT_FILE

_PIXELS, _QUALITY = 900, 80


def write_ticket(studio: Studio, prepared: Prepared, note: JobNote | None) -> bytes:
    """Return the ticket's PDF."""
    facts = gather_facts(prepared, note)
    return make_ticket(facts, _picture(prepared), studio.workspace.font_bytes)


def verify_ticket(studio: Studio, data: bytes, prepared: Prepared, note: JobNote | None) -> list[Finding]:
    """Return what a ticket must say and does not, and where it does not look as it is made again.

    Words, drawing and picture are compared as they are seen: a ticket of these very bytes needs no look.
    """
    again = write_ticket(studio, prepared, note)
    if data == again:
        return []
    facts = gather_facts(prepared, note)
    try:
        return read_apart(lambda: _compare(data, again, facts), PRINT_FILE, "ticket")
    except DataError as fault:
        return [Finding("unreadable", fault.message)]


def _compare(data: bytes, again: bytes, facts: TicketFacts) -> list[Finding]:
    told = [Finding("ticket-words", f"the ticket does not say {words!r}") for words in missing_words(data, facts)]
    seen = find_differences(data, again)
    return told + [Finding("ticket-differs", one.told, page=one.page, place=one.place) for one in seen]


def gather_facts(prepared: Prepared, note: JobNote | None) -> TicketFacts:
    """Return everything that a print shop must know of a sign."""
    sign = as_print(prepared.resolved)
    order = sign.order
    finish = FINISHINGS[order.finishing]
    return TicketFacts(
        title=f"Phiếu in - {format_words(sign.layout.format)} {sign.layout.spec.title}",
        rows=[(label, value) for label, value in _rows(prepared, sign, note) if value],
        texts=[*sign.texts.values()],
        size=(sign.size.width, sign.size.height),
        fold=sign.fold,
        turned=finish.turned,
        spacing=(order.eyelets or EYELET_SPACING) if finish.eyelets else None,
        pages=[print_page.expected for print_page in prepared.artwork.pages],
        binding=sign.binding,
        draft=order.draft,
    )


def _rows(prepared: Prepared, sign: PrintSign, note: JobNote | None) -> list[tuple[str, str]]:
    order, slogan, pages, fold = sign.order, sign.slogan, sign.pages, sign.fold
    width, height = sign.size.width, sign.size.height
    print_pages = prepared.artwork.pages
    edge = "mép gấp" if FINISHINGS[order.finishing].turned else "bù xén"
    size = f"{width + fold.left + fold.right:g} x {height + fold.top + fold.bottom:g} mm, "
    size += f"kể cả {edge}" if any(fold) else "không bù xén"
    kinds = [kind for kind in sign.formats if FORMATS[kind].medium == "press"]
    scaled = any(FORMATS[kind].carries_art for kind in kinds)
    files = [name for kind in kinds for name in _names(sign, kind, len(print_pages))]
    return [
        ("Đơn hàng", order.job or ""),
        ("Đơn vị", sign.organisation or ""),
        ("Kích thước", f"{width:g} x {height:g} mm (ngang x cao)"),
        ("Khổ in", size),
        ("Tỉ lệ tệp", _tell_scale(pages, print_pages[0].expected) if scaled else ""),
        ("Ảnh CMYK", f"{sign.plates_dpi:g} dpi ở khổ in, không phóng" if "tiff" in kinds else ""),
        ("Diện tích in", f"{_decimal_comma(round(sign.printed.width * sign.printed.height / 1e6, 2))} m²"),
        ("Khổ cuộn", _tell_roll(print_pages, pages)),
        ("Mực pha", ", ".join(sorted({s.spot for text in prepared.artwork.texts for s in text.swatches if s.spot}))),
        ("Vật liệu", MATERIALS[sign.material].name),
        ("Gia công", finishing_words(sign)),
        ("Số tấm", f"{len(print_pages)} tấm, chồng mí {pages.overlap:g} mm" if pages.panel else ""),
        ("Chuẩn tệp", STANDARDS[order.standard].label if scaled else ""),
        ("Số lượng", f"{note.quantity} bản" if note and note.quantity else ""),
        ("Nhà in", note.shop if note else ""),
        ("Nơi treo", note.place if note else ""),
        ("Liên hệ", note.contact if note else ""),
        ("Cần giao", note.due if note else ""),
        ("Thời gian treo", sign.hang.vietnamese),
        ("Khẩu hiệu", f"{slogan.id}, bản {slogan.version}"),
        ("Văn bản", " - ".join(part for part in (slogan.document, slogan.issuer) if part)),
        ("Tệp in", "\n".join(files)),
        ("Lưu ý", _tell_alternatives(kinds)),
    ]


def _tell_alternatives(kinds: Sequence[Format]) -> str:
    """Return that files of several formats are one print: a shop that prints them all prints twice."""
    endings = [f"*{FORMATS[kind].endings[0]}" for kind in kinds if FORMATS[kind].paged]
    return f"các tệp {', '.join(endings)} cùng nội dung: chỉ in một loại" if len(endings) > 1 else ""


def _tell_roll(print_pages: Sequence[PrintPage], pages: Pages) -> str:
    """Return how much of the roll the panels take, each laid as it takes the least of it, and where the seams are."""
    if pages.panel is None:
        return ""
    wide = min(pages.panel)
    boxes = [Rect(*page.expected.bleed) for page in print_pages]
    metres = sum(min(s for s, o in ((b.height, b.width), (b.width, b.height)) if o <= wide + 0.5) for b in boxes) / 1000
    cells = [Rect(*page.expected.trim) for page in print_pages]
    seams = [
        (axis, at)
        for axis, edges in (("trái", {c.x for c in cells}), ("trên", {c.y for c in cells}))
        for at in sorted(edges)
        if at > 1
    ]
    told = "; ".join(f"cách mép {axis} {at:.0f} mm" for axis, at in seams)
    return f"rộng {_decimal_comma(wide / 1000)} m, dài tổng cộng {_decimal_comma(round(metres, 1))} m" + (
        f"\nMối nối (tâm mí chồng, đo từ khổ thành phẩm): {told}" if told else ""
    )


def _names(sign: PrintSign, kind: Format, count: int) -> list[str]:
    """Return the names of the files of a format: what was not ordered is not named."""
    numbers = range(1, (count if FORMATS[kind].paged else 1) + 1)
    return [file_name(sign, kind, number, count) for number in numbers]


def _tell_scale(pages: Pages, first: ExpectedPage) -> str:
    """Return how a file's page becomes the print: what a shop gets wrong hangs ten times too large or too small."""
    if pages.ratio == 1:
        return "1:1 (không phóng)"
    if not pages.user_unit:
        return f"1:{pages.ratio} (phóng {100 * pages.ratio} % khi in)"
    metres, small = (_decimal_comma(first.media[2] / k) for k in (1000, 1000 * pages.ratio))
    return (
        f"1:1 (UserUnit {pages.ratio}): KHÔNG phóng; máy phải thấy rộng {metres} m;"
        f" nếu thấy {small} m thì phóng {100 * pages.ratio} %"
    )


def _decimal_comma(value: float) -> str:
    """Return a number as Vietnamese write it: 2,5."""
    return f"{round(value, 3):g}".replace(".", ",")


def _picture(prepared: Prepared) -> bytes:
    out = io.BytesIO()
    picture = paint_print(prepared.artwork, _PIXELS, as_print(prepared.resolved).printed)
    Image.fromarray(picture).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()

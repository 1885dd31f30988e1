"""The catalogue as a booklet: every slogan in full with its paper, by campaign; what is not issued is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from renderer.catalogue import Catalogue, Slogan, Status
from renderer.documents.paper import FACES, html_of, paper, text_layer
from renderer.text import DASHES, Tier, read_tiers
from renderer.values.errors import VerifyError

TITLE = "Danh mục khẩu hiệu"
STATUS_NAMES = {
    Status.ISSUED: "Đã ban hành",
    Status.DRAFT: "Chưa ban hành",
    Status.SUPERSEDED: "Đã thay thế",
    Status.EXPIRED: "Hết hiệu lực",
    Status.WITHDRAWN: "Đã thu hồi",
    Status.REJECTED: "Không được dùng",
    Status.NOT_YET_VALID: "Chưa có hiệu lực",
}
"""What a status is called on papers and sheets."""
_ABOUT = (
    "{} câu, xếp theo đợt tuyên truyền; tình trạng tính đến ngày {}. Câu có khung đỏ phía trên không được in, treo. Có"
    " tên trong danh mục không có nghĩa là đã được duyệt: mỗi đợt phải đối chiếu với văn bản của cấp trên."
)
_StatusOf = Callable[[Slogan], Status]
_NO_CAMPAIGN = "Khẩu hiệu không thuộc đợt tuyên truyền nào"


@dataclass(frozen=True)
class _Entry:
    text: str
    groups: list[str]
    mark: str
    facts: list[str]


@dataclass(frozen=True)
class _Part:
    title: str
    about: str
    entries: list[_Entry]


def make_booklet(
    catalogue: Catalogue, font: Callable[[str], bytes], campaign: str, status: _StatusOf, day: date
) -> bytes:
    """Return the PDF of all slogans, or of those of one campaign; ``font`` gives a face by ``family/weight``.

    ``status`` tells what a slogan is on ``day``. Raises VerifyError if the text layer, which is read back, lacks one.
    """
    fonts = {f"{use}.ttf": key for use, key in FACES.items()}
    parts = list(_parts(catalogue, status, campaign))
    total = sum(not campaign or campaign in slogan.campaign for slogan in catalogue.slogans)
    html = html_of(
        "booklet.html.j2",
        title=TITLE,
        about=_ABOUT.format(total, _day(day)),
        parts=parts,
        fonts={use: f"{use}.ttf" for use in FACES},
    )

    def read(name: str) -> bytes:
        if name not in fonts:
            raise ValueError(f"{name} does not lie beside the booklet")
        return font(fonts[name])

    data = paper(html, read)
    said = text_layer(data)
    missing = [e.text for part in parts for e in part.entries if "".join(e.text.split()) not in said]
    if missing:
        raise VerifyError("text-layer", f"the booklet does not say: {'; '.join(missing)}")
    return data


def campaigns_of(catalogue: Catalogue) -> list[str]:
    """Return the campaigns of the slogans in the order in which the catalogue names them."""
    return list(dict.fromkeys(name for slogan in catalogue.slogans for name in slogan.campaign))


def _parts(catalogue: Catalogue, status: _StatusOf, campaign: str) -> Iterator[_Part]:
    for name in [campaign] if campaign else campaigns_of(catalogue):
        yield _part(status, _title(catalogue, name), [s for s in catalogue.slogans if name in s.campaign])
    others = [s for s in catalogue.slogans if not s.campaign]
    if others and not campaign:
        yield _part(status, _NO_CAMPAIGN, others)


def _title(catalogue: Catalogue, campaign: str) -> str:
    """Return how a campaign is called: by its entry, else as its event is, else by its id."""
    titles = [c.title for c in catalogue.campaigns if c.id == campaign]
    titles += [e.title for e in catalogue.events if e.id == campaign]
    titles += [e.title for e in catalogue.events if e.campaign == (campaign,) and e.status is Status.ISSUED]
    return next(iter(titles), f"Đợt tuyên truyền {campaign}")


def _part(status: _StatusOf, title: str, slogans: list[Slogan]) -> _Part:
    issued = sum(status(s) is Status.ISSUED for s in slogans)
    about = f"{len(slogans)} câu, trong đó {issued} câu đã ban hành"
    return _Part(title, about, [_entry(slogan, status(slogan)) for slogan in slogans])


def _entry(slogan: Slogan, status: Status) -> _Entry:
    mark = "" if status is Status.ISSUED else STATUS_NAMES[status].upper()
    return _Entry(slogan.text, _groups(slogan), mark, list(_facts(slogan, status)))


def _groups(slogan: Slogan) -> list[str]:
    """Return a text in groups of words between which its break marks allow a line to end; a dash opens none."""
    words = slogan.text.split(" ")
    tiers = read_tiers(slogan.breaks, slogan.text) if slogan.breaks else (Tier.PLAIN,) * (len(words) - 1)
    groups = [words[0]]
    for tier, word in zip(tiers, words[1:], strict=True):
        if tier is Tier.NEVER or word in DASHES:
            groups[-1] += f" {word}"
        else:
            groups.append(word)
    return groups


def _facts(slogan: Slogan, status: Status) -> Iterator[str]:
    paper_of = f"Văn bản số {slogan.document}" if slogan.document else "Chưa ghi số văn bản"
    issued = f"ngày {_day(slogan.issued_on)}" if slogan.issued_on else ""
    yield " · ".join(part for part in (paper_of, issued, slogan.issuer) if part)
    valid = [
        f"từ {_day(slogan.valid_from)}" if slogan.valid_from else "",
        f"đến {_day(slogan.valid_to)}" if slogan.valid_to else "",
    ]
    replaced = f"thay bằng {', '.join(slogan.replaced_by)}" if slogan.replaced_by else ""
    term = f"hiệu lực {' '.join(v for v in valid if v)}" if any(valid) else ""
    version = f"bản {slogan.version}" if slogan.version > 1 else ""
    yield " · ".join(part for part in (STATUS_NAMES[status], term, replaced, f"mã {slogan.id}", version) if part)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"

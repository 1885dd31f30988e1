"""The repository's own catalogue: complete, composed, with its provenance."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from renderer.catalogue import Catalogue, Event, event_line, load_catalogue
from renderer.values.errors import UsageError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(lambda name: (ROOT / name).read_bytes())


def test_counts_by_status(catalogue: Catalogue) -> None:
    assert Counter(s.status.value for s in catalogue.slogans) == {
        "issued": 37,
        "expired": 13,
        "draft": 11,
        "superseded": 2,
        "rejected": 1,
    }
    assert len(catalogue.slogans) == 64


def test_counts_by_kind(catalogue: Catalogue) -> None:
    assert Counter(s.kind for s in catalogue.slogans) == {
        "slogan": 34,
        "event_line": 11,
        "heading": 6,
        "hall_heading": 3,
        "theme": 3,
        "phrase": 3,
        "quote": 2,
        "motto": 1,
        "poster_title": 1,
    }


def test_the_files_are_composed_and_name_no_workplace() -> None:
    for path in sorted((ROOT / "assets/catalogue").glob("*.toml")):
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
        assert not re.search(r"[\s(]/[a-z]|\.\./|_[0-9a-f]{16}", text), path.name


def test_texts_stand_as_issued(catalogue: Catalogue) -> None:
    """A few texts letter by letter: quotation marks, dashes and marks that a conversion could spoil."""
    assert catalogue.slogan("cv9743-05").text == (
        "Xây dựng, phát triển đất nước trên tinh thần “tự chủ, tự tin, tự lực, tự cường, tự hào dân tộc”!"
    )
    assert catalogue.slogan("cv9743-hall").text == "ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!"
    assert catalogue.slogan("dh14-motto").text == "Đoàn kết - Dân chủ - Kỷ cương - Đột phá - Phát triển"
    assert "Sáng tạo" in catalogue.slogan("dh14-motto").wrong_variants[0]
    assert "nhiệm kỳ 2026–2031" in catalogue.slogan("bc26-01").text


def test_documents_and_dates_of_issue(catalogue: Catalogue) -> None:
    for slogan in catalogue.slogans:
        if slogan.document == "9743-CV/BTGTW":
            assert str(slogan.issued_on) == "2024-10-16", slogan.id
    assert str(catalogue.slogan("hd03-wing").issued_on) == "2006-12-29"


def test_older_themes_name_the_newer_one(catalogue: Catalogue) -> None:
    assert [catalogue.slogan(f"dh14-theme-v{n}").replaced_by for n in (1, 2, 3)] == [
        ("dh14-theme-v3",),
        ("dh14-theme-v3",),
        (),
    ]


@pytest.mark.parametrize(
    ("event_id", "line"),
    [
        ("thanh-lap-dang-96", "96 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2026)"),
        ("dai-hoi-xiv", "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (20 - 23/01/2026)"),
        ("dai-hoi-xiv-du-kien", "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (19 - 25/01/2026)"),
        ("tong-tuyen-cu-80", "80 năm Ngày Tổng tuyển cử đầu tiên bầu Quốc hội Việt Nam (06/01/1946 - 06/01/2026)"),
    ],
)
def test_lines_of_events(catalogue: Catalogue, event_id: str, line: str) -> None:
    assert event_line(catalogue.event(event_id)) == line


def test_event_lines_agree_with_the_lines_read_in_the_sources(catalogue: Catalogue) -> None:
    assert event_line(catalogue.event("thanh-lap-dang-96")) == catalogue.slogan("tld-event-96").text
    assert event_line(catalogue.event("tong-tuyen-cu-80")) == catalogue.slogan("tqtc80").text


def test_election_day(catalogue: Catalogue) -> None:
    event: Event = catalogue.event("bau-cu-2026")
    assert event_line(event).endswith("nhiệm kỳ 2026 - 2031 (15/03/2026)")
    assert event.on and event.on.isoweekday() == 7


def test_every_organisation_has_a_source_and_a_name_of_its_own(catalogue: Catalogue) -> None:
    names = [o.name for o in catalogue.organisations]
    assert len(names) == len(set(names))
    assert {"Sơn La", "Thái Nguyên", "Lai Châu"} <= {o.province for o in catalogue.organisations}
    assert catalogue.organisation("dang-uy-phuong-van-xuan").name == "Đảng ủy phường Vạn Xuân"


@pytest.mark.parametrize(("kind", "known"), [("slogan", "cv9743-02"), ("event", "dai-hoi-xiv")])
def test_an_unknown_name_lists_the_known_ones(catalogue: Catalogue, kind: str, known: str) -> None:
    with pytest.raises(UsageError) as caught:
        getattr(catalogue, kind)("nobody")
    assert caught.value.code == f"unknown-{kind}"
    assert "'nobody'" in caught.value.message and known in caught.value.hint


def test_an_unknown_organisation_lists_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="nobody") as caught:
        catalogue.organisation("nobody")
    assert "dang-uy-phuong-van-xuan" in caught.value.hint

"""Templates: fields filled by rule, as tables of cases."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from renderer.catalogue import TEMPLATE_FIELDS, Organisation, Slogan, Status, fill, load_catalogue
from renderer.catalogue.models import Kind
from renderer.catalogue.templates import FIELDS, fill_template
from renderer.values.errors import CodongError
from tests.helpers.catalogue import SLOGAN, entry, faults
from tests.helpers.workspaces import ROOT

WARD = Organisation(id="p", name="Đảng ủy phường Vạn Xuân", kind="party", source="s")
UNITS = {"p": WARD}


def slogan(template: str, since: date | None = date(1945, 9, 2)) -> Slogan:
    return Slogan(
        id="a", text="Một", kind=get_args(Kind)[0], source="s", status=Status.EXPIRED, template=template, since=since
    )


@pytest.mark.parametrize(
    ("template", "given", "text"),
    [
        ("{n} năm Quốc khánh", {"year": "2026"}, "81 năm Quốc khánh"),
        ("Quốc khánh (2/9/1945 - 2/9/{year})", {"year": "2026"}, "Quốc khánh (2/9/1945 - 2/9/2026)"),
        ("{n} năm (1945 - {year})", {"year": "2030"}, "85 năm (1945 - 2030)"),
        ("Đại hội lần thứ {ordinal}", {"ordinal": "XIV"}, "Đại hội lần thứ XIV"),
        ("Đại hội lần thứ {ordinal}", {"ordinal": "14"}, "Đại hội lần thứ XIV"),
        ("nhiệm kỳ {term}", {"term": "2026"}, "nhiệm kỳ 2026 - 2031"),
        ("nhiệm kỳ {term}", {"term": "2025-2030"}, "nhiệm kỳ 2025 - 2030"),
        ("nhiệm kỳ {term}", {"term": "2025 – 2030"}, "nhiệm kỳ 2025 - 2030"),
        ("{unit} chào mừng", {"unit": "p"}, "Đảng ủy phường Vạn Xuân chào mừng"),
        ("{unit} chào mừng", {"unit": "Đảng ủy phường Vạn Xuân"}, "Đảng ủy phường Vạn Xuân chào mừng"),
    ],
)
def test_fields_are_filled_by_rule(template: str, given: dict[str, str], text: str) -> None:
    assert fill_template(slogan(template), given, UNITS) == text


@pytest.mark.parametrize(
    ("template", "given", "code", "place"),
    [
        ("{n} năm", {}, "missing-value", "slogan a"),
        ("{n} năm", {"year": "2026", "unit": "p"}, "unused-value", "slogan a"),
        ("{n} năm", {"year": "26"}, "bad-value", "year"),
        ("{n} năm", {"year": "hai"}, "bad-value", "year"),
        ("{n} năm", {"year": "1945"}, "bad-value", "year"),
        ("lần thứ {ordinal}", {"ordinal": "XIIII"}, "bad-value", "ordinal"),
        ("lần thứ {ordinal}", {"ordinal": "XlV"}, "bad-value", "ordinal"),
        ("lần thứ {ordinal}", {"ordinal": "0"}, "bad-value", "ordinal"),
        ("nhiệm kỳ {term}", {"term": "2026-2030"}, "bad-value", "term"),
        ("{unit}", {"unit": "Đảng uỷ phường Vạn Xuân"}, "unknown-unit", "unit"),
    ],
)
def test_what_does_not_fit_a_field_is_refused(template: str, given: dict[str, str], code: str, place: str) -> None:
    with pytest.raises(CodongError) as caught:
        fill_template(slogan(template), given, UNITS)
    assert (caught.value.code, caught.value.place) == (code, place)


def test_a_count_needs_its_first_day_and_a_template_must_be_there() -> None:
    with pytest.raises(CodongError, match="does not say since when"):
        fill_template(slogan("{n} năm", None), {"year": "2026"}, UNITS)
    with pytest.raises(CodongError, match="has no template"):
        fill_template(slogan("{n} năm").model_copy(update={"template": None}), {}, UNITS)


def test_the_filled_text_is_a_draft_that_names_its_template() -> None:
    draft = fill(slogan("{n} năm Quốc khánh"), {"year": "2026"}, UNITS)
    assert (draft.id, draft.status, draft.filled_from, draft.template) == ("a-2026", Status.DRAFT, "a", None)
    assert "year = 2026" in draft.source
    assert fill(slogan("{term}"), {"term": "2026 - 2031"}, UNITS).id == "a-2026-2031"
    assert fill(slogan("{n}"), {"year": "2026"}, UNITS, "qk81").id == "qk81"


@pytest.mark.parametrize("template", ["không có", "{m} năm", "{n:>3} năm", "{n!r} năm", "{} năm", "{n năm"])
def test_a_faulty_template_is_a_fault_of_the_catalogue(template: str) -> None:
    (line,) = faults(slogans=entry("slogan", SLOGAN, template=f'"{template}"'))
    assert line.startswith("slogans.toml: slogan a: template: ")


def test_the_fields_are_declared_alike_and_the_shipped_templates_fill() -> None:
    assert set(FIELDS) == set(TEMPLATE_FIELDS)
    catalogue = load_catalogue(lambda name: (ROOT / name).read_bytes())
    texts = [fill_template(s, {"year": "2026"}, {}) for s in catalogue.slogans if s.template]
    assert len(texts) == 3
    assert "Nhiệt liệt chào mừng 81 năm Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam" in texts
    assert "Kỷ niệm 136 năm Ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2026)" in texts

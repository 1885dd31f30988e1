"""The table of rules: one name each, one form for all, and every one of them finds what it is for."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from renderer.proofreading import RULES, ProofReader, Reading, Rule
from renderer.text import TextFinding
from tests.helpers.proofreading import Find

WRONG = {
    "slips": ("phong trào thi đưa yêu nước", "near-phrase"),
    "doubled-words": ("chào mừng mừng Đại hội", "doubled-word"),
    "signs": ("xây dựng “nếp sống văn minh", "lonely-sign"),
    "tones": ("văn hóa và hoà bình", "mixed-tones"),
    "dates": ("31/02/2026", "impossible-date"),
    "counts": ("nhiệm kỳ 2026 - 2030", "term"),
    "weekdays": ("Thứ Hai, ngày 15/03/2026", "weekday"),
    "names": ("về thăm lai châu", "name-capitals"),
    "lunar": ("Xuân Bính Ngọ 2027", "can-chi"),
    "events": ("Đại hội XV của Đảng", "ordinal"),
    "style": ("niềm tin của Nhân dân, ý chí của nhân dân", "mixed-capitals"),
    "issued": ("Đảng Cộng sản Việt Nam quang vinh muôn năm", "near-issued"),
}
"""A text for every rule, and what the rule says of it."""


def test_every_rule_has_a_name_of_its_own_and_a_text_that_it_faults() -> None:
    assert [rule.name for rule in RULES] == list(dict.fromkeys(rule.name for rule in RULES))
    assert {rule.name for rule in RULES} == WRONG.keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_finder_has_the_one_form(rule: Rule) -> None:
    form = inspect.signature(rule.find, eval_str=True)
    assert [p.annotation for p in form.parameters.values()] == [Reading]
    assert form.return_annotation == Iterator[TextFinding]


@pytest.mark.parametrize("name", WRONG)
def test_a_rule_finds_its_slip_alone_and_among_the_others(find: Find, reader: ProofReader, name: str) -> None:
    text, kind = WRONG[name]
    alone = find(name, text)
    assert [finding.kind for finding in alone] == [kind]
    assert set(alone) <= set(reader.read(text).findings)


def test_a_name_that_an_earlier_rule_told_is_told_once(find: Find, reader: ProofReader) -> None:
    text = "HỐ CHÍ MINH"
    [slip], [name] = find("slips", text), find("names", text)
    assert (slip.line, slip.column) == (name.line, name.column)
    assert reader.read(text).findings == (slip,)

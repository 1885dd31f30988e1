"""Jobs: products of lists, defaults, overrides, excludes, and names instead of ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renderer.batch.job import MAX_SIGNS, Job, read_job
from renderer.batch.names import Names
from renderer.batch.plan import folder_of, names_of, plan
from renderer.batch.rules import meets, parse_only
from renderer.contract.order import Order
from renderer.resolve import resolve
from renderer.studio import Studio
from renderer.values.errors import CodongError
from tests.helpers.command import Codong
from tests.helpers.jobs import toml_job
from tests.helpers.signs import HANG, OFFICE, OTHER_OFFICE

SLOGAN = {"slogan": "cv9743-02"}
PANO = f'[defaults]\nlayout = "pano/co-do"\nsize = "4x2m"\nhang = "{HANG}"\n'


@pytest.fixture(scope="module")
def names() -> Names:
    from renderer.workspace import Workspace
    from tests.helpers.workspaces import ROOT

    return names_of(Studio(Workspace(ROOT)))


def job_of(tmp_path: Path, names: Names, text: str) -> Job:
    path = tmp_path / "job.toml"
    path.write_text("schema = 1\n" + text, encoding="utf-8")
    return read_job(path, names)


def faults(job: Job) -> list[str]:
    return [str(row.fault) for row in job.rows if row.fault is not None]


def test_lists_stand_for_every_combination(tmp_path: Path, names: Names) -> None:
    sign = {"slogan": ["cv9743-02", "dn23-06"], "unit": [OFFICE, OTHER_OFFICE], "layout": ["pano/co-do", "led/co-do"]}
    job = read_job(toml_job(tmp_path / "job.toml", sign, size="4x2m"), names)
    assert len(job.rows) == 8 and faults(job) == []
    orders = [row.order for row in job.rows if row.order]
    assert {(o.slogan, o.organisation, o.layout) for o in orders} == {
        (s, u, a) for s in sign["slogan"] for u in sign["unit"] for a in sign["layout"]
    }
    assert job.rows[0].where == "job.toml: sign 1 (1 of 8)"


def test_a_cell_with_several_values_is_a_list(tmp_path: Path, names: Names) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        'mẫu,khổ,khẩu hiệu,đơn vị\npano/co-do,4x2m,"cv9743-02; dn23-06","UBND tỉnh Sơn La\nĐảng ủy UBND tỉnh Sơn La"\n',
        encoding="utf-8",
    )
    job = read_job(path, names)
    assert [(row.order.slogan, row.order.organisation) for row in job.rows if row.order] == [
        (slogan, unit) for slogan in ("cv9743-02", "dn23-06") for unit in (OFFICE, OTHER_OFFICE)
    ]


def test_every_unit_of_the_catalogue(tmp_path: Path, names: Names) -> None:
    job = read_job(toml_job(tmp_path / "job.toml", {**SLOGAN, "unit": "*"}), names)
    assert [row.order.organisation for row in job.rows if row.order] == list(names.organisations)


def test_defaults_overrides_and_excludes(tmp_path: Path, names: Names) -> None:
    job = job_of(
        tmp_path,
        names,
        PANO
        + """
        [[sign]]
        slogan = ["cv9743-02", "dn23-06", "cv9743-05"]
        [[sign]]
        slogan = "dn23-06"
        size = "3x2m"
        so_luong = 7
        dia_diem = "Ngã tư Quyết Thắng"
        [[override]]
        match = { slogan = "cv*" }
        set = { formats = "pdf,png", dpi = 12 }
        [[exclude]]
        slogan = "dn23-06"
        size = "4*"
        """,
    )
    orders = [row.order for row in job.rows if row.order]
    assert [(o.slogan, o.size, o.formats, o.dpi) for o in orders] == [
        ("cv9743-02", "4x2m", ("pdf", "png"), 12.0),
        ("cv9743-05", "4x2m", ("pdf", "png"), 12.0),
        ("dn23-06", "3x2m", (), None),
    ]
    assert (job.rows[2].note.quantity, job.rows[2].note.place) == (7, "Ngã tư Quyết Thắng")
    assert job.remarks == ("exclude 1 leaves out 1 signs",)


def test_conditions_meet_names_and_ids_lists_and_typed_values(tmp_path: Path, names: Names) -> None:
    job = job_of(
        tmp_path,
        names,
        PANO
        + f'''
        [[sign]]
        slogan = ["cv9743-02", "dn23-06", "cv9743-05"]
        unit = ["UBND tỉnh Sơn La", "{OTHER_OFFICE}"]
        [[exclude]]
        unit = "ubnd-*"
        slogan = ["cv9743-02", "Đảng Cộng sản Việt Nam quang vinh muôn năm!"]
        [[exclude]]
        unit = "UBND*"
        proof = true
        [[override]]
        match = {{ unit = "Đảng ủy*", slogan = "cv9743-05" }}
        set = {{ hang_from = "21/01/2026" }}
        ''',
    )
    assert faults(job) == []
    found = [(row.order.slogan, row.order.organisation, row.order.hang) for row in job.rows if row.order]
    assert found == [
        ("cv9743-02", OTHER_OFFICE, HANG),
        ("dn23-06", OTHER_OFFICE, HANG),
        ("cv9743-05", OFFICE, HANG),
        ("cv9743-05", OTHER_OFFICE, "2026-01-21"),
    ]
    assert job.remarks == ("exclude 1 leaves out 2 signs", "exclude 2 meets no sign")


def test_a_text_that_holds_a_semicolon_is_one_text(tmp_path: Path, names: Names) -> None:
    text = names.slogans["dh14-theme-v3"]
    assert ";" in text
    job = read_job(toml_job(tmp_path / "job.toml", {"slogan": text}), names)
    assert [row.order.slogan for row in job.rows if row.order] == ["dh14-theme-v3"]


def test_a_rows_own_dates_replace_the_default_ones(tmp_path: Path, names: Names) -> None:
    signs = [{**SLOGAN, "hang_from": "21/01/2026", "hang_to": "22/01/2026"}, {**SLOGAN, "hang": "23/01/2026"}, SLOGAN]
    job = read_job(toml_job(tmp_path / "job.toml", *signs), names)
    assert [row.order.hang for row in job.rows if row.order] == ["2026-01-21..2026-01-22", "2026-01-23", HANG]


def test_faulty_rows_are_chosen_by_their_cells_too(codong: Codong, tmp_path: Path) -> None:
    job = toml_job(tmp_path / "job.toml", {**SLOGAN, "quantity": "ba"}, SLOGAN, {"slogan": "dn23-06"})
    ran = codong("batch", job, "--dry-run", "--only", "slogan=cv*", "--json")
    assert ran.code == 6 and len(ran.faults) == 1 and "takes 2 of 3" in ran.err


def test_a_sheet_may_give_the_rows(tmp_path: Path, names: Names) -> None:
    (tmp_path / "rows.csv").write_text("khẩu hiệu,đơn vị\ncv9743-02,UBND tỉnh Sơn La\n", encoding="utf-8")
    job = job_of(tmp_path, names, 'sheet = "rows.csv"\n[defaults]\nlayout = "pano/co-do"\nsize = "4x2m"\n')
    assert faults(job) == [] and job.rows[0].where == "rows.csv: row 2"


def test_what_stands_above_the_header_of_a_sheet_is_told_of(tmp_path: Path, names: Names) -> None:
    text = "khẩu hiệu,mẫu,khổ\ncv9743-02,pano/co-do,4x2m\n"
    for above, remarks in (
        ("", ()),
        ("DANH SÁCH,,\n", ("a.csv: the columns are named in row 2; what stands above is passed over",)),
    ):
        (tmp_path / "a.csv").write_text(above + text, encoding="utf-8")
        job = read_job(tmp_path / "a.csv", names)
        assert job.remarks == remarks and faults(job) == [] and len(job.rows) == 1


def test_texts_of_the_catalogue_stand_for_their_ids(tmp_path: Path, names: Names) -> None:
    sign = {"slogan": names.slogans["cv9743-02"], "đơn vị": "UBND tỉnh Sơn La"}
    job = read_job(toml_job(tmp_path / "job.toml", sign), names)
    assert [(row.order.slogan, row.order.organisation) for row in job.rows if row.order] == [("cv9743-02", OFFICE)]


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ({"slogan": ""}, "slogan: nothing is filled in"),
        ({**SLOGAN, "unit": "Phường Không Có"}, "organisation: no unit is called"),
        ({**SLOGAN, "màu": "đỏ"}, "no column is called 'màu'"),
        ({**SLOGAN, "quantity": "ba", "dpi": "x"}, "quantity: is not a number: 'ba'; dpi: is not a number"),
        ({**SLOGAN, "dpi": -1}, "dpi: Input should be greater than 0"),
        ({**SLOGAN, "hang_to": "03/02/2026", "hang": ""}, "hang_from: the first hang date is missing"),
        ({**SLOGAN, "hang_from": "20/01/2026", "hang": "20/01/2026"}, "hang: hang dates are given twice"),
        ({**SLOGAN, "quantity": "1.000"}, "quantity: may be thousands or a fraction"),
    ],
)
def test_a_faulty_sign_is_named_and_the_others_stand(
    tmp_path: Path, names: Names, sign: dict[str, Any], said: str
) -> None:
    job = read_job(toml_job(tmp_path / "job.toml", SLOGAN, sign), names)
    assert job.rows[0].fault is None
    (fault,) = faults(job)
    assert fault.startswith("job.toml: sign 2") and said in fault


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-job"),
        ("[[sign]\n", "broken-toml"),
        ("nothing = 1\n", "bad-field"),
        ('[defaults]\ncolour = "red"\n[[sign]]\nslogan = "a"\n', "unknown-column"),
        ('[[sign]]\nslogan = "a"\n[[exclude]]\nslogan = "*"\n', "empty-job"),
        ('[[sign]]\nslogan = "a"\n[[exclude]]\n', "no-condition"),
        ('[[sign]]\nslogan = "a"\n[[exclude]]\ncolour = "red"\n', "unknown-column"),
        ('sheet = "missing.csv"\n', "unreadable-file"),
    ],
)
def test_a_job_that_is_faulty_as_a_whole(tmp_path: Path, names: Names, text: str, code: str) -> None:
    with pytest.raises(CodongError) as fault:
        job_of(tmp_path, names, text)
    assert fault.value.code == code


def test_a_job_has_a_bound(tmp_path: Path, names: Names) -> None:
    sign = {"slogan": ["a"] * 400, "unit": [OFFICE] * 400, "size": ["x"] * 2}
    with pytest.raises(CodongError, match=f"more than {MAX_SIGNS}"):
        read_job(toml_job(tmp_path / "job.toml", sign), names)


def test_lists_are_counted_before_a_sign_is_made(tmp_path: Path, names: Names) -> None:
    """A few kilobytes stand for 64 million signs: nobody may wait, or lose all memory, to be told so."""
    many = ";".join(["a"] * 400)
    (tmp_path / "job.csv").write_text(f"Mẫu,Kích thước,Khẩu hiệu\n{many},{many},{many}\n", encoding="utf-8")
    with pytest.raises(CodongError, match=f"more than {MAX_SIGNS}") as fault:
        read_job(tmp_path / "job.csv", names)
    assert fault.value.code == "too-many-signs" and "row 2" in fault.value.where


def test_only_takes_what_meets_every_condition(tmp_path: Path, names: Names) -> None:
    job = read_job(
        toml_job(tmp_path / "job.toml", {"slogan": ["cv9743-02", "dn23-06"], "unit": [OFFICE, OTHER_OFFICE]}), names
    )
    wanted = parse_only("khẩu hiệu=cv*, unit=ubnd-*")
    assert [meets(row.cells, wanted, names) for row in job.rows] == [True, False, False, False]
    # A unit is met by its name too, whichever of the two the cell gives.
    assert [meets(row.cells, parse_only("unit=UBND*"), names) for row in job.rows] == [True, False, True, False]


# -- plan -----------------------------------------------------------------------------------------


def test_folders_by_template(studio: Studio) -> None:
    resolved = resolve(
        studio, Order(layout="pano/co-do", slogan="cv9743-02", size="2,5x2m", organisation=OFFICE, hang=HANG)
    )
    folder = folder_of("{format}/{unit}/{slogan}_{size}", resolved)
    assert folder == "pano/ubnd-tinh-son-la/cv9743-02_2500x2000mm"
    assert folder_of("", resolved) == ""
    for wrong in (
        "{colour}",
        "../x",
        "a//..",
        "CON",
        "{unit",
        "a:b",
        "Đợt 1",
        "dot.",
        "{0}",
        "x" * 101,
        "{format:{x}}",
        "{unit!r}",
        "Contact-Sheet/a",
    ):
        with pytest.raises(CodongError) as fault:
            folder_of(wrong, resolved)
        assert fault.value.code in ("bad-folder", "unknown-folder field")


def test_clashes_are_faults_before_anything_is_drawn(studio: Studio, tmp_path: Path, names: Names) -> None:
    sign = {**SLOGAN, "unit": OFFICE}
    job = read_job(toml_job(tmp_path / "job.toml", sign, sign, {**sign, "out": "khac"}, {**sign, "out": "Khac"}), names)
    planned = plan(studio, job)
    assert [row.index for row in planned.rows] == [0, 2]
    assert [(fault.index, fault.error.code) for fault in planned.faults] == [(1, "duplicate-row"), (3, "duplicate-row")]
    assert "is the same sign as job.toml: sign 1" in planned.faults[0].error.message


def test_one_binding_prefix_of_two_signs_would_be_a_clash(studio: Studio, tmp_path: Path, names: Names) -> None:
    from dataclasses import replace

    from renderer.batch.plan import _part_clashes

    job = read_job(toml_job(tmp_path / "job.toml", {**SLOGAN, "unit": OFFICE}), names)
    (row,) = plan(studio, job).rows
    other = replace(row, index=1, binding="0" * 64)
    kept, (fault,) = _part_clashes([row, other])
    assert kept == [row] and fault.error.code == "name-clash"
    long = replace(row, files=("x" * 201,))
    _, (fault,) = _part_clashes([long])
    assert fault.error.code == "path-too-long"

"""Every message names what the person at the command line knows: flags, columns of a job; never a field in backticks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pikepdf import Pdf

from renderer.batch.plan import Fault
from renderer.cli.commands import command_parser
from renderer.cli.main import main
from renderer.values.errors import CodongError, ExitCode
from tests.helpers.command import Ran
from tests.helpers.jobs import toml_job
from tests.helpers.signs import CONGRESS, HANG, SHORT
from tests.helpers.workspaces import ROOT, copy_workspace

LED = ["led/co-do", "--slogan", CONGRESS, "--size", "512x256px", "--hang", HANG]
PANO = ["pano/co-do", "--slogan", CONGRESS, "--size", "4x2m", "--hang", HANG]
APPROVE = ["approve", CONGRESS, "--by", "A", "--role", "duyệt"]
FILL = ["catalogue", "fill", "bac-event"]
IMPORT = ["catalogue", "import", "list.txt", "--dry-run"]
LIST = "Số: 12-CV/ĐU\nHà Nội, ngày 10 tháng 01 năm 2026\n\nKhẩu hiệu\n1. Mừng Đảng, mừng Xuân, mừng đất nước\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace, lists and spreadsheets of every kind of fault; nothing in it is changed."""
    folder = tmp_path_factory.mktemp("spoken")
    copy_workspace(folder / "workspace")
    shutil.copytree(folder / "workspace", folder / "strict")
    ask_for_approvals(folder / "strict")
    (folder / "list.txt").write_text(LIST, encoding="utf-8")
    (folder / "anonymous.txt").write_text(LIST.partition("\n\n")[2], encoding="utf-8")
    (folder / "twice.txt").write_text(f"Kèm theo công văn số 13-CV/ĐU ngày 31/2/2026\n{LIST}", encoding="utf-8")
    (folder / "tcvn3.csv").write_text(
        f"mẫu;khẩu hiệu;kích thước;đơn vị\nled/co-do;{SHORT};256x128px;§¶ng ñy ph­êng V¹n Xu©n\n", encoding="utf-8"
    )
    (folder / "tcvn3.txt").write_text("Khẩu hiệu\n1. Mõng §¶ng, mõng Xu©n, mõng ®Êt n­íc\n", encoding="utf-8")
    (folder / "latin.csv").write_bytes("Tên;Loại\n".encode() + b"\xa7\xb6ng \xf1y ph\xad\xeang;\xa7\xb6ng\n")
    two_sheets(folder / "two.xlsx")
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "page.pdf")
    (folder / "file").write_text("in the way")
    return folder


def ask_for_approvals(workspace: Path) -> None:
    with open(workspace / "codong.toml", "a", encoding="utf-8") as file:
        file.write('\n[policy]\nfinal = "approved"\nroles = ["duyệt"]\n')


def two_sheets(path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("hai")):
        sheet.append(["Mẫu", "Khẩu hiệu", "Tên"])
        sheet.append(["led/co-do", SHORT, "Đảng ủy phường A"])
        sheet.append(["led/co-do", CONGRESS, "Đảng ủy phường B"])
    book.save(path)


def call(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object, workspace: str = "workspace") -> Ran:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CODONG_CACHE", str(folder / "cache"))
        code = main(["--workspace", workspace, *map(str, arguments)])
    told = capsys.readouterr()
    assert "`" not in told.out + told.err
    return Ran(code, told.out, told.err)


# -- flags ----------------------------------------------------------------------------------------

WHERE: dict[str, tuple[list[str], str]] = {
    "size": ([*LED, "--size", "big"], "--size"),
    "aspect": ([*PANO, "--size", "4x0.5m"], "--size"),
    "unit of the size": ([*LED, "--size", "4x2m"], "--size"),
    "hang dates": ([*LED, "--hang", "soon"], "--hang"),
    "version": ([*LED, "--slogan-version", "9"], "--slogan-version"),
    "format of pixels": ([*LED, "--format", "pdf"], "--format"),
    "dpi of pixels": ([*LED, "--dpi", "90"], "--dpi"),
    "dpi out of range": ([*PANO, "--dpi", "-5"], "--dpi"),
    "too many pixels": ([*PANO, "--format", "png", "--dpi", "600"], "--dpi"),
    "name of a body": ([*LED, "--unit", "Phường  Vạn Xuân"], "--unit"),
    "name of a body, by the other flag": ([*LED, "--organisation", "Phường  Vạn Xuân"], "--unit"),
    "imprint": ([*LED, "--imprint", "Cty A"], "--imprint"),
    "logo": ([*LED, "--logo", "nope"], "image"),
    "eyelets": ([*PANO, "--eyelets", "500"], "--eyelets"),
    "finishing": ([*PANO, "--size", "20x10cm", "--finishing", "eyelets"], "--finishing"),
    "panels in pixels": ([*PANO, "--panels", "100x100px"], "--panels"),
    "narrow panels": ([*PANO, "--panels", "10x10mm"], "--panels"),
    "overlap": ([*PANO, "--overlap", "10"], "--overlap"),
    "page too large": ([*PANO, "--size", "60x30m"], "--size"),
    "scale": ([*PANO, "--size", "20x10m", "--scale", "1", "--standard", "x1a"], "--scale"),
    "bleed": ([*PANO, "--bleed", "200"], "--bleed"),
    "viewing": ([*PANO, "--viewing", "0"], "--viewing"),
    "draft": (["led/co-do", "--slogan", "bc26-02", "--size", "512x256px", "--hang", HANG], "slogan bc26-02"),
}


@pytest.mark.parametrize(("arguments", "where"), WHERE.values(), ids=WHERE.keys())
def test_render_names_its_flags(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], where: str
) -> None:
    ran = call(capsys, folder, "render", *arguments, "--out", "never", "--json")
    [error] = json.loads(ran.out)["errors"]
    assert error["where"] == where and ran.err.startswith(f"codong: {where}: ")
    assert not (folder / "never").exists() or list((folder / "never").iterdir()) == []


@pytest.mark.parametrize("name", ["render", "typeset"])
def test_an_order_is_the_same_by_both_names_of_a_flag(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    out = ["--out", str(tmp_path)] if name == "render" else []
    shown = []
    for unit, draft in (("--unit", "--draft"), ("--organisation", "--proof")):
        arguments = [name, *LED, unit, "dang-uy-phuong-van-xuan", draft, *out, "--json"]
        assert main(["--workspace", str(ROOT), *arguments]) == ExitCode.DONE
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]


WORDS: dict[str, tuple[list[str], str]] = {
    "a draft": (["render", "led/co-do", "--slogan", "bc26-02", "--size", "512x256px"], "can be made with --draft"),
    "no eyelets": (["render", *PANO, "--eyelets", "500"], "use it with --finishing eyelets"),
    "no panels": (["render", *PANO, "--overlap", "10"], "use it with --panels"),
    "a large page": (["render", *PANO, "--size", "60x30m"], "cut it into --panels"),
    "no frame for a text": (["render", *LED, "--imprint", "Cty A"], "leave --imprint out"),
    "a folder in the way": (["render", *LED, "--out", "file"], "choose another folder with --out"),
    "a batch's folder in the way": (["batch", "tcvn3.csv", "--accept-converted", "--out", "file"], "with --out"),
    "a subject": (["approve", "S L", "--by", "A", "--role", "r"], "codong: SUBJECT: 'S L' is neither"),
    "who": (["approve", CONGRESS, "--by", "A  B", "--role", "r"], "codong: --by: the text has"),
    "a role": (["approve", CONGRESS, "--by", "A", "--role", "a  b"], "codong: --role: the text has"),
    "a day": ([*APPROVE, "--on", "soon"], "codong: --on: "),
    "more than a day": ([*APPROVE, "--from", HANG], "codong: --from: "),
    "the last day": ([*APPROVE, "--to", "soon"], "codong: --to: "),
    "nothing to lift": ([*APPROVE, "--lifts", "3"], "codong: --lifts: "),
    "a draft in its place": (
        ["withdraw", SHORT, "--by", "A", "--role", "r", "--replaced-by", "bc26-02"],
        "codong: --replaced-by: bc26-02 is not issued",
    ),
    "a short hash": (["audit", "--head", "abc"], "codong: --head: "),
    "no year": (FILL, "hint: --year ..."),
    "a bad year": ([*FILL, "--year", "26"], "codong: --year: "),
    "no template": (["catalogue", "fill", CONGRESS], "codong: ID: "),
    "a bad id": ([*FILL, "--year", "2026", "--id", "X Y"], "codong: --id: "),
    "a taken id": ([*FILL, "--year", "2026", "--id", CONGRESS], "choose another with --id"),
    "a reason": ([*FILL, "--year", "2026", "--although", "a  b"], "codong: --although: "),
    "a number": ([*IMPORT, "--document", "x"], "codong: --document: "),
    "a date": ([*IMPORT, "--issued-on", "x"], "codong: --issued-on: "),
    "a campaign": ([*IMPORT, "--campaign", "thi-dua-yeu-nuo"], "codong: --campaign: "),
    "a phase alone": ([*IMPORT, "--phase", "p"], "give --campaign ID too"),
    "a prefix": ([*IMPORT, "--prefix", "A B"], "codong: --prefix: "),
    "a taken prefix": ([*IMPORT, "--prefix", "cv9743"], "choose others with --prefix"),
    "an issuer": ([*IMPORT, "--issuer", "a  b"], "codong: --issuer: "),
    "no paper": (["catalogue", "import", "anonymous.txt", "--status", "issued"], "--document, --issuer, --issued-on"),
    "two papers": (["catalogue", "import", "twice.txt", "--dry-run"], "give --document"),
    "no such day": (["catalogue", "import", "twice.txt", "--dry-run"], "give --issued-on"),
    "no correction": (
        ["catalogue", "import", "two.xlsx", "--sheet", "hai", "--corrects", CONGRESS],
        "without --corrects",
    ),
    "a legacy list": (["catalogue", "import", "tcvn3.txt", "--dry-run"], "take it over with --accept-converted"),
    "sheets of a list": (["catalogue", "import", "two.xlsx"], "choose one with --sheet NAME"),
    "sheets of units": (["units", "import", "two.xlsx", "--source", "s"], "choose one with --sheet NAME"),
    "sheets of a job": (["batch", "two.xlsx", "--dry-run"], "choose one with --sheet NAME"),
    "bytes of a sheet": (["units", "import", "latin.csv", "--source", "s"], "--accept-converted takes"),
    "a legacy cell": (["batch", "tcvn3.csv", "--dry-run", "--jobs", "1"], "take it over with --accept-converted"),
    "a choice": (["batch", "tcvn3.csv", "--only", "x"], "codong: --only: "),
    "no workers": (["batch", "tcvn3.csv", "--jobs", "0"], "codong: --jobs: "),
    "a suffix": (["catalogue", "export", "x.doc"], "codong: FILE: "),
    "a form's suffix": (["job", "template", "x.doc"], "codong: FILE: "),
    "no signs": (["sheet", "workspace"], "codong: DIR: "),
    "a job of two folders": (["stale", "a", "b", "--job", "x.toml"], "codong: --job: "),
    "a text without sheets": (["check", "Mừng Xuân", "--sheet", "a"], "codong: --sheet: "),
    "no text": (["check", " "], "codong: TEXT|FILE: "),
    "an odd text": (["marks", "a  b"], "codong: TEXT: "),
    "pixels of a page": (["preflight", "page.pdf", "--size", "100x100px"], "codong: --size: "),
}


@pytest.mark.parametrize(("arguments", "words"), WORDS.values(), ids=WORDS.keys())
def test_a_message_names_flags(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], words: str
) -> None:
    ran = call(capsys, folder, *arguments)
    assert words in ran.out + ran.err


@pytest.mark.parametrize("name", ["twice", "anonymous", "tcvn3"])
def test_what_an_import_understood_names_flags_in_json(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str
) -> None:
    options = ["--document", "99-CV/ĐU", "--issued-on", "1/2/2026", "--issuer", "Đảng ủy B"]
    ran = call(capsys, folder, "catalogue", "import", f"{name}.txt", *options, "--dry-run", "--json")
    told: dict[str, Any] = json.loads(ran.out)
    assert {fact["from"] for fact in told["facts"].values()} == {
        "given as --document",
        "given as --issued-on",
        "given as --issuer",
    }
    assert any("--accept-converted" in fault for fault in told["faults"]) == (name == "tcvn3")
    if name == "twice":
        assert any("give --issued-on" in remark for remark in told["remarks"])


def test_a_draft_issued_now_keeps_its_campaign(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy_workspace(tmp_path / "workspace")
    (tmp_path / "anonymous.txt").write_text("Khẩu hiệu\n1. Trồng mới một nghìn cây xanh\n", encoding="utf-8")
    assert call(capsys, tmp_path, "catalogue", "import", "anonymous.txt").code == ExitCode.DONE
    paper = ["--document", "12-CV/ĐU", "--issued-on", "10/1/2026", "--issuer", "Đảng ủy B", "--status", "issued"]
    ran = call(capsys, tmp_path, "catalogue", "import", "anonymous.txt", *paper, "--campaign", "bau-cu-2026")
    assert ran.code == ExitCode.DONE
    assert "keeps its campaign and phase: --campaign bau-cu-2026 changes nothing" in ran.out


def test_what_another_command_must_do_first_is_said_in_its_flags(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    ran = call(capsys, folder, "render", *LED, workspace="strict")
    assert ran.code == ExitCode.REFUSED
    assert f"codong approve slogan:{CONGRESS}@1 --role 'duyệt' --by NAME" in ran.err
    ran = call(capsys, folder, "approve", CONGRESS, "--by", "A", "--role", "nobody", workspace="strict")
    assert ran.code == ExitCode.USAGE


def test_a_lifted_withdrawal_and_a_doubt_name_flags(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy_workspace(tmp_path / "workspace")
    by = ["--by", "A", "--role", "duyệt"]
    assert call(capsys, tmp_path, "withdraw", SHORT, *by, "--on", "2026-01-20").code == ExitCode.DONE
    assert "say so: --lifts 1" in call(capsys, tmp_path, "approve", SHORT, *by).err
    earlier = call(capsys, tmp_path, "approve", SHORT, *by, "--lifts", "1", "--on", "2026-01-01")
    assert earlier.err.startswith("codong: --on: was withdrawn")


def test_stale_signs_and_their_advice_name_flags(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy_workspace(tmp_path / "workspace")
    assert call(capsys, tmp_path, "render", *LED, "--out", "signs").code == ExitCode.DONE
    withdrawn = ["withdraw", CONGRESS, "--by", "A", "--role", "r", "--on", "2026-01-01", "--replaced-by", SHORT]
    assert call(capsys, tmp_path, *withdrawn).code == ExitCode.DONE
    assert call(capsys, tmp_path, "stale", "signs", "--all").code == ExitCode.REFUSED
    [sign] = json.loads(call(capsys, tmp_path, "stale", "signs", "--all", "--json").out)["stale"]
    assert set(sign) == {"files", "reasons", "hang", "advice", "order"} and sign["order"]["slogan"] == SHORT
    assert call(capsys, tmp_path, "stale", "signs", "--all", "--job", "job.toml").code == ExitCode.REFUSED
    assert "`" not in (tmp_path / "job.toml").read_text(encoding="utf-8")
    ask_for_approvals(tmp_path / "workspace")
    advice = f"codong approve slogan:{SHORT}@1 --role 'duyệt' --by NAME"
    assert f"    -> {advice}" in call(capsys, tmp_path, "stale", "signs", "--all").out
    [sign] = json.loads(call(capsys, tmp_path, "stale", "signs", "--all", "--json").out)["stale"]
    assert sign["order"] is None and sign["advice"].startswith(advice)


# -- columns --------------------------------------------------------------------------------------

ROWS: list[tuple[dict[str, Any], str, str]] = [
    ({"size": "big"}, "size", ""),
    ({"hang": "2026-02-03..2026-01-19"}, "hang", ""),
    ({"unit": "nope"}, "job.toml: sign 3, organisation", ""),
    ({"format": "pdf"}, "formats", ""),
    ({"imprint": "Cty A"}, "imprint", "leave imprint out, or choose another layout"),
    ({"eyelets": 500}, "eyelets", "use it with finishing eyelets"),
    ({"layout": "pano/co-do", "size": "60x30m"}, "size", "cut it into panels"),
    ({"slogan": "bc26-02"}, "slogan bc26-02", "a watermarked picture of it can be made with draft"),
    ({"slogan_version": 9}, "slogan_version", ""),
    ({"out": "a b"}, "out", ""),
    ({"out": "{nope}"}, "folder field", ""),
    ({"hang": HANG, "hang_from": "2026-01-20"}, "job.toml: sign 12, hang", ""),
    ({"proof": "vielleicht"}, "job.toml: sign 13, draft", ""),
]


def test_faults_of_a_batch_name_columns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy_workspace(tmp_path / "workspace")
    defaults = {"layout": "led/co-do", "size": "256x128px", "slogan": SHORT}
    toml_job(tmp_path / "job.toml", *(row for row, _, _ in ROWS), **defaults)
    ran = call(capsys, tmp_path, "batch", "job.toml", "--dry-run", "--jobs", "1", "--json")
    assert ran.code == ExitCode.BATCH_PARTLY_FAILED
    faults = {fault["row"]: fault for fault in ran.faults}
    for number, (_, where, hint) in enumerate(ROWS, 1):
        fault = faults[f"job.toml: sign {number}"]
        assert fault["where"] == where
        assert fault["hint"] == hint or not hint
    told = call(capsys, tmp_path, "batch", "job.toml", "--dry-run", "--jobs", "1")
    assert "fault: job.toml: sign 1: size: 'big' is not a size" in told.err
    assert "job.toml: sign 10  out: 'a b' is not a folder name" in told.out


def test_a_sign_that_took_all_memory_asks_for_fewer_workers_by_the_flag() -> None:
    names = command_parser().parse_args(["batch", "job.toml"]).parser.field_names()
    hint = "use fewer workers (`jobs` 1), other `panels`, or another folder with `out`"
    fault = Fault(3, "row 4", CodongError("no-memory", "not enough", where="row 4", field="out", hint=hint))
    told = fault.name_fields(names)
    assert told.error.hint == "use fewer workers (--jobs 1), other panels, or another folder with --out"
    assert (told.said, told.as_json()["where"]) == ("out: not enough", "row 4, out")


# -- what a person wrote --------------------------------------------------------------------------


def test_words_of_a_person_are_shown_as_they_were_written(capsys: pytest.CaptureFixture[str]) -> None:
    """A field's name in backticks is a mark in texts of the library alone."""
    assert main(["--workspace", str(ROOT), "check", "Mừng `size` Xuân", "--json"]) == ExitCode.REFUSED
    assert json.loads(capsys.readouterr().out)["text"] == "Mừng `size` Xuân"

"""The command's contract: output, JSON, exit codes, one clear message for every fault."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from renderer import __version__
from renderer.cli.main import main
from renderer.contract.order import Order
from renderer.values.errors import ExitCode
from tests.helpers.signs import CONGRESS, HANG
from tests.helpers.workspaces import ROOT

LED = ["render", "led/co-do", "--slogan", CONGRESS, "--size", "512x256px", "--hang", HANG]


def run(*arguments: str, workspace: Path = ROOT) -> int:
    return main(["--workspace", str(workspace), *arguments])


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def exit_code_of(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


# -- render ---------------------------------------------------------------------------------------


def test_render_says_where_to_look(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(*LED, "--out", str(tmp_path)) == 0
    out = capsys.readouterr().out
    assert HANG in out and "NHIỆT LIỆT CHÀO MỪNG /" in out
    assert Path(out.splitlines()[-1]).is_file()


def test_render_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    result = run_json(
        capsys,
        "render",
        "ap-phich/co-do",
        "--slogan",
        CONGRESS,
        "--size",
        "A3",
        "--format",
        "pdf,png",
        "--dpi",
        "40",
        "--event",
        "thanh-lap-dang-96",
        "--unit",
        "Đảng ủy phường Vạn Xuân",
        "--hang",
        HANG,
        "--out",
        str(tmp_path),
    )
    assert result["schema"] == 1 and result["errors"] == []
    [asset] = result["assets"]
    assert set(asset) == {"binding", "layout", "slogan", "unit", "event", "hang", "files", "frames", "warnings"}
    assert (asset["layout"], asset["slogan"], asset["event"]) == ("ap-phich/co-do", CONGRESS, "thanh-lap-dang-96")
    assert (asset["unit"], asset["hang"], asset["warnings"]) == ("Đảng ủy phường Vạn Xuân", HANG, [])
    pdf, png = asset["files"]
    keys = {"path", "kind", "trim_mm", "bleed_mm", "scale", "page", "pixels", "dpi", "sha256"}
    assert set(pdf) == set(png) == keys
    assert (pdf["kind"], pdf["trim_mm"], pdf["bleed_mm"], pdf["scale"]) == ("pdf", [297, 420], 3, "1:1")
    assert (png["pixels"], png["dpi"]) == ([468, 661], 40)
    assert all(Path(f["path"]).is_file() for f in asset["files"])
    slogan = next(f for f in asset["frames"] if f["name"] == "slogan")
    assert {"name", "text", "lines", "font", "font_size_mm", "cap_height_mm"} <= set(slogan)
    assert " ".join(slogan["lines"]) == slogan["text"] and slogan["font"] == "Be Vietnam Pro/800"
    assert slogan["cap_height_mm"] == pytest.approx(slogan["font_size_mm"] * 0.74, abs=1e-3)


def test_every_order_field_is_a_flag_and_documented(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["render", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for name, field in Order.model_fields.items():
        assert field.description, name
        flag = {"formats": "--format", "layout": "LAYOUT"}.get(name, "--" + name.replace("_", "-"))
        assert flag in text, flag


FAULTS: dict[str, tuple[list[str], ExitCode, str]] = {
    "unknown layout": (["render", "pano/x", "--slogan", CONGRESS, "--size", "4x2m"], ExitCode.USAGE, "pano/co-do"),
    "unknown slogan": (["render", "pano/co-do", "--slogan", "x", "--size", "4x2m"], ExitCode.USAGE, CONGRESS),
    "unknown event": ([*LED, "--event", "x"], ExitCode.USAGE, "thanh-lap-dang-96"),
    "unknown unit": ([*LED, "--unit", "x"], ExitCode.USAGE, "dang-uy-phuong-van-xuan"),
    "unknown format": ([*LED, "--format", "gif"], ExitCode.USAGE, "pdf-live, png"),
    "bad size": (["render", "pano/co-do", "--slogan", CONGRESS, "--size", "big"], ExitCode.USAGE, "2,5x5m"),
    "bad hang": ([*LED, "--hang", "soon"], ExitCode.USAGE, "2026-01-19..2026-02-03"),
    "hang backwards": ([*LED, "--hang", "2026-02-03..2026-01-19"], ExitCode.USAGE, "ends before"),
    "impossible day": ([*LED, "--hang", "2026-02-30"], ExitCode.USAGE, "no day"),
    "negative dpi": (
        ["render", "pano/co-do", "--slogan", CONGRESS, "--size", "4x2m", "--dpi", "-5"],
        ExitCode.USAGE,
        "dpi",
    ),
    "expired slogan": (
        ["render", "led/co-do", "--slogan", "bc21-01", "--size", "512x256px"],
        ExitCode.REFUSED,
        "expired",
    ),
    "draft slogan": (
        ["render", "led/co-do", "--slogan", "bc26-02", "--size", "512x256px"],
        ExitCode.REFUSED,
        "--draft",
    ),
    "text too long": (
        ["render", "led/co-do", "--slogan", "dh14-theme-v3", "--size", "512x256px", "--hang", HANG],
        ExitCode.REFUSED,
        "cap height",
    ),
    "missing glyph": ([*LED, "--unit", "Phường 中"], ExitCode.REFUSED, "U+4E2D"),
    "page too large": (["render", "pano/co-do", "--slogan", CONGRESS, "--size", "60x30m"], ExitCode.REFUSED, "50.8 m"),
    "too many pixels": (
        [
            "render",
            "pano/co-do",
            "--slogan",
            CONGRESS,
            "--size",
            "4x2m",
            "--format",
            "png",
            "--dpi",
            "600",
            "--hang",
            HANG,
        ],
        ExitCode.REFUSED,
        "32767",
    ),
}


@pytest.mark.parametrize(("arguments", "code", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_has_its_code_and_says_how_to_mend_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], code: ExitCode, words: str
) -> None:
    out = tmp_path / "out"
    assert run(*arguments, "--out", str(out), "--json") == code
    captured = capsys.readouterr()
    assert captured.err.startswith("codong: ") and words in captured.err
    result = json.loads(captured.out)
    [error] = result["errors"]
    assert result["assets"] == [] and set(error) == {"code", "where", "message", "hint"}
    assert not out.exists() or list(out.iterdir()) == []


def test_a_call_that_cannot_be_parsed_is_a_usage_fault(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["rendre"], ["render"], ["render", "pano/co-do", "--slogan", "x"], [*LED, "--dpi", "many"]):
        assert exit_code_of(arguments) == ExitCode.USAGE
    assert "usage" in capsys.readouterr().err


def test_no_such_workspace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("list", "slogans", workspace=tmp_path) == ExitCode.USAGE
    assert "codong init" in capsys.readouterr().err


# -- a faulty workspace ---------------------------------------------------------------------------


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


ART = "layouts/led/co-do/art.svg.j2"
TOML = "layouts/led/co-do/layout.toml"
BROKEN: dict[str, tuple[str, str, str, str]] = {
    "broken TOML": (TOML, "title =", "title", "not valid TOML"),
    "unknown field": (TOML, "viewing_m = 15", "viewing_m = 15\ncolour = 1", "colour: unknown field"),
    "missing field": (TOML, "viewing_m = 15", "", "viewing_m: missing"),
    "bad declared size": (TOML, '"512x256px"', '"big"', "'big' is not a size"),
    "no slogan frame": (TOML, 'content = "slogan"', 'content = "unit"', "exactly one frame"),
    "unpinned weight": (TOML, "weight = 800", "weight = 900", "Be Vietnam Pro/900"),
    "unknown swatch": (TOML, 'fill = "star-yellow"', 'fill = "pink"', "pink"),
    "broken template": (ART, "{% set", "{% sett", "line"),
    "undefined name": (ART, "c.flag_red", "c.flag_rde", "flag_rde"),
    "hostile template": (ART, "{% set r", "{% set z = ().__class__.__bases__ %}{% set r", "unsafe"),
    "broken SVG": (ART, "</svg>", "", "not well-formed"),
    "text in art": (ART, "</svg>", "<text>x</text></svg>", "<text>"),
    "outside reference": (ART, "</svg>", '<use href="file:///etc/passwd"/></svg>', "reaches outside"),
    "frame missing": (ART, 'data-frame="slogan"', 'data-frame="sologan"', "slogan"),
    "frame outside the safe area": (
        ART,
        'data-frame="slogan" x="{{ column }}"',
        'data-frame="slogan" x="1"',
        "safe area",
    ),
    "unpainted ground": (ART, 'height="{{ H }}" fill', 'height="{{ H / 2 }}" fill', "unpainted"),
    "changed font": ("fonts/be-vietnam-pro/BeVietnamPro_800ExtraBold.ttf", "", "", "is not the pinned file"),
    "font without a licence entry": ("fonts/fonts.toml", 'licence = "OFL-1.1"', "", "licence: missing"),
    "broken catalogue": ("assets/catalogue/slogans.toml", "version = 1", "version = one", "slogans.toml"),
    "unknown catalogue field": (
        "assets/catalogue/slogans.toml",
        "version = 1",
        "version = 1\ncolour = 2",
        "slogan cv9743-01: colour: unknown field",
    ),
    "profile missing": ("codong.toml", "FOGRA39L_coated", "FOGRA99", "FOGRA99"),
    "profile of another kind": ("codong.toml", "icc/FOGRA39L_coated.icc", "palette.toml", "not a CMYK output profile"),
    "broken marker": ("codong.toml", "schema = 1", "schema = 7", "schema"),
}


@pytest.mark.parametrize(("file", "old", "new", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_faulty_workspace_is_named(
    capsys: pytest.CaptureFixture[str], own_workspace: Path, tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    path = own_workspace / file
    if path.suffix == ".ttf":
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    else:
        replace(path, old, new)
    out = tmp_path / "out"
    assert run(*LED, "--out", str(out), workspace=own_workspace) == ExitCode.BAD_DATA
    assert words in capsys.readouterr().err
    assert not out.exists() or list(out.iterdir()) == []


# -- writing --------------------------------------------------------------------------------------


def test_an_output_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for out in (tmp_path / "file", tmp_path / "file/below", Path("/proc/no-such-folder")):
        assert run(*LED, "--out", str(out)) == ExitCode.CANNOT_WRITE
        assert "--out" in capsys.readouterr().err


def test_other_bytes_are_not_overwritten(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(*LED, "--out", str(tmp_path)) == 0
    [path] = tmp_path.glob("*.png")
    path.write_bytes(b"mine")
    assert run(*LED, "--out", str(tmp_path)) == ExitCode.CANNOT_WRITE
    assert "--overwrite" in capsys.readouterr().err and path.read_bytes() == b"mine"
    assert run(*LED, "--out", str(tmp_path), "--overwrite") == 0
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize("limit", [1_000, 20_000])
def test_a_file_size_limit_in_mid_write_leaves_nothing(tmp_path: Path, limit: int) -> None:
    """The disk gives out while a file, or the manifest, is being written."""
    command = [sys.executable, "-m", "renderer", "--workspace", str(ROOT), *LED, "--out", str(tmp_path / "out")]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == ExitCode.CANNOT_WRITE, done.stderr
    assert "cannot be written" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


# -- words and names that no system takes ---------------------------------------------------------

LONG = "n" * 256
BY = ["--by", "A", "--role", "duyệt"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", LONG], ExitCode.REFUSED),
        (["check", LONG + ".docx"], ExitCode.BAD_DATA),
        (["approve", LONG, *BY], ExitCode.USAGE),
        (["history", LONG], ExitCode.USAGE),
        (["audit", LONG], ExitCode.BAD_DATA),
        (["stale", LONG], ExitCode.BAD_DATA),
        (["verify", LONG + ".pdf"], ExitCode.VERIFY_FAILED),
        (["batch", LONG + ".toml"], ExitCode.BAD_DATA),
        (["job", "template", LONG + ".xlsx"], ExitCode.CANNOT_WRITE),
        (["catalogue", "export", LONG + ".xlsx"], ExitCode.CANNOT_WRITE),
        (["list", "slogans", "--workspace", LONG], ExitCode.USAGE),
        (["list", "slogans", "--workspace", "a\0b"], ExitCode.USAGE),
        ([*LED, "--out", LONG], ExitCode.CANNOT_WRITE),
        (["typeset", *LED[1:], "--svg", "."], ExitCode.CANNOT_WRITE),
        (["typeset", *LED[1:], "--svg", "/"], ExitCode.CANNOT_WRITE),
        (["typeset", *LED[1:], "--cap-height", "1e-10"], ExitCode.USAGE),
        (["typeset", *LED[1:], "--cap-height", "nan"], ExitCode.USAGE),
        (["typeset", *LED[1:], "--viewing", "1e400"], ExitCode.USAGE),
        (["verify", "x.pdf", "--manifest=--"], ExitCode.USAGE),
        (["approve", "dn23-06", "--by", "\udcff", "--role", "duyệt"], ExitCode.USAGE),
        (["check", "\udcff"], ExitCode.USAGE),
        (["batch", "/dev/zero"], ExitCode.BAD_DATA),
        (["verify", "/dev/zero"], ExitCode.VERIFY_FAILED),
        (["verify", "x.pdf", "--manifest", "/dev/zero"], ExitCode.BAD_DATA),
    ],
    ids=lambda value: " ".join(value)[:40].encode("ascii", "replace").decode() if isinstance(value, list) else "",
)
def test_words_and_names_that_no_system_takes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], code: ExitCode
) -> None:
    with chdir(tmp_path):
        try:
            found = run(*words)
        except SystemExit as end:
            found = int(str(end.code))
    told = capsys.readouterr().err
    assert found == code and "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_name_cannot_forge_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a\nPROVEN  b\x1b[2J\u202e.pdf"
    path.write_bytes(b"x")
    assert run("verify", str(path)) == ExitCode.VERIFY_FAILED
    out = capsys.readouterr().out
    assert not re.search("^PROVEN", out, re.MULTILINE) and "\x1b" not in out and "\u202e" not in out


def test_a_pipe_is_not_waited_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("a.toml", "a.csv", "a.xlsx"):
        os.mkfifo(tmp_path / name)
        assert run("batch", str(tmp_path / name)) == ExitCode.BAD_DATA
        assert "is a pipe, not a file" in capsys.readouterr().err


# -- list, verify, init, version ------------------------------------------------------------------


def test_lists_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    slogans = run_json(capsys, "list", "slogans")["slogans"]
    assert len(slogans) == 64
    assert {"id", "text", "kind", "status", "campaign"} <= set(slogans[0])
    layouts = run_json(capsys, "list", "layouts")["layouts"]
    assert {a["id"] for a in layouts} == {"pano/co-do", "bang-ron/co-do", "ap-phich/co-do", "led/co-do"}
    assert {"id", "format", "family", "sizes", "aspect"} <= set(layouts[0])
    events = run_json(capsys, "list", "events")["events"]
    assert {e["id"]: e["dates"] for e in events}["dai-hoi-xiv"] == "20 - 23/01/2026"
    assert run_json(capsys, "list", "units")["units"][0].keys() >= {"id", "name"}
    assert {f["key"] for f in run_json(capsys, "list", "fonts")["fonts"]} >= {"Oswald/700", "Lora/700"}


@pytest.mark.parametrize("what", ["slogans", "events", "units", "layouts", "fonts"])
def test_lists_for_people(capsys: pytest.CaptureFixture[str], what: str) -> None:
    assert run("list", what) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 3


def test_verify(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(*LED, "--out", str(tmp_path)) == 0
    [path] = tmp_path.glob("*.png")
    capsys.readouterr()
    assert run("verify", str(path)) == 0
    assert capsys.readouterr().out.startswith("PROVEN")
    result = run_json(capsys, "verify", str(path))
    assert result["files"][0]["passed"] and result["files"][0]["findings"] == []
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(path.read_bytes()[:-1] + b"x")
    assert run("verify", str(path), str(stranger), str(tmp_path / "absent.pdf")) == ExitCode.VERIFY_FAILED
    out = capsys.readouterr().out
    assert "PROVEN" in out and "unknown-file" in out and "absent.pdf" in out
    moved = tmp_path / "elsewhere" / path.name
    moved.parent.mkdir()
    path.rename(moved)
    assert run("verify", str(moved), "--manifest", str(tmp_path / "manifest.jsonl")) == 0
    assert run("verify", str(moved), "--manifest", str(tmp_path / "none.jsonl")) == ExitCode.BAD_DATA


def test_a_broken_manifest_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"schema": 1}\n')
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert run("verify", str(tmp_path / "a.pdf")) == ExitCode.BAD_DATA
    assert "line 1" in capsys.readouterr().err


def test_init_writes_a_workspace_that_works(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "phuong"
    assert main(["init", str(target)]) == 0
    assert run(*LED, "--out", str(tmp_path / "out"), workspace=target) == 0
    assert main(["init", str(target)]) == ExitCode.CANNOT_WRITE
    assert "not empty" in capsys.readouterr().err


def test_the_packed_workspace_is_announced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["list", "layouts"]) == 0
    assert "packed workspace" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"codong {__version__}"


def test_an_internal_fault_is_reported_as_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.cli import render

    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(render, "render", explode)
    assert run(*LED) == ExitCode.INTERNAL
    told = capsys.readouterr().err
    assert "internal fault while doing render led/co-do: RuntimeError: boom" in told and "Traceback" not in told
    [line] = [text for text in told.splitlines() if "please report this line" in text]
    assert __version__ in line and "cli/render.py, line " in line and "--slogan cv9743-02" in line
    assert run(*LED, "--debug") == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("CODONG_DEBUG", "1")
    assert run(*LED) == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_has_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli import render

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(render, "render", interrupt)
    assert run(*LED) == ExitCode.INTERRUPTED

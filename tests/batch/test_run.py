"""Runs as a user starts them: what is made, kept, refused, and what is left after a fault."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import zlib
from contextlib import AbstractContextManager
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from renderer.contract.manifest_file import read_manifest
from renderer.storage.lock import LOCK_NAME
from renderer.values.errors import ExitCode
from tests.helpers.command import CACHE, Codong, command, environment, setting
from tests.helpers.jobs import toml_job, tree
from tests.helpers.life import BY, LATER, run
from tests.helpers.signs import SHORT
from tests.helpers.waiting import bounded, wait_until
from tests.helpers.workspaces import ROOT

SIGNS: list[dict[str, Any]] = [
    {"slogan": ["cv9743-02", "dn23-06"], "size": ["4,8x0,6m", "5x1m"], "quantity": 2},
    {"layout": "led/co-do", "slogan": "dn23-06", "size": "512x256px"},
]
TOTAL = 5
ONE = ("--jobs", 1)
"""A second worker takes longer to start than a few signs take to make."""
Running = AbstractContextManager[subprocess.Popen[str]]


@pytest.fixture
def job(tmp_path: Path) -> Path:
    return toml_job(tmp_path / "job.toml", *SIGNS)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def end_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    assert events[-1]["event"] == "end"
    return events[-1]


def test_a_job_is_made_proven_and_kept(codong: Codong, job: Path, out: Path) -> None:
    ran = codong("batch", job, "--out", out, "--folders", "{format}", "--jobs", 2, "--json")
    assert ran.code == 0, ran.err
    assert end_of(ran.events) | {"made": TOTAL, "kept": 0, "faults": 0} == end_of(ran.events)
    files = tree(out)
    assert len(files) == TOTAL + 1 and {name.split("/")[0] for name in files} == {"bang-ron", "led", "manifest.jsonl"}
    entries = read_manifest(out / "manifest.jsonl")
    # In the order of the job, whichever worker was first.
    made = [(entry.order.size, entry.order.slogan) for entry in entries]
    both = ["cv9743-02", "dn23-06"]
    assert made == [*((size, s) for size in ("4800x600mm", "5000x1000mm") for s in both), ("512x256px", "dn23-06")]
    assert [entry.job.quantity for entry in entries if entry.job] == [2, 2, 2, 2, None]
    verified = codong("verify", *(out / name for name in files if not name.endswith(".jsonl")))
    assert verified.code == 0, verified.out

    again = codong("batch", job, "--out", out, "--folders", "{format}", "--json")
    assert again.code == 0 and end_of(again.events) | {"made": 0, "kept": TOTAL} == end_of(again.events)
    assert tree(out) == files


def test_only_what_is_missing_changed_or_unproven_is_made(codong: Codong, job: Path, out: Path) -> None:
    assert codong("batch", job, "--out", out, *ONE).code == 0
    files = tree(out)
    names = sorted(name for name in files if name.endswith(".pdf"))
    (out / names[0]).unlink()
    (out / names[1]).write_bytes(files[names[1]] + b"%")
    lines = files["manifest.jsonl"].splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join(line for line in lines if names[2].encode() not in line))
    ran = codong("batch", job, "--out", out, *ONE, "--json")
    assert {name for event in ran.events if event["event"] == "made" for name in event["files"]} == set(names[:3])
    assert end_of(ran.events)["kept"] == TOTAL - 3
    assert tree(out) == files


def test_only_our_own_unfinished_files_are_swept(codong: Codong, tmp_path: Path, out: Path) -> None:
    job = toml_job(tmp_path / "job.toml", {"slogan": "dn23-06"})
    (out / "deep").mkdir(parents=True)
    ours = [
        out / "deep/.bang-ron_co-do_x_y_4800x600mm_0123abcd.pdf.99999999.part",
        out / ".manifest.jsonl.99999999.part",
    ]
    others = [out / ".film.mkv.part", out / "deep/.notes.pdf.part", out / "a.pdf.99999999.part"]
    for path in ours + others:
        path.write_text("x")
    assert codong("batch", job, "--out", out, *ONE).code == 0
    assert not any(path.exists() for path in ours) and all(path.exists() for path in others)


def test_pdf_and_png_of_a_sign_in_rows_of_their_own(codong: Codong, tmp_path: Path, out: Path) -> None:
    signs = [{"slogan": "dn23-06", "formats": kind} for kind in ("pdf", "png")]
    job = toml_job(tmp_path / "job.toml", *signs)
    assert codong("batch", job, "--out", out, *ONE).code == 0
    assert [f.kind for entry in read_manifest(out / "manifest.jsonl") for f in entry.files] == ["pdf", "png"]
    again = codong("batch", job, "--out", out, *ONE, "--json")
    assert end_of(again.events) | {"made": 0, "kept": 2} == end_of(again.events)
    # One of them ordered no more stays recorded, and is named.
    one = codong("batch", toml_job(tmp_path / "one.toml", signs[1]), "--out", out, "--json")
    assert [name[-4:] for name in end_of(one.events)["strangers"]] == [".pdf"]
    assert len(read_manifest(out / "manifest.jsonl")) == 2


def test_a_new_note_is_recorded_without_drawing(codong: Codong, tmp_path: Path, out: Path) -> None:
    toml_job(tmp_path / "job.toml", {"slogan": "dn23-06", "place": "cổng UBND"})
    assert codong("batch", "job.toml", "--out", out, *ONE).code == 0
    toml_job(tmp_path / "job.toml", {"slogan": "dn23-06", "place": "nhà văn hóa", "quantity": 4})
    ran = codong("batch", "job.toml", "--out", out, *ONE, "--json")
    assert end_of(ran.events)["kept"] == 1
    (entry,) = read_manifest(out / "manifest.jsonl")
    assert entry.job is not None and (entry.job.place, entry.job.quantity) == ("nhà văn hóa", 4)


def test_files_of_another_job_are_named_and_stay(codong: Codong, tmp_path: Path, job: Path, out: Path) -> None:
    assert codong("batch", job, "--out", out, *ONE).code == 0
    before = tree(out)
    other = toml_job(tmp_path / "other.toml", {"slogan": "cv9743-05"})
    ran = codong("batch", other, "--out", out, *ONE)
    assert ran.code == 0 and f"{TOTAL} files in the folder belong to no sign of this job" in ran.out
    assert before.items() - {("manifest.jsonl", before["manifest.jsonl"])} <= tree(out).items()
    assert len(read_manifest(out / "manifest.jsonl")) == TOTAL + 1


FAULTY = [
    {"slogan": "dn23-06"},
    {"slogan": "dh14-theme-v3"},
    {"slogan": "dn23-07", "unit": "phuong-khong-co"},
    {"slogan": "dn23-06"},
    {"slogan": "qk75"},
    {"slogan": "dn23-06", "size": "2x2m"},
    {"slogan": "dn23-06", "size": "60x6m"},
    {"slogan": "dn23-06", "formats": "png", "dpi": 400, "size": "5x1m"},
    {"slogan": "dn23-06", "lines": "ĐẢNG|VIỆT NAM"},
]
CODES = [
    "does-not-fit",
    "unknown-unit",
    "duplicate-row",
    "slogan-expired",
    "wrong-aspect",
    "page-too-large",
    "too-many-pixels",
    "lines-differ",
]


def test_a_dry_run_finds_each_fault_that_a_run_finds_and_no_other(codong: Codong, tmp_path: Path, out: Path) -> None:
    job = toml_job(tmp_path / "job.toml", *FAULTY)
    dry = codong("batch", job, "--out", out, "--dry-run", "--json")
    assert dry.code == 6 and not out.exists()
    wet = codong("batch", job, "--out", out, "--json")
    assert wet.code == 6
    told = [sorted((f["row"], f["code"], f["message"]) for f in ran.faults) for ran in (dry, wet)]
    assert told[0] == told[1]
    assert sorted(code for _, code, _ in told[0]) == sorted(CODES)
    assert len(tree(out)) == 1 + 1
    table = codong("batch", job, "--out", out)
    assert "9 signs: 0 made and proven, 1 there already and intact, 8 with faults" in table.out
    assert "job.toml: sign 3" in table.out and "phuong-khong-co" in table.out


def test_a_file_size_limit_is_named_and_nothing_is_half_written(codong: Codong, job: Path, out: Path) -> None:
    assert codong("batch", job, "--out", out, *ONE).code == 0
    files = tree(out)
    for name in files:
        (out / name).unlink()
    # 64 blocks of 512 bytes: pictures fit, print files with their profile do not.
    ran = codong("batch", job, "--out", out, *ONE, "--json", limit="ulimit -f 64")
    assert ran.code == 6 and {fault["code"] for fault in ran.faults} == {"cannot-write"}
    left = tree(out)
    assert all(files[name] == data for name, data in left.items() if name != "manifest.jsonl")
    assert codong("batch", job, "--out", out, *ONE).code == 0
    assert tree(out) == files


def test_a_manifest_that_cannot_grow_ends_the_run_with_a_message(
    codong: Codong, tmp_path: Path, job: Path, out: Path
) -> None:
    other = toml_job(tmp_path / "other.toml", {"slogan": "cv9743-05"})
    assert codong("batch", other, "--out", out, *ONE).code == 0
    line = (out / "manifest.jsonl").read_bytes()
    kilobytes = 2000
    full = line * (kilobytes * 1024 // len(line))
    (out / "manifest.jsonl").write_bytes(full)
    ran = codong("batch", job, "--out", out, *ONE, "--only", "layout=bang-ron/*", limit=f"ulimit -f {kilobytes}")
    assert ran.code == 7 and "manifest.jsonl" in ran.err and "Traceback" not in ran.err
    assert (out / "manifest.jsonl").read_bytes() == full and not list(out.rglob("*.part"))
    assert codong("batch", job, "--out", out, *ONE).code == 0


def test_a_read_only_folder_is_named(codong: Codong, job: Path) -> None:
    # Nobody, root included, may write there.
    ran = codong("batch", job, "--out", "/proc/self/fdinfo", *ONE)
    assert ran.code == 7 and "/proc/self/fdinfo" in ran.err and "Traceback" not in ran.err
    ran = codong("batch", job, "--out", "/proc/out", *ONE)
    assert ran.code == 7 and "/proc/out" in ran.err


def test_a_folder_that_is_a_file_is_named(codong: Codong, job: Path, out: Path) -> None:
    out.write_text("")
    ran = codong("batch", job, "--out", out, *ONE)
    assert ran.code == 7 and str(out) in ran.err and "Traceback" not in ran.err


def test_what_is_planted_in_the_store_reaches_no_file(codong: Codong, job: Path, out: Path, tmp_path: Path) -> None:
    """The store holds notes and no art: whatever stands there, the files are the same."""
    cache = tmp_path / "cache"
    with setting(CACHE, str(cache)):
        assert codong("batch", job, "--out", out, *ONE).code == 0
        files = tree(out)
        entries = list(cache.iterdir())
        assert entries and all(len(path.read_bytes()) < 100 for path in entries)
        for number, path in enumerate(entries):
            path.write_bytes(b"%PDF-1.6 planted" if number % 2 else zlib.compress(bytes(10_000_000)))
            path.with_suffix(".master").write_bytes(b"codong-store-2\n" + b"0" * 64)
        for name in files:
            (out / name).unlink()
        assert codong("batch", job, "--out", out, *ONE).code == 0
    assert tree(out) == files
    assert {path.suffix for path in cache.iterdir()} == {".alike"}


def test_a_store_that_cannot_be_written_only_costs_time(codong: Codong, job: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    with setting(CACHE, str(tmp_path / "cache")):
        ran = codong("batch", job, "--out", out, *ONE)
    assert ran.code == 0 and "drawings are compared anew" in ran.err


def test_a_store_that_others_may_write_to_is_told_of(codong: Codong, job: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    with setting(CACHE, str(tmp_path / "cache")):
        ran = codong("batch", job, "--out", out, *ONE)
    assert ran.code == 0 and "others may write" in ran.err
    assert list((tmp_path / "cache").iterdir()) == []


def running(tmp_path: Path, job: Path, out: Path, *more: object, workspace: Path = ROOT) -> Running:
    """Start a run as a process of its own, which ends with the block."""
    line = command("batch", job, "--out", out, "--json", "--jobs", 2, *more, workspace=workspace)
    pipe = subprocess.PIPE
    return bounded(subprocess.Popen(line, text=True, stdout=pipe, stderr=pipe, env=environment(tmp_path)))


def long_job(tmp_path: Path) -> Path:
    return toml_job(
        tmp_path / "long.toml",
        {"slogan": ["cv9743-02", "dn23-06", "cv9743-05", "cv9743-07"], "size": ["4,8x0,6m", "5x1m", "5x0,8m"]},
        {"layout": "led/co-do", "slogan": ["dn23-06", "cv9743-02"], "size": ["512x256px", "1536x768px"]},
    )


def made(process: subprocess.Popen[str], count: int) -> int:
    """Wait until a run has made so many signs, or has ended; return how many it made till then."""
    assert process.stdout is not None
    seen = 0
    while seen < count and (line := process.stdout.readline()):
        seen += json.loads(line)["event"] == "made"
    return seen


def hold(process: subprocess.Popen[str]) -> None:
    """Stop a run where it stands, as it holds its folder, after its first sign."""
    assert made(process, 1) == 1
    process.send_signal(signal.SIGSTOP)
    assert process.poll() is None


def test_killed_at_any_moment_a_rerun_ends_with_the_same_files(codong: Codong, tmp_path: Path, out: Path) -> None:
    job = long_job(tmp_path)
    assert codong("batch", job, "--out", tmp_path / "whole").code == 0
    whole = tree(tmp_path / "whole")
    for count in (0, 1, 3, 5):
        with running(tmp_path, job, out) as process:
            made(process, count)
            process.kill()
            process.communicate(timeout=60)
    # Whoever was killed leaves no worker that still writes: the folder is free for the next run at once.
    ran = codong("batch", job, "--out", out, "--json")
    assert ran.code == 0 and end_of(ran.events)["kept"] >= 1
    assert tree(out) == whole


def test_ctrl_c_finishes_the_signs_in_hand(codong: Codong, tmp_path: Path, out: Path) -> None:
    job = long_job(tmp_path)
    with running(tmp_path, job, out) as process:
        hold(process)
        process.send_signal(signal.SIGINT)  # waits until the run goes on
        process.send_signal(signal.SIGCONT)
        rest, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    end = json.loads(rest.splitlines()[-1])
    assert end["interrupted"] and 1 <= end["made"] < 16
    files = tree(out)
    assert len([name for name in files if not name.endswith(".jsonl")]) == end["made"]
    assert len(read_manifest(out / "manifest.jsonl")) == end["made"]
    assert codong("batch", job, "--out", out).code == 0
    assert len(tree(out)) == 16 + 1


def test_a_second_run_is_refused_and_told_who_is_first(codong: Codong, tmp_path: Path, out: Path) -> None:
    job = long_job(tmp_path)
    with running(tmp_path, job, out) as process:
        hold(process)
        second = codong("batch", job, "--out", out)
        single = codong("render", "led/co-do", "--slogan", "dn23-06", "--size", "512x256px", "--out", out)
        process.send_signal(signal.SIGCONT)
        for refused in (second, single):
            assert refused.code == 7 and f"long.toml (process {process.pid}" in refused.err
        process.communicate(timeout=60)
    assert process.returncode == 0 and not (out / LOCK_NAME).exists()


def workers(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == parent and b"spawn_main" in words:
                found.append(int(entry.name))
    return found


def next_worker(process: subprocess.Popen[str], known: set[int]) -> int:
    """Wait for a worker of a run that was not seen before."""
    found: set[int] = set()

    def came() -> bool:
        found.update(set(workers(process.pid)) - known)
        return bool(found)

    wait_until(came, "another worker", over=lambda: process.poll() is not None and "the run ended")
    return found.pop()


def test_a_worker_that_dies_costs_nothing(tmp_path: Path, out: Path) -> None:
    job = long_job(tmp_path)
    with running(tmp_path, job, out) as process:
        hold(process)
        os.kill(workers(process.pid)[0], signal.SIGKILL)
        process.send_signal(signal.SIGCONT)
        rest, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert json.loads(rest.splitlines()[-1])["faults"] == 0
    assert len(tree(out)) == 16 + 1


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_too_few_open_files_for_a_worker_are_named(codong: Codong, job: Path, out: Path, more: tuple[str, ...]) -> None:
    ran = codong("batch", job, "--out", out, *ONE, *more, limit="ulimit -n 11")
    assert ran.code == 7 and "Too many open files" in ran.err and "Traceback" not in ran.err


def test_a_batch_goes_on_with_the_workers_that_it_got(
    tmp_path: Path, codong: Codong, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system grants one process and no other."""
    started: list[SpawnProcess] = []
    start = SpawnProcess.start

    def grant_one(process: SpawnProcess) -> None:
        if started:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        started.append(process)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", grant_one)
    job = toml_job(
        tmp_path / "two.toml", {"layout": "led/co-do", "slogan": "dn23-06", "size": ["512x256px", "640x320px"]}
    )
    ran = codong("batch", job, "--out", out, "--jobs", 2)
    assert ran.code == 0, ran.err
    assert len(started) == 1 and len(tree(out)) == 2 + 1


def test_a_sign_whose_workers_die_twice_is_named(tmp_path: Path, out: Path) -> None:
    # A picture that takes seconds, so that each worker is found at it.
    job = toml_job(tmp_path / "job.toml", {"slogan": "dn23-06", "formats": "png", "dpi": 90})
    killed: set[int] = set()
    with running(tmp_path, job, out, "--jobs", 1) as process:
        for _ in range(2):
            worker = next_worker(process, killed)
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
        rest, err = process.communicate(timeout=60)
    assert process.returncode == 6, err
    (fault,) = [event for event in map(json.loads, rest.splitlines()) if event["event"] == "fault"]
    assert fault["code"] == "worker-died" and fault["row"] == "job.toml: sign 1" and "signal 9" in fault["message"]
    assert tree(out).keys() == {"manifest.jsonl"}


def test_progress_is_plain_where_there_is_no_terminal(codong: Codong, job: Path, out: Path) -> None:
    ran = codong("batch", job, "--out", out)
    assert f"{TOTAL} of {TOTAL}" in ran.err and "\x1b" not in ran.err
    assert ran.out.startswith(f"{TOTAL} signs: {TOTAL} made and proven, 0 with faults")


def test_a_bar_on_a_terminal(tmp_path: Path, job: Path, out: Path) -> None:
    line = ["script", "-qec", " ".join(command("batch", job, "--out", out)), "/dev/null"]
    done = subprocess.run(
        line, capture_output=True, text=True, env={**environment(tmp_path), "TERM": "xterm"}, check=False, timeout=60
    )
    assert done.returncode == 0 and f"{TOTAL}/{TOTAL}" in done.stdout and "0 faults" in done.stdout


def test_signs_without_a_hang_date_are_told_of(codong: Codong, tmp_path: Path) -> None:
    undated = toml_job(tmp_path / "job.toml", {"slogan": "cv9743-hall"}, {"slogan": "cv9743-hall", "out": "b"}, hang="")
    ran = codong("batch", undated, "--dry-run")
    assert "2 signs name no hang date: today's is taken" in ran.err


def test_usage_faults(codong: Codong, job: Path, out: Path) -> None:
    assert codong("batch", job, "--out", out, "--jobs", 0).code == 2
    nothing = codong("batch", job, "--out", out, *ONE, "--only", "slogan=zzz")
    assert nothing.code == 2 and "none of the 5 signs" in nothing.err
    missing = codong("batch", "missing.xlsx", "--out", out, *ONE)
    assert missing.code == 3 and "missing.xlsx" in missing.err
    only = codong("batch", job, "--out", out, *ONE, "--only", "layout=led/*", "--json")
    assert only.code == 0 and end_of(only.events)["made"] == 1 and "takes 1 of 5" in only.err


def test_a_batch_of_panels_tickets_and_plates_is_kept_and_a_changed_quantity_renews_the_ticket(
    codong: Codong, tmp_path: Path, out: Path
) -> None:
    sign = {
        "slogan": "dn23-06",
        "layout": "pano/co-do",
        "size": "6x3m",
        "gia công": "đóng khoen",
        "khổ tấm": "1,7x50m",
        "vật liệu": "bạt hiflex",
        "formats": "pdf,ticket,softproof",
        "số lượng": 2,
    }
    job = toml_job(tmp_path / "job.toml", sign)
    assert end_of(codong("batch", job, "--out", out, *ONE, "--json").events)["made"] == 1
    first = tree(out)
    assert sum("_TL1-10_tam-" in name or "_tam-" in name for name in first) >= 2
    assert end_of(codong("batch", job, "--out", out, *ONE, "--json").events)["kept"] == 1
    assert tree(out) == first
    toml_job(tmp_path / "job.toml", {**sign, "số lượng": 3})
    assert end_of(codong("batch", job, "--out", out, *ONE, "--json").events)["made"] == 1
    changed = {name for name, data in tree(out).items() if first[name] != data}
    assert {name.rpartition("_")[2] for name in changed} == {"phieu.pdf", "manifest.jsonl"}
    panel = next(name for name in first if "_tam-2-" in name)
    (out / panel).write_bytes(b"%PDF-1.6 spoiled")
    assert end_of(codong("batch", job, "--out", out, *ONE, "--json").events)["made"] == 1
    assert tree(out)[panel] == first[panel]
    assert codong("sheet", out).code == 0


def test_an_unknown_material_is_named(codong: Codong, tmp_path: Path, out: Path) -> None:
    ran = codong(
        "batch", toml_job(tmp_path / "job.toml", {"slogan": "dn23-06", "vật liệu": "lụa"}), "--out", out, "--json"
    )
    [fault] = ran.faults
    assert fault["code"] == "unknown-material" and "coated, hiflex" in fault["hint"]


def test_a_withdrawal_during_a_batch_is_heeded(own_workspace: Path, tmp_path: Path, out: Path) -> None:
    signs = [{"slogan": SHORT, "size": f"{480 + n}x60cm"} for n in range(1, 31)]
    job = toml_job(tmp_path / "j.toml", *signs, hang=LATER)
    with running(tmp_path, job, out, "--jobs", 1, workspace=own_workspace) as process:
        wait_until(
            lambda: len(list(out.glob("*.pdf"))) >= 3,
            "the first three signs",
            over=lambda: process.poll() is not None and "the run ended",
        )
        assert run(own_workspace, "withdraw", SHORT, *BY, "--on", "2026-01-21") == 0
        said, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.BATCH_PARTLY_FAILED, err
    faults = [event for event in map(json.loads, said.splitlines()) if event["event"] == "fault"]
    assert 0 < len(faults) < 30 and {fault["code"] for fault in faults} == {"slogan-withdrawn"}

"""A file that another program wrote, held against an order of a manifest: its words, its size and the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.contract.manifest import MANIFEST_NAME
from renderer.review.ordered import choose_order, list_orders
from renderer.studio import Studio
from renderer.values.errors import DataError, UsageError
from tests.helpers.command import Codong
from tests.helpers.pdfs import rewritten, shrunk
from tests.helpers.programs import ghostscript
from tests.helpers.signs import SHORT, Finished, finish

SIZE = {"size": "2x1m", "formats": ("pdf",)}


@pytest.fixture(scope="module")
def signs(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finished]:
    """Signs in folders of their own: one, one of another slogan, and one of another size."""
    folder = tmp_path_factory.mktemp("ordered")
    orders = {"one": SIZE, "other": {**SIZE, "slogan": SHORT}, "smaller": {**SIZE, "size": "1,8x1m"}}
    return {name: finish(studio, folder / name, **order) for name, order in orders.items()}


def again(sign: Finished, folder: Path) -> Path:
    """Return a sign's PDF as Ghostscript writes it anew, under a designer's name."""
    ghostscript("pdfwrite", 72, folder / "la-ban-cuoi.pdf", sign.path("pdf"))
    return folder / "la-ban-cuoi.pdf"


def manifest_of(sign: Finished) -> Path:
    return sign.asset.folder / MANIFEST_NAME


WRITTEN = {
    "the order's own": ("one", set(), {"words-differ", "other-words", "painted-over", "trim-differs", "not-visible"}),
    "another slogan": ("other", {"words-differ"}, {"trim-differs"}),
    "another size": ("smaller", {"trim-differs"}, {"words-differ", "bleed-small"}),
}


@pytest.mark.parametrize(("which", "told", "untold"), WRITTEN.values(), ids=WRITTEN)
def test_a_file_that_another_program_wrote_is_held_against_the_order(
    codong: Codong, signs: dict[str, Finished], tmp_path: Path, which: str, told: set[str], untold: set[str]
) -> None:
    ran = codong("preflight", "--order", manifest_of(signs["one"]), again(signs[which], tmp_path), "--json")
    [report] = json.loads(ran.out)["files"]
    errors = {f["code"] for f in report["findings"] if f["severity"] == "error"}
    # Ghostscript drops the label of the standard that was ordered: that is told of each of them.
    assert ran.code == 5 and report["recorded"] is False
    assert errors >= told and not errors & untold
    assert report["standard"] == "x4" and errors & {"pdfx-label", "no-xmp", "xmp-missing"}


def test_the_orders_own_bytes_pass_and_others_in_its_name_need_no_record(
    codong: Codong, signs: dict[str, Finished], tmp_path: Path
) -> None:
    one = signs["one"]
    kept = tmp_path / "la.pdf"
    kept.write_bytes(rewritten(one.data["pdf"], lambda pdf: None))
    ran = codong("preflight", "--order", manifest_of(one), one.path("pdf"), kept)
    assert ran.code == 0, ran.out
    kept.write_bytes(rewritten(one.data["pdf"], shrunk("/BleedBox", 40)))
    ran = codong("preflight", "--order", manifest_of(one), kept)
    assert ran.code == 5 and "bleed-small" in ran.out


def test_the_name_of_a_file_chooses_among_several_orders(signs: dict[str, Finished], tmp_path: Path) -> None:
    lines = b"".join(manifest_of(sign).read_bytes() for sign in signs.values())
    (tmp_path / MANIFEST_NAME).write_bytes(lines)
    orders = list_orders(tmp_path / MANIFEST_NAME)
    wanted = signs["other"].asset.entry
    name = wanted.files[0].name
    assert choose_order(orders, tmp_path / "xuong" / name).entry == wanted
    with pytest.raises(UsageError, match="3 orders") as refused:
        choose_order(orders, tmp_path / "la-ban-cuoi.pdf")
    assert all(sign.asset.entry.files[0].name in refused.value.hint for sign in signs.values())


def test_a_record_that_contradicts_the_catalogue_vouches_for_nothing(
    codong: Codong, signs: dict[str, Finished], tmp_path: Path
) -> None:
    forged = signs["one"].asset.entry.model_copy(update={"order": signs["other"].asset.entry.order})
    (tmp_path / MANIFEST_NAME).write_bytes(forged.as_line())
    ran = codong("preflight", "--order", tmp_path / MANIFEST_NAME, signs["one"].path("pdf"))
    assert ran.code == 5 and "catalogue-differs" in ran.out


def test_panels_drafts_and_two_texts_are_refused(
    codong: Codong, studio: Studio, signs: dict[str, Finished], tmp_path: Path
) -> None:
    panels = finish(studio, tmp_path / "panels", finishing="hem", panels="1,1x0,7m", **SIZE)
    with pytest.raises(UsageError, match="panel"):
        choose_order(list_orders(manifest_of(panels)), panels.path("pdf"))
    draft = finish(studio, tmp_path / "draft", draft=True, **SIZE)
    with pytest.raises(DataError, match="no finished PDF"):
        list_orders(manifest_of(draft))
    with pytest.raises(DataError, match="no such manifest"):
        list_orders(tmp_path / "none.jsonl")
    one = signs["one"]
    ran = codong("preflight", "--order", manifest_of(one), "--slogan", SHORT, one.path("pdf"))
    assert ran.code == 2 and "--order" in ran.err and "--slogan" in ran.err

"""The binding hash: what stands for the whole content of a sign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from renderer.contract.order import Order
from renderer.contract.print_specs import BOLD_FACE, TEXT_FACE
from renderer.layout import Layout
from renderer.studio import Studio, program_digest
from renderer.text import Wording


def binding_of(order: Order, texts: Mapping[str, str], ground: str) -> str:
    """Return the hash of everything that changes a sign: its order, the words of its frames, and what draws them.

    A record holds all three, so that none of them can lie alone, whatever release made it.
    """
    # A draft and a final file never share a hash: `draft` is part of the order.
    content = {"order": order.model_dump(mode="json", exclude={"formats"}), "texts": dict(texts), "ground": ground}
    return _hash(content)


def ground_of(
    studio: Studio, layout: Layout, wordings: dict[str, Wording], pictures: dict[str, str], told: Sequence[str | None]
) -> str:
    """Return the hash of what draws a sign: layout, fonts, palette, press, program, and how its lines may end.

    ``told`` is what title, slug and ticket say besides the frames.
    """
    workspace = studio.workspace
    own = {face for face in (TEXT_FACE, BOLD_FACE) if face in workspace.font_entries}
    faces = sorted(own.union(*(style.faces for style in layout.spec.frames.values())))
    content = {
        "texts": {name: _wording_content(wording) for name, wording in wordings.items()},
        "told": told,
        "pictures": {name: workspace.image_entries[image].sha256 for name, image in pictures.items()},
        "layout": layout.digest,
        "fonts": {key: workspace.font_entries[key].sha256 for key in faces},
        "palette": [[s.name, s.rgb.hex, list(s.cmyk), s.spot] for s in workspace.palette],
        "profile": workspace.profile_sha256,
        "press": workspace.config.drawing_settings,
        "program": program_digest(),
    }
    return _hash(content)


def _hash(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _wording_content(wording: Wording) -> list[object]:
    sizes = [wording.lead, wording.lead_ratio, wording.core, wording.tail_ratio]
    return [wording.text, [gap.tier.value for gap in wording.gaps], *sizes, wording.ways]

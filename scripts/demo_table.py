"""Print one row for each file that `codong render --json` reported."""

import json
import sys
from pathlib import Path


def main(paths: list[str]) -> None:
    print(f"{'layout':16} {'slogan':12} {'size':>16}  {'cap height':>10}  lines  file")
    for path in paths:
        for asset in json.loads(Path(path).read_text(encoding="utf-8"))["assets"]:
            slogan = next(f for f in asset["frames"] if f["name"] == "slogan")
            mm, px = slogan["cap_height_mm"], slogan["cap_height_px"]
            cap = f"{mm:.0f} mm" if mm is not None else f"{px:.0f} px"
            for file in asset["files"]:
                size = file["pixels"] or file["trim_mm"]
                unit = "px" if file["pixels"] else "mm"
                text = f"{size[0]:g} x {size[1]:g} {unit}"
                print(
                    f"{asset['layout']:16} {asset['slogan']:12} {text:>16}  {cap:>10}  {len(slogan['lines']):>5}"
                    f"  {Path(file['path']).name}"
                )


main(sys.argv[1:])

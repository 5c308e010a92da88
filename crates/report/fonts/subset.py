"""Cuts the two fonts of the charts out of Noto Sans CJK; README.md says where from.

Usage: python3 subset.py FOLDER_OF_NotoSansCJK-{Regular,Bold}.ttc
"""
import subprocess
import sys
from pathlib import Path

SIMPLIFIED_CHINESE = 2  # the face of the collection
LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A)]
FULL_WIDTH = [(0x3000, 0x3017), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6)]
SIGNS = "≈≠≤≥−×÷→←↑↓■□▲△▼▽●○◆◇≃✓Δ±·€£¥†‡§¶"


def gb2312(rows):
    """The characters in rows of GB 2312; 0xB0 to 0xD7 are the 3,755 most frequent hanzi."""
    for row in rows:
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def cut(folder, weight, rows):
    characters = {c for first, last in LATIN + FULL_WIDTH for c in range(first, last + 1)}
    characters |= set(map(ord, SIGNS)) | set(gb2312(rows))
    subprocess.run(
        [
            "pyftsubset",
            str(folder / f"NotoSansCJK-{weight}.ttc"),
            f"--font-number={SIMPLIFIED_CHINESE}",
            "--unicodes=" + ",".join(f"{c:04X}" for c in sorted(characters)),
            "--no-hinting",
            "--layout-features=",
            "--drop-tables+=BASE,VORG,vhea,vmtx,GSUB,GPOS",
            "--notdef-outline",
            "--no-recalc-timestamp",
            f"--output-file={Path(__file__).parent / f'NotoSansSC-{weight}.otf'}",
        ],
        check=True,
    )


if __name__ == "__main__":
    source = Path(sys.argv[1])
    cut(source, "Regular", range(0xA1, 0xF8))
    cut(source, "Bold", [*range(0xA1, 0xAA), *range(0xB0, 0xD8)])

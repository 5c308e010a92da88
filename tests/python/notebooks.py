"""Executes the notebooks in Python from scratch and compares what they give with the outputs saved in them; `--bless` saves it."""

import difflib
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks-py"


def executed(path: Path, saved: nbformat.NotebookNode) -> str:
    """The notebook with the outputs that it gives now."""
    fresh = nbformat.from_dict(saved)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(fresh, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    for cell in fresh.cells:
        cell.metadata.pop("execution", None)
    fresh.metadata.language_info = {"name": "python"}
    return nbformat.writes(fresh, version=4) + "\n"


def main() -> int:
    differing = 0
    for path in sorted(FOLDER.glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        fresh = executed(path, nbformat.reads(text, as_version=4))
        if "--bless" in sys.argv:
            path.write_text(fresh, encoding="utf-8")
        elif fresh != text:
            differing += 1
            print("\n".join(difflib.unified_diff(text.splitlines(), fresh.splitlines(), f"{path.name}, saved", "given now", lineterm="", n=1)))
    print(f"{differing} notebooks differ" if differing else "notebooks as saved")
    return differing


if __name__ == "__main__":
    sys.exit(main())

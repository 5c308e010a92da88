"""Executes notebooks from scratch and compares what they give with the outputs saved in them; `run` prepares and calls it."""

import argparse
import difflib
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

HERE = Path(__file__).parent
# The order in which they are read; the first compiles what all of them use.
NAMES = [
    "reproduce-the-tables",
    "find-the-root-causes",
    "statistics-and-robustness",
    "add-a-release",
    "audit-your-own-table",
    "audit-an-article",
]
KERNEL_LOG = HERE / "../target/notebooks/kernel.log"
# Seconds that one cell may take; the first of the first notebook compiles all crates.
LONGEST_CELL = 1_800
# What terminals understand as colours.
COLOURS = re.compile("\x1b\\[[0-9;]*m")
# What cargo says while the crates are compiled.
COMPILING = re.compile(r"\s*Compiling \w+")
# Lines of a difference that are shown for one output.
MOST_LINES = 60


def main() -> int:
    arguments = argparse.ArgumentParser(prog="notebooks-rs/run", description=__doc__.split(";")[0] + ".")
    arguments.add_argument("--bless", action="store_true", help="save what the notebooks give")
    arguments.add_argument("names", nargs="*", help="only notebooks whose name holds one of these")
    options = arguments.parse_args()
    unlisted = sorted({path.stem for path in HERE.glob("*.ipynb")} ^ set(NAMES))
    if unlisted:
        print(f"notebooks-rs and the list in execute.py disagree about: {', '.join(unlisted)}", file=sys.stderr)
        return 2
    chosen = [name for name in NAMES if not options.names or any(part in name for part in options.names)]
    if not chosen:
        print(f"no notebook has such a name; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = [name for name in chosen if not run(HERE / f"{name}.ipynb", options.bless)]
    if failed:
        print(f"\n{len(failed)} of {len(chosen)} notebooks differ or fail: {', '.join(failed)}. Where a difference is right: notebooks-rs/run --bless")
        return 1
    return 0


def run(path: Path, bless: bool) -> bool:
    """Executes one notebook; whether it gave what is saved, or could be saved."""
    print(f"{path.name} … ", end="", flush=True)
    started = time.monotonic()
    saved = nbformat.read(path, as_version=4)
    fresh = without_outputs(saved)
    client = NotebookClient(fresh, timeout=LONGEST_CELL, startup_timeout=LONGEST_CELL, kernel_name="rust", resources={"metadata": {"path": str(HERE)}})
    try:
        with open(KERNEL_LOG, "w", encoding="utf-8") as log:
            client.execute(stdout=log, stderr=log)
    except CellExecutionError:
        print("failed\n" + "\n".join([*complaints(path.name, fresh), failure(path.name, fresh)]))
        return False
    except (CellTimeoutError, DeadKernelError) as error:
        print(f"failed\n{error}\nWhat the kernel said stands in {KERNEL_LOG}")
        return False
    if complaints(path.name, fresh):
        print("failed\n" + "\n".join(complaints(path.name, fresh)))
        return False
    tidy(fresh)
    raw = [cell.id for cell in code(fresh) if any(text.startswith("Page {") for text in parts(cell).values())]
    if raw:
        print(f"failed\nnot shown as a page: cell {', '.join(raw)}; its last line must neither move a variable nor hold a `?`")
        return False
    took = f"{time.monotonic() - started:.0f} s"
    if bless:
        changed = write(path, fresh)
        print(f"{'saved' if changed else 'unchanged'}, {took}")
        return True
    differences = [line for old, new in zip(code(saved), code(fresh), strict=True) for line in difference(path.name, old, new)]
    print(f"differs, {took}" if differences else f"as saved, {took}")
    print("\n".join(differences), end="\n" if differences else "")
    return not differences


def code(notebook):
    """The cells that give outputs."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def without_outputs(notebook):
    """The notebook as if it had never been executed."""
    fresh = nbformat.from_dict(notebook)
    for cell in code(fresh):
        cell.outputs, cell.execution_count = [], None
    return fresh


def tidy(notebook) -> None:
    """Drops what differs from run to run: what cargo says while it compiles, and times."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    for cell in code(notebook):
        cell.outputs = [output for output in cell.outputs if not (output.output_type == "stream" and output.name == "stderr")]
    notebook.metadata.language_info = {"file_extension": ".rs", "mimetype": "text/rust", "name": "Rust"}


def complaints(name: str, notebook) -> list[str]:
    """What cells said on their error stream, such as the error that `?` ended one with, which the kernel does not count as a failure."""
    lines = []
    for cell in code(notebook):
        said = "".join(output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stderr")
        lines += [f"{name} cell {cell.id}: {line}" for line in said.splitlines() if line.strip() and not COMPILING.match(line)]
    return lines


def failure(name: str, notebook) -> str:
    """The cell that failed and what the compiler or the program said."""
    cell = next(cell for cell in code(notebook) if any(output.output_type == "error" for output in cell.outputs))
    said = [line for output in cell.outputs if output.output_type == "error" for line in [output.evalue, *output.traceback]]
    panic = [output.text.rstrip() for output in cell.outputs if output.output_type == "stream" and "panicked at" in output.text]
    return COLOURS.sub("", "\n".join([f"{name} cell {cell.id}:", cell.source, "", *panic, *said]))


def parts(cell) -> dict:
    """What a cell gives, by kind."""
    found = {}
    for output in cell.outputs:
        if output.output_type == "stream":
            found["printed"] = found.get("printed", "") + output.text
        else:
            for kind, text in output.data.items():
                found[kind] = found.get(kind, "") + str(text).rstrip("\n") + "\n"
    return found


def difference(name: str, old, new) -> list[str]:
    """The outputs that are not as saved, as unified differences."""
    before, after = parts(old), parts(new)
    lines = []
    for kind in sorted(before.keys() | after.keys()):
        if before.get(kind) == after.get(kind):
            continue
        texts = [readable(kind, each.get(kind, "")) for each in (before, after)]
        if texts[0] == texts[1]:
            lines.append(f"{name} cell {new.id}, {kind}: the same words, drawn otherwise")
        found = list(difflib.unified_diff(*texts, f"{name} cell {new.id}, {kind}, saved", "given now", lineterm="", n=2))
        lines += found[:MOST_LINES] + ([f"… {len(found) - MOST_LINES} more lines"] if len(found) > MOST_LINES else [])
    return lines


def readable(kind: str, text: str) -> list[str]:
    """An output as lines that a difference can be read from: of a picture, the words in it."""
    if kind == "image/svg+xml":
        return re.findall(r"<(?:text|title|desc)\b[^>]*>([^<]*)<", text)
    return text.splitlines()


def write(path: Path, notebook) -> bool:
    """Saves a notebook, whole or not at all; whether that changes the file."""
    text = nbformat.writes(notebook, version=4) + "\n"
    if path.read_text(encoding="utf-8") == text:
        return False
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
    return True


if __name__ == "__main__":
    sys.exit(main())

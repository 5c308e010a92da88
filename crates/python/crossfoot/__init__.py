"""Audits published statistics: recomputes every figure, says what disagrees and why.

>>> import crossfoot
>>> audit = crossfoot.check("data/hgr-2021-2024")
>>> audit.roots[0].detail
'two neighbouring digits changed places: 5,382 was printed 5,328'
>>> audit.findings.frame()  # of polars or pandas, if one is installed
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from . import _native
from ._native import Error, __version__
from .results import Audit, Cause, Change, Draft, Finding, Numeral, Place, Record, Release, Root, Rows

__all__ = [
    "Audit",
    "Cause",
    "Change",
    "Draft",
    "Error",
    "Finding",
    "Numeral",
    "Place",
    "Record",
    "Release",
    "Root",
    "Rows",
    "__version__",
    "add",
    "audit",
    "audit_rows",
    "check",
    "new",
    "run",
]

Path = str | os.PathLike[str]


def check(path: Path, *, corrected: bool = False) -> Audit:
    """Checks every rule and claim of the study in a folder.

    With `corrected`, its root causes are corrected first; no file changes.
    """
    return Audit(*_native.check(path, corrected))


def audit(file: Path) -> Audit:
    """Audits an article or a table: reads it, drafts its rules and statements, and checks them."""
    return Audit(*_native.audit(file))


def audit_rows(data: bytes, name: str) -> Audit:
    """Audits the bytes of a file, as `audit` audits the file. The name says what format it has."""
    return Audit(*_native.audit_bytes(data, name))


def new(
    id: str,
    files: Path | Iterable[Path] = (),
    *,
    text: Path | None = None,
    out: Path | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
) -> Draft:
    """Drafts a study from tables or an article, into the folder `out` or `data/ID`.

    `text` is the text about the tables, or a text without any.
    """
    named = [files] if isinstance(files, (str, os.PathLike)) else list(files)
    options = {"from": named, "text": text, "out": out, "decimal": decimal, "encoding": encoding}
    return Draft(_json("new", _options(options), [id]))


def add(
    study: Path,
    file: Path,
    *,
    release: str,
    table: str | None = None,
    map: Mapping[str, str] | None = None,
    published: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
) -> Release:
    """Adds a release to a table of a study, or shows with `dry_run` what it would change.

    `map` gives the column of a heading; an empty column leaves the heading out.
    """
    pairs = [f"{heading}={column}" for heading, column in (map or {}).items()]
    options = {
        "release": release,
        "table": table,
        "map": pairs,
        "published": published,
        "decimal": decimal,
        "encoding": encoding,
        "dry-run": dry_run,
    }
    return Release(_json("add", _options(options), [study, file]))


def run(*arguments: Path) -> tuple[int, str, str]:
    """Runs the command line; gives its exit code and what it wrote to stdout and stderr."""
    words = ["crossfoot", *(os.fspath(argument) for argument in arguments)]
    return _native.run(words, *started())


def started() -> tuple[list[str], str]:
    """The command that starts the program again, and the file with its code."""
    return [sys.executable, "-m", "crossfoot"], _native.__file__


def _options(options: Mapping[str, Any]) -> list[str]:
    """Options of the command line; those without a value are left out."""
    words: list[str] = []
    for name, value in options.items():
        if value is True:
            words.append(f"--{name}")
        elif value is not None and value is not False:
            values = value if isinstance(value, list) else [value]
            words += [f"--{name}={os.fspath(each)}" for each in values]
    return words


def _json(command: str, options: list[str], positional: list[Path]) -> dict[str, Any]:
    """What a command says in JSON; its problems are an error."""
    code, output, problems = run(command, *options, "--format=json", "--", *positional)
    if code == 2:
        raise Error(problems.rstrip())
    data: dict[str, Any] = json.loads(output)
    return data

"""Results as objects and as frames. They hold what the command line writes as JSON, whose keys are
documented with it; `data` is all of it."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass, fields
from html import escape
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# Rows of a table in a notebook; `frame()` has all.
MOST_ROWS = 100


@dataclass(frozen=True)
class Place:
    """Where a figure was printed, counted from 1."""

    file: str | None
    line: int
    column: int


@dataclass(frozen=True)
class Cause:
    """A hypothesis about one finding."""

    kind: str
    detail: str
    value: str | None
    probability: float


@dataclass(frozen=True)
class Change:
    """A figure that a root cause changes."""

    target: str
    published: str
    corrected: str
    kind: str | None


@dataclass(frozen=True)
class Record:
    """One check: a rule in one row, or a claim."""

    id: str
    verdict: str
    code: str | None
    target: str
    label: str | None
    formula: str | None
    published: str | None
    recomputed: str | None
    exact: str | None
    reason: str | None
    place: Place
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Finding:
    """What needs attention."""

    id: str
    code: str
    target: str
    published: str | None
    recomputed: str | None
    accepted: str | None
    place: Place
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Root:
    """A root cause: a figure that was probably printed wrong, and the findings that it explains."""

    blamed: str
    kind: str
    detail: str
    probability: float
    place: Place
    changes: tuple[Change, ...]
    downstream: tuple[Change, ...]
    explains: tuple[str, ...]


@dataclass(frozen=True)
class Numeral:
    """A number in the text of an article."""

    text: str
    outcome: str
    section: str | None
    sentence: str | None
    claim: str | None
    reason: str | None
    place: Place


class Rows(list[T], Generic[T]):
    """Results of one kind, in order."""

    def __init__(self, kind: type[T], rows: list[T]) -> None:
        super().__init__(rows)
        self.kind = kind

    def dicts(self) -> list[dict[str, Any]]:
        """Flat rows: of several causes the most probable, of other lists their length."""
        return [_flat(row) for row in self]

    def frame(self) -> Any:
        """The rows as a frame of polars or of pandas, whichever is installed; else as `dicts`."""
        rows, names = self.dicts(), _names(self.kind)
        for library in ("polars", "pandas"):
            try:
                module = importlib.import_module(library)
            except ImportError:
                continue
            return module.DataFrame({name: [row[name] for row in rows] for name in names})
        return rows

    def _repr_html_(self) -> str:
        names = _names(self.kind)
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(_html_row(row, names) for row in self.dicts()[:MOST_ROWS])
        more = len(self) - MOST_ROWS
        note = f"<p>and {more} more</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


class Audit:
    """A study or an article, and everything that was found in it."""

    def __init__(self, text: str, html: str) -> None:
        self.json = text
        self.data: dict[str, Any] = json.loads(text)
        self._html = html
        audit = self.data.get("audit", self.data)
        records = [_record(rule) for rule in audit["rules"]]
        by_finding = {f"{record.code}:{record.id}": record for record in records}
        findings = [_finding(each, by_finding.get(each["id"])) for each in audit["findings"]]
        self.id: str = audit["study"]["id"]
        self.title: str = audit["study"]["title"]
        self.counts: dict[str, int] = audit["counts"]
        self.records = Rows(Record, records)
        self.findings = Rows(Finding, findings)
        self.roots = Rows(Root, [_root(root) for root in audit["root_causes"]])
        numerals = [_taken(Numeral, each) for each in self.data.get("numerals", [])]
        self.numerals = Rows(Numeral, numerals)

    def __repr__(self) -> str:
        return (
            f"<crossfoot.Audit {self.id}: {len(self.records)} checks, "
            f"{len(self.findings)} findings, {len(self.roots)} root causes>"
        )

    def _repr_html_(self) -> str:
        return self._html


class Draft:
    """A drafted study."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.study: str = data["study"]
        self.rules: list[dict[str, Any]] = data["rules"]
        self.notes: list[dict[str, Any]] = data["notes"]

    def __repr__(self) -> str:
        tables = len(self.data["tables"])
        return f"<crossfoot.Draft {self.study}: {tables} tables, {len(self.rules)} rules>"


class Release:
    """A release of a table, and what it changes."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.study: str = data["study"]
        self.release: str = data["release"]
        self.new_rows: list[Any] = data["new_rows"]
        self.revised: list[dict[str, Any]] = data["revised"]
        self.findings: list[str] = data["findings"]

    def __repr__(self) -> str:
        return (
            f"<crossfoot.Release {self.release} of {self.study}: {len(self.new_rows)} new rows, "
            f"{len(self.revised)} revised cells, {len(self.findings)} new findings>"
        )


def _place(data: dict[str, Any]) -> Place:
    return Place(data.get("file"), data["line"], data["column"])


def _taken(kind: type[T], data: dict[str, Any], **others: Any) -> T:
    """An object with the keys that it has fields for."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    known = {name: data.get(name) for name in names - others.keys()}
    if "place" in known:
        known["place"] = _place(data["place"])
    return kind(**known, **others)


def _causes(rule: dict[str, Any]) -> tuple[Cause, ...]:
    return tuple(_taken(Cause, cause) for cause in rule["causes"])


def _record(rule: dict[str, Any]) -> Record:
    recomputed = rule["recomputed"] or {}
    values = {"recomputed": recomputed.get("text"), "exact": recomputed.get("exact")}
    return _taken(Record, rule, causes=_causes(rule), **values)


def _finding(finding: dict[str, Any], record: Record | None) -> Finding:
    published, recomputed = (record.published, record.recomputed) if record else (None, None)
    causes = record.causes if record else ()
    values = {"published": published, "recomputed": recomputed, "causes": causes}
    return _taken(Finding, finding, **values)


def _root(root: dict[str, Any]) -> Root:
    changes, downstream = (
        tuple(_taken(Change, change) for change in root[key]) for key in ("changes", "downstream")
    )
    explains = tuple(root["explains"])
    return _taken(Root, root, changes=changes, downstream=downstream, explains=explains)


def _names(kind: type) -> list[str]:
    """The columns of rows of a kind."""
    names: list[str] = []
    for field in fields(kind):
        match field.name:
            case "place":
                names += ["file", "line", "column"]
            case "causes":
                names += ["cause", "probability"]
            case name:
                names.append(name)
    return names


def _flat(row: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        match field.name:
            case "place":
                flat |= {"file": value.file, "line": value.line, "column": value.column}
            case "causes":
                best = value[0] if value else None
                flat["cause"] = best.kind if best else None
                flat["probability"] = best.probability if best else None
            case name:
                flat[name] = len(value) if isinstance(value, tuple) else value
    return flat


def _html_row(row: dict[str, Any], names: list[str]) -> str:
    cells = ("" if row[name] is None else escape(str(row[name])) for name in names)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

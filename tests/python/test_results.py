"""The module: what it finds, and how results are shown."""

import json
import subprocess
import sys
from pathlib import Path

import crossfoot
import pytest

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data/hgr-2021-2024"
TABLE = b"Site,Women,Men,All\nNorth,187,138,352\nSouth,138,181,319\nEast,120,130,250\nWest,99,91,190\n"


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    """Paths in results are as they were given."""
    monkeypatch.chdir(ROOT)


def test_a_study_is_checked_as_by_the_command():
    audit = crossfoot.check("data/hgr-2021-2024")
    code, output, problems = crossfoot.run("check", "data/hgr-2021-2024", "--format", "json")
    assert (code, problems) == (1, "")
    assert audit.json == output
    assert sum(audit.counts.values()) == len(audit.records)


def test_the_total_of_2023_is_the_first_root_cause():
    audit = crossfoot.check(PAPER)
    root = audit.roots[0]
    assert (root.blamed, root.kind) == ("licences.total[2023]", "adjacent-transposition")
    assert (root.changes[0].published, root.changes[0].corrected) == ("5328", "5382")
    finding = next(each for each in audit.findings if each.target == root.blamed)
    assert (finding.published, finding.recomputed, finding.place.line) == ("5,328", "5382", 4)
    assert finding.causes[0].probability > 0.99


def test_every_finding_of_a_check_has_its_record():
    audit = crossfoot.check(PAPER)
    records = {f"{record.code}:{record.id}": record for record in audit.records}
    assert all(finding.published == records[finding.id].published for finding in audit.findings)


def test_the_corrected_study_has_fewer_findings():
    published, corrected = crossfoot.check(PAPER), crossfoot.check(PAPER, corrected=True)
    assert len(corrected.findings) < len(published.findings)
    assert corrected.data["basis"] == "corrected"


def test_an_article_is_audited_with_its_numerals():
    audit = crossfoot.audit(PAPER / "article.md")
    assert len(audit.numerals) > 100
    assert audit.findings[0].code == "sum-mismatch"
    assert {"drafted", "not-statistic"} <= {numeral.outcome for numeral in audit.numerals}


def test_bytes_are_audited_like_a_file(tmp_path, monkeypatch):
    (tmp_path / "sites.csv").write_bytes(TABLE)
    monkeypatch.chdir(tmp_path)
    from_file, from_bytes = crossfoot.audit("sites.csv"), crossfoot.audit_rows(TABLE, "sites.csv")
    assert from_bytes.json == from_file.json
    assert from_bytes.roots[0].changes[0].corrected == "325"


def test_what_cannot_be_read_is_an_error_with_its_place():
    with pytest.raises(crossfoot.Error, match=r"study\.toml"):
        crossfoot.check("tests")
    with pytest.raises(crossfoot.Error, match="no-such-file"):
        crossfoot.audit("no-such-file.xml")
    broken = sorted((ROOT / "tests/broken").iterdir())
    for folder in broken:
        with pytest.raises(crossfoot.Error, match="^error: "):
            crossfoot.check(folder)


def test_a_study_is_drafted_and_gets_a_release(tmp_path):
    (tmp_path / "staff.csv").write_text("Year,Women,Men,All\n2021,317,284,601\n2022,325,290,615\n2023,341,277,618\n")
    study = tmp_path / "staff"
    draft = crossfoot.new("staff", tmp_path / "staff.csv", out=study)
    assert (study / "study.toml").is_file()
    assert [rule["formula"] for rule in draft.rules] == ["women + men"]
    (tmp_path / "2024.csv").write_text("Year,Women,Men,All\n2024,350,280,603\n")
    seen = crossfoot.add(study, tmp_path / "2024.csv", release="2024", dry_run=True)
    assert len(seen.new_rows) == 1 and len(seen.findings) == 1
    assert len(crossfoot.check(study).findings) == 0, "a dry run writes nothing"
    crossfoot.add(study, tmp_path / "2024.csv", release="2024")
    assert crossfoot.check(study).roots[0].changes[0].corrected == "630"
    with pytest.raises(crossfoot.Error, match="already exists"):
        crossfoot.new("staff", out=study)


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_frames_are_of_the_library_that_is_installed(library, monkeypatch):
    other = {"polars": "pandas", "pandas": "polars"}[library]
    monkeypatch.setitem(sys.modules, other, None)
    frame = crossfoot.check(PAPER).records.frame()
    assert type(frame).__module__.startswith(library)
    columns = list(frame.columns)
    assert columns[:4] == ["id", "verdict", "code", "target"] and columns[-2:] == ["cause", "probability"]
    assert frame.shape[0] == len(crossfoot.check(PAPER).records)


def test_rows_are_dicts_where_neither_is_installed(monkeypatch):
    for library in ("polars", "pandas"):
        monkeypatch.setitem(sys.modules, library, None)
    audit = crossfoot.check(PAPER)
    assert audit.roots.frame()[0]["explains"] == len(audit.roots[0].explains)
    assert crossfoot.check("data/repositories").roots.frame() == []


def test_a_frame_without_rows_has_its_columns():
    frame = crossfoot.check("data/repositories").roots.frame()
    assert frame.shape == (0, 10)


def test_results_show_themselves_in_a_notebook():
    audit = crossfoot.check(PAPER)
    assert audit._repr_html_().startswith("<h") and "5,328" in audit._repr_html_()
    assert audit.findings._repr_html_().count("<tr>") == len(audit.findings) + 1
    hostile = crossfoot.audit_rows(b"Year,<script>\n2021,1\n2022,2\n", "x.csv")
    assert "<script>" not in hostile._repr_html_()
    assert repr(audit).startswith("<crossfoot.Audit hgr-2021-2024: ")


def test_the_command_is_in_the_wheel():
    command = Path(sys.executable).with_name("crossfoot")
    run = subprocess.run([command, "check", "data/hgr-2021-2024", "--format", "json"], capture_output=True)
    assert (run.returncode, run.stderr) == (1, b"")
    assert json.loads(run.stdout)["schema"] == "crossfoot.audit/1"
    assert subprocess.run([command, "check", "tests"], capture_output=True).returncode == 2
    assert b"crossfoot" in subprocess.run([command, "--help"], capture_output=True).stdout


def test_a_batch_starts_processes_of_the_wheel(tmp_path):
    code, output, problems = crossfoot.run("batch", "data", "--out", tmp_path / "out")
    assert (code, problems) == (1, ""), problems
    assert output.startswith("3 studies: ")
    again = crossfoot.run("batch", "data", "--out", tmp_path / "out", "--changed")
    assert "3 had not changed" in again[1]

"""What teams use beside the command: the GitHub Action, the hook of pre-commit, the schema of editors."""

import json
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import crossfoot
import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
# Manifests that are wrong in what they say, not in their keys and types.
STUDIES = sorted(path for folder in ("data", "tests") for path in (ROOT / folder).rglob("study.toml") if "broken" not in path.parts)


def checked(folder: Path, studies: str, **inputs: str) -> tuple[dict[str, str], str]:
    """The outputs of the step that checks, and the summary of the job."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    output, summary = folder / "output", folder / "summary"
    known = {"STUDIES": studies, "FAIL_ON": "any", "BASELINE": ""} | inputs
    assert set(known) == set(step["env"])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    files = {"RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    # As GitHub runs it.
    subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=ROOT, env=os.environ | known | files | {"PATH": path}, check=True)
    return dict(line.split("=", 1) for line in output.read_text().splitlines()), summary.read_text()


def test_the_action_keeps_findings_for_code_scanning_and_the_summary(tmp_path):
    outputs, summary = checked(tmp_path, "data/*")
    assert outputs["code"] == "1"
    runs = json.loads(Path(outputs["sarif"]).read_text())["runs"]
    assert any(result["ruleId"] == "sum-mismatch" for run in runs for result in run["results"])
    assert "5,328" in summary and "# `hgr-2025-09`" in summary


def test_the_action_fails_only_on_what_is_new(tmp_path):
    known = tmp_path / "known.txt"
    crossfoot.run("check", ROOT / "data/hgr-2021-2024", "--write-baseline", known)
    assert checked(tmp_path, "data/hgr-2021-2024", BASELINE=str(known))[0]["code"] == "0"


def test_the_action_reports_a_study_that_cannot_be_read(tmp_path):
    assert checked(tmp_path, "tests/broken/rows-ragged")[0]["code"] == "2"


def test_every_input_of_the_action_is_used():
    steps = json.dumps(ACTION["runs"]["steps"])
    assert all(f"inputs.{name}" in steps for name in ACTION["inputs"])


def test_the_hook_of_pre_commit_checks_the_studies_that_are_named():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)
    assert crossfoot.run(*shlex.split(hook["entry"])[1:], ROOT / "data/repositories")[0] == 0
    assert crossfoot.run(*shlex.split(hook["entry"])[1:], ROOT / "data/hgr-2021-2024")[0] == 1


SCHEMA = json.loads(crossfoot.run("schema")[1])


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert len(STUDIES) > 90


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_accepts_every_study(path):
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8-sig")), SCHEMA)


def test_editors_accept_every_study(tmp_path):
    schema = tmp_path / "study.schema.json"
    schema.write_text(json.dumps(SCHEMA))
    taplo = Path(sys.executable).with_name("taplo")
    # It reads no byte-order mark.
    studies = [path for path in STUDIES if "byte-order-mark" not in path.parts]
    run = subprocess.run([taplo, "check", "--schema", schema.as_uri(), *studies], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "', 'titel = "'),
        ('unit = "count"', 'unit = 1'),
        ('language = "en"', 'language = "en"\nrounding = "half_up"'),
        ("[[rule]]", "[[rules]]"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old, new, tmp_path):
    text = (ROOT / "data/hgr-2021-2024/study.toml").read_text()
    assert old in text
    wrong = text.replace(old, new, 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(wrong), SCHEMA)
    for file in (ROOT / "data/hgr-2021-2024").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "study.toml").write_text(wrong)
    with pytest.raises(crossfoot.Error):
        crossfoot.check(tmp_path)

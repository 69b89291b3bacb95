"""`jingban lint`: findings, formats and exit codes."""

import json
from pathlib import Path

import pytest
from sketch import model
from told import Jingban

GOOD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s" name="收到申请"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e" name="办结"/>
  </process></definitions>"""
BROKEN = GOOD.replace('targetRef="e"', 'targetRef="nowhere"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def test_a_good_file_has_no_errors(jingban: Jingban, folder: Path) -> None:
    (folder / "good.bpmn").write_text(GOOD, encoding="utf-8")
    told = jingban("lint", folder / "good.bpmn")
    assert told.code == 0
    assert "0 errors" in told.err


@pytest.mark.parametrize("name", ["a.bpmn20.xml", "a.bpmn2", "a.xml"])
def test_other_modellers_give_other_endings(jingban: Jingban, folder: Path, name: str) -> None:
    (folder / name).write_text(GOOD, encoding="utf-8")
    assert jingban("lint", folder / name).code == 0


def test_a_broken_reference_is_located(jingban: Jingban, folder: Path) -> None:
    path = folder / "broken.bpmn"
    path.write_text(BROKEN, encoding="utf-8")
    told = jingban("lint", path, "--format", "json")
    errors = [finding for finding in json.loads(told.out) if finding["severity"] == "error"]
    assert told.code == 1
    assert set(errors[0]) == {"file", "rule", "severity", "element", "line", "message", "help"}
    assert errors[0]["file"] == str(path)
    assert errors[0]["line"] == 3


def test_text_names_file_line_and_rule(jingban: Jingban, folder: Path) -> None:
    path = folder / "broken.bpmn"
    path.write_text(BROKEN, encoding="utf-8")
    assert f"{path}:3: error " in jingban("lint", path).out


def test_a_folder_is_walked(jingban: Jingban, folder: Path) -> None:
    (folder / "good.bpmn").write_text(GOOD, encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "broken.bpmn").write_text(BROKEN.replace('id="p"', 'id="q"'), encoding="utf-8")
    told = jingban("lint", folder)
    assert told.code == 1
    assert "broken.bpmn" in told.out


@pytest.mark.parametrize("name", ["missing.bpmn", "."], ids=["missing file", "folder without models"])
def test_what_cannot_be_read_leaves_with_2(jingban: Jingban, folder: Path, name: str) -> None:
    assert jingban("lint", folder / name).code == 2


def test_nothing_to_lint_is_a_usage_mistake(jingban: Jingban) -> None:
    assert jingban("lint").code == 2


STUCK = "start S; exclusive G; user A; user B; parallel J; end E; S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> E"


def test_a_process_is_proved_so_that_what_no_single_element_shows_is_found(
    jingban: Jingban, folder: Path
) -> None:
    (folder / "stuck.bpmn").write_bytes(model(STUCK))
    assert "proof-deadlock" not in jingban("lint", folder, "--no-prove").out
    told = jingban("lint", folder)
    assert told.code == 1
    assert "proof-deadlock (J)" in told.out
    assert "Way there: S → G → A" in told.out


def test_a_finding_of_the_proof_has_its_path_as_well_and_simulate_follows_it(
    jingban: Jingban, folder: Path
) -> None:
    (folder / "stuck.bpmn").write_bytes(model(STUCK))
    found = json.loads(jingban("lint", folder, "--format", "json").out)
    finding = next(finding for finding in found if finding["rule"] == "proof-deadlock")
    assert finding["path"] == ["S", "G", "A"]
    assert finding["steps"][-1] == {"what": "done", "element": "A", "elements": [], "choices": []}
    (folder / "finding.json").write_text(json.dumps(finding), encoding="utf-8")
    told = jingban(
        "simulate", folder / "stuck.bpmn", "--follow", f"@{folder / 'finding.json'}", "--format", "jsonl"
    )
    end = json.loads(told.out.splitlines()[-1])
    assert told.code == 3
    assert [place["element"] for place in end["waiting"]] == ["J"]

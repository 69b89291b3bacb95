"""The commands that work on an installation: one application, looked at from the command line."""

import json
import sqlite3
from pathlib import Path

import pytest
from sketch import model
from told import Jingban


@pytest.fixture
def installation(sample_sqlite: Path, tmp_path: Path) -> Path:
    """The sample installation in the folder that `jingban` uses here."""
    var = tmp_path / "var"
    var.mkdir()
    (var / "jingban.sqlite3").write_bytes(sample_sqlite.read_bytes())
    return var


@pytest.fixture
def case(installation: Path, application: dict[str, object]) -> dict[str, str]:
    """A case that a clerk registered and took in."""
    from rest import Office

    from api.app import create_app
    from engine.assembly import build
    from engine.kernel.settings import Settings

    platform = build(Settings(var=installation))
    office = Office(create_app(platform), platform)
    made = office("clerk").post("/cases", application, expect=201)
    checked = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}
    office("clerk").work(made, "Intake_Stage", **checked)
    platform.close()
    return {"id": made["id"], "number": made["number"]}


def test_a_token_opens_the_door(jingban: Jingban, installation: Path) -> None:
    told = jingban("token", "clerk")
    assert told.code == 0
    assert told.out.startswith("jb_")


def test_no_token_for_nobody(jingban: Jingban, installation: Path) -> None:
    told = jingban("token", "nobody")
    assert told.code == 1
    assert "unknown-user" in told.err


@pytest.mark.parametrize("name", ["id", "number"])
def test_replay_shows_a_case_by_id_or_number(jingban: Jingban, case: dict[str, str], name: str) -> None:
    told = jingban("replay", case[name])
    assert told.code == 0
    assert "统一受理审查" in told.out


def test_replay_goes_back_to_any_event(jingban: Jingban, case: dict[str, str]) -> None:
    then = json.loads(jingban("replay", case["id"], "--seq", 1, "--format", "json").out)
    assert then["seq"] == 1
    assert [item["element"] for item in then["work_items"] if item["state"] == "ready"] == ["Intake_Stage"]


def test_replay_of_an_event_that_is_not_there_is_refused(jingban: Jingban, case: dict[str, str]) -> None:
    told = jingban("replay", case["id"], "--seq", 999)
    assert told.code == 1
    assert "unknown-event" in told.err


def test_verify_all_is_ok_on_a_true_record(jingban: Jingban, case: dict[str, str]) -> None:
    told = jingban("verify", "--all")
    assert told.code == 0
    assert "1 of 1 cases ok" in told.out


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "work:released"),
        ("at", 1_767_225_600_000_000),
        ("at", "2026-01-01T00:00:00.000000+00:00"),
        ("packed", b"{}"),
        ("hash", b""),
    ],
)
def test_verify_names_the_event_that_was_changed(
    jingban: Jingban, case: dict[str, str], installation: Path, column: str, value: str | int | bytes
) -> None:
    database = sqlite3.connect(installation / "jingban.sqlite3")
    database.execute(f"UPDATE events SET {column} = ? WHERE case_id = ? AND seq = 2", (value, case["id"]))
    database.commit()
    database.close()
    told = jingban("verify", case["number"])
    assert told.code == 1
    assert f"{case['id']}: chain broken" in told.err
    assert "event 2" in told.err


@pytest.mark.parametrize("arguments", [(), ("--all", "x")], ids=["nothing named", "both"])
def test_verify_wants_cases_or_all(jingban: Jingban, arguments: tuple[str, ...]) -> None:
    assert jingban("verify", *arguments).code == 2


@pytest.mark.parametrize(("form", "mark"), [("xes", b"<trace"), ("ocel", b'"objectTypes"')])
def test_export_writes_every_event(
    jingban: Jingban, case: dict[str, str], tmp_path: Path, form: str, mark: bytes
) -> None:
    told = jingban("export", form, "--out", tmp_path / "log")
    assert told.code == 0
    assert mark in (tmp_path / "log").read_bytes()
    assert int(told.out.split()[0]) >= 3


def test_the_schema_of_a_new_installation_is_made_and_checked(jingban: Jingban) -> None:
    refused = jingban("db", "check")
    assert refused.code == 1
    assert "jingban db upgrade" in refused.err
    assert jingban("db", "upgrade").code == 0
    assert jingban("db", "upgrade").code == 0
    assert jingban("db", "check").code == 0


def test_seeding_twice_changes_nothing(jingban: Jingban) -> None:
    jingban("db", "upgrade")
    first = jingban("seed")
    assert first.code == 0
    second = jingban("seed")
    assert second.code == 0
    assert second.out.count("(0 new") == 3


def test_deploying_the_same_twice_changes_nothing(
    jingban: Jingban, installation: Path, tmp_path: Path
) -> None:
    path = tmp_path / "fee.bpmn"
    path.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="fee" isExecutable="true">'
        '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>',
        encoding="utf-8",
    )
    assert "fee  version 1" in jingban("deploy", path).out
    assert "unchanged" in jingban("deploy", path).out
    path.write_text("<x")
    told = jingban("deploy", path)
    assert told.code == 1
    assert "fee.bpmn" in told.err


def test_advice_about_a_deployed_file_is_told_and_does_not_stop_the_command(
    jingban: Jingban, installation: Path, tmp_path: Path
) -> None:
    path = tmp_path / "advised.bpmn"
    path.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="advised" isExecutable="true">'
        '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/><exclusiveGateway id="g" default="h"/>'
        '<sequenceFlow id="h" sourceRef="g" targetRef="e"/><sequenceFlow id="i" sourceRef="g" targetRef="e">'
        '<conditionExpression>nobody_gives_this = true</conditionExpression></sequenceFlow><endEvent id="e"/></process></definitions>',
        encoding="utf-8",
    )
    told = jingban("deploy", path)
    assert told.code == 0
    assert "advised  version 1" in told.out
    assert "name-unknown" in told.err


def test_deploying_what_can_get_stuck_is_refused_with_the_way_there(
    jingban: Jingban, installation: Path, tmp_path: Path
) -> None:
    offered = 'jb:department="fire" jb:role="reviewer"'
    path = tmp_path / "stuck.bpmn"
    path.write_bytes(
        model(
            f"start S; exclusive G; user A {offered}; user B {offered}; parallel J; end E; "
            "S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> E"
        )
    )
    told = jingban("deploy", path)
    assert told.code == 1
    assert "proof-deadlock (J)" in told.err
    assert "Way there: S → G → A" in told.err

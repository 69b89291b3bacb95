"""Decision models that import each other, deployed together: found, pinned, kept in their versions."""

import pytest

from engine.assembly import Platform
from engine.definitions.check import check_files
from engine.definitions.deploy import Deploy
from engine.definitions.imports import with_imports
from engine.definitions.programs import Programs
from engine.definitions.queries import EvaluateDecision
from engine.dispatch import SYSTEM

DMN = 'xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'
TYPE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def rates(rate: str, key: str = "rates", namespace: str = "urn:rates") -> bytes:
    return (
        f'<definitions {DMN} id="{key}" name="{key}" namespace="{namespace}"><decision id="rate" name="Rate">'
        f'<variable name="Rate"/><literalExpression><text>{rate}</text></literalExpression></decision></definitions>'
    ).encode()


def fees(location: str = "rates.dmn", namespace: str = "urn:rates") -> bytes:
    return (
        f'<definitions {DMN} id="fees" name="收费" namespace="urn:fees">'
        f'<import name="r" namespace="{namespace}" locationURI="{location}" importType="{TYPE}"/>'
        '<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData>'
        '<decision id="fee" name="Fee"><variable name="Fee"/>'
        '<informationRequirement id="q1"><requiredInput href="#area"/></informationRequirement>'
        f'<informationRequirement id="q2"><requiredDecision href="{namespace}#rate"/></informationRequirement>'
        "<literalExpression><text>area * r.Rate</text></literalExpression></decision></definitions>"
    ).encode()


def fee(platform: Platform) -> object:
    return platform.ask(EvaluateDecision("fees", "Fee", {"area": 10}), SYSTEM)["value"]


def deploy(platform: Platform, files: dict[str, bytes]) -> list[tuple[str, int]]:
    view = platform.execute(Deploy(files), SYSTEM)
    return [(found["key"], found["version"]) for found in view["definitions"]]


@pytest.mark.parametrize("order", [["fees.dmn", "rates.dmn"], ["rates.dmn", "fees.dmn"]], ids="-".join)
def test_an_import_is_found_among_the_files_of_the_deployment(platform: Platform, order: list[str]) -> None:
    files = {"fees.dmn": fees(), "rates.dmn": rates("2")}
    view = platform.execute(Deploy({name: files[name] for name in order}), SYSTEM)
    assert view["findings"] == []
    assert fee(platform) == 20


def test_a_new_version_of_the_imported_model_answers_from_then_on(platform: Platform) -> None:
    deploy(platform, {"fees.dmn": fees(), "rates.dmn": rates("2")})
    assert fee(platform) == 20
    assert deploy(platform, {"rates.dmn": rates("3")}) == [("rates", 2)]
    assert fee(platform) == 30


def test_the_same_file_with_its_import_at_last_is_a_new_version(platform: Platform) -> None:
    view = platform.execute(Deploy({"fees.dmn": fees()}), SYSTEM)
    assert [finding["rule"] for finding in view["findings"]].count("dmn-import") == 1
    assert fee(platform) is None
    assert deploy(platform, {"fees.dmn": fees(), "rates.dmn": rates("2")}) == [("fees", 2), ("rates", 1)]
    assert fee(platform) == 20
    assert deploy(platform, {"fees.dmn": fees(), "rates.dmn": rates("2")}) == [("fees", 2), ("rates", 1)]


def test_the_location_decides_between_models_of_one_namespace(platform: Platform) -> None:
    files = {
        "old/rates-2025.dmn": rates("2", "old"),
        "new/rates-2026.dmn": rates("5", "new"),
        "fees.dmn": fees("../new/rates-2026.dmn"),
    }
    deploy(platform, files)
    assert fee(platform) == 50


def test_a_case_keeps_the_versions_of_what_its_decisions_import(platform: Platform) -> None:
    process = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:jb="http://jingban.dev/schema/bpmn" '
        b'id="d" targetNamespace="t"><process id="p" name="p" isExecutable="true"><startEvent id="S"/>'
        b'<sequenceFlow id="f1" sourceRef="S" targetRef="R"/>'
        b'<businessRuleTask id="R" jb:decision="Fee" jb:result="fee"/>'
        b'<sequenceFlow id="f2" sourceRef="R" targetRef="E"/><endEvent id="E"/></process></definitions>'
    )
    deploy(platform, {"p.bpmn": process, "fees.dmn": fees(), "rates.dmn": rates("2")})
    programs = platform.services[Programs]
    with platform.database.read() as db:
        pins = programs.pin(db, "p")
    assert {name: pin["version"] for name, pin in pins["dmn"].items()} == {"Fee": 1, "rates": 1}
    deploy(platform, {"rates.dmn": rates("3"), "fees.dmn": fees()})
    with platform.database.read() as db:
        assert programs.model(db, pins, "Fee").decide("Fee", {"area": 10}) == 20
        assert programs.model(db, programs.pin(db, "p"), "Fee").decide("Fee", {"area": 10}) == 30
    assert fee(platform) == 30


def test_models_that_import_each_other_in_a_circle_are_found_once() -> None:
    files = {"fees.dmn": fees(namespace="urn:other"), "other.dmn": fees().replace(b"urn:fees", b"urn:other")}
    files["other.dmn"] = (
        files["other.dmn"].replace(b"urn:rates", b"urn:fees").replace(b'id="fees"', b'id="other"')
    )
    assert {name: list(group) for name, group in with_imports(files).items()} == {
        "fees.dmn": ["fees.dmn", "other.dmn"],
        "other.dmn": ["other.dmn", "fees.dmn"],
    }


def test_what_is_wrong_with_an_imported_file_is_told_once_and_of_that_file() -> None:
    findings = check_files({"fees.dmn": fees(), "rates.dmn": rates("1 +")})
    assert [(finding.file, finding.rule) for finding in findings if finding.rule == "dmn-expression"] == [
        ("rates.dmn", "dmn-expression")
    ]

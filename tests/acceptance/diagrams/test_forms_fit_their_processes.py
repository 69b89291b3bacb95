"""Forms and diagrams agree: each form exists, offers what the gateways test, and the bundle asks each field once."""

import re
from pathlib import Path

import pytest
from shipped_processes import FORMS, sources

from engine.bpmn import Program, read_program
from engine.forms import Form, merge, read_form

PROGRAMS = {
    "item": read_program(sources(), "item"),
    "stage": read_program(sources("construction-permit"), "construction_permit_stage"),
    "bundle": read_program(sources("open-business"), "open_business"),
}
FILES = sorted(FORMS.rglob("*.json"))
SHEETS = {form.key: form for form in (read_form(path.read_bytes(), file=path.name) for path in FILES)}
MEMBERS = ("business_licence", "tax_registration", "social_registration", "seal")
TESTED = re.compile(r"decision (?:=|in) (?:\(([^)]*)\)|(\"\w+\"))")

every_form = pytest.mark.parametrize(
    "path", FILES, ids=[path.relative_to(FORMS).as_posix() for path in FILES]
)
every_program = pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)


@every_form
def test_a_form_reads_without_a_finding_and_its_key_is_its_own(path: Path) -> None:
    form = read_form(path.read_bytes(), file=path.name)

    assert len(SHEETS) == len(FILES)
    assert form.key in SHEETS


@every_form
def test_every_text_is_there_in_both_languages(path: Path) -> None:
    form = SHEETS[read_form(path.read_bytes()).key]

    for field in every_field(form):
        for label in (field.title, field.help, *(option.title for option in field.options)):
            assert label is None or (label.zh and label.en), f"{form.key}.{field.key}"


@every_program
def test_every_form_of_a_process_exists(program: Program) -> None:
    assert program.forms <= set(SHEETS)


@every_program
def test_each_person_s_task_names_department_role_form_kind_and_limit(program: Program) -> None:
    for node in program.nodes():
        if node.type == "userTask":
            assert {"department", "role", "form", "kind", "limit", "stage"} <= set(node.attributes), node.id


@every_program
def test_gateways_test_only_values_that_some_form_before_them_offers(program: Program) -> None:
    offered = {option.value for key in program.forms for option in decisions(SHEETS[key])}
    for graph in program.graphs.values():
        for flow in graph.flows.values():
            if flow.condition is not None:
                assert values_in(flow.condition.text) <= offered, f"{flow.id}: {flow.condition.text}"


@every_program
def test_every_answer_is_tested_somewhere_or_is_what_the_default_flow_is_for(program: Program) -> None:
    known = values_anywhere(program)
    for graph in program.graphs.values():
        for node in graph.nodes.values():
            if node.type == "userTask" and "decision" in str(node.attributes.get("outputs", "")):
                answers = {option.value for option in decisions(SHEETS[str(node.attributes["form"])])}
                following = [graph.nodes[flow.target] for flow in node.outgoing]
                by_default = 1 if any(gateway.default for gateway in following) else 0
                assert len(answers - known) <= by_default, f"{node.id}: {answers - known}"


@every_program
def test_no_default_flow_leads_to_a_grant(program: Program) -> None:
    """What is granted is granted by an answer that says so, never because nothing else matched."""
    for graph in program.graphs.values():
        for flow in graph.flows.values():
            if graph.nodes[flow.source].default is flow:
                operation = graph.nodes[flow.target].attributes.get("operation")
                assert operation not in ("licence.issue", "case.state", "case.accept"), flow.id


def test_the_bundle_asks_each_field_once() -> None:
    form = merge({key.replace("_", "-"): SHEETS[key] for key in MEMBERS})

    keys = [field.key for field in form.fields]
    asked_apart = sum(len(SHEETS[key].fields) for key in MEMBERS)
    assert len(keys) == len(set(keys))
    assert asked_apart - len(keys) >= 15
    consumers = next(field for field in form.fields if field.key == "company_name").items
    assert consumers == ("business-licence", "tax-registration", "social-registration", "seal")


def test_the_bundle_asks_for_no_paper_that_an_office_already_has() -> None:
    form = merge({key.replace("_", "-"): SHEETS[key] for key in MEMBERS})

    uploaded = [material.key for material in form.materials if material.source == "upload"]
    assert uploaded == ["power_of_attorney"]
    assert next(m for m in form.materials if m.key == "licence_copy").source == "generated:business-licence"
    assert form.flow["seal"] == ("business-licence",)


def test_personal_data_is_marked() -> None:
    suspicious = re.compile(r"(?:_phone|_id|legal_rep_name|officer_name|_account|contact)$")
    for form in SHEETS.values():
        for field in every_field(form):
            if suspicious.search(field.key) and field.type in ("text", "phone", "citizen_id"):
                assert field.personal is not None, f"{form.key}.{field.key}"


def every_field(form: Form):  # type: ignore[no-untyped-def]  # yields engine.forms.model.Field
    from engine.forms.model import walk

    return walk(form.fields)


def decisions(form: Form):  # type: ignore[no-untyped-def]  # a tuple of engine.forms.model.Option
    return next((field.options for field in form.fields if field.key == "decision"), ())


def values_in(condition: str) -> set[str]:
    return {word for match in TESTED.finditer(condition) for word in re.findall(r"\w+", match.group(0))} - {
        "decision",
        "in",
    }


def values_anywhere(program: Program) -> set[str]:
    """All decision values that conditions of the whole program test."""
    return {
        value
        for graph in program.graphs.values()
        for flow in graph.flows.values()
        if flow.condition is not None
        for value in values_in(flow.condition.text)
    }

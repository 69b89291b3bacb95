"""Bundles: each field and material once, the stricter limit for all, conflicts located; and cutting back to one."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import Form, as_view, merge, project, read_form, validate
from engine.kernel.errors import Refused


def form_of(*fields: dict[str, Any], key: str = "f", **more: Any) -> Form:
    rows = [{"type": "text", "title": field["key"], **field} for field in fields]
    return read_form({"key": key, "title": key, "fields": rows, **more})


def options(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "title": value} for value in values]


def merged_field(one: dict[str, Any], two: dict[str, Any]) -> Any:
    both = merge({"a": form_of({"key": "x", **one}), "b": form_of({"key": "x", **two})})
    [field] = both.fields
    return field


def test_a_field_of_two_items_is_asked_once_and_knows_both() -> None:
    both = merge(
        {
            "licence": form_of({"key": "name"}, {"key": "capital", "type": "money"}, key="licence"),
            "tax": form_of({"key": "name"}, {"key": "accountant"}, key="tax"),
        },
        key="start_up",
    )
    assert both.key == "start_up"
    assert [(field.key, field.items) for field in both.fields] == [
        ("name", ("licence", "tax")),
        ("capital", ("licence",)),
        ("accountant", ("tax",)),
    ]


@pytest.mark.parametrize(
    ("one", "two", "name", "expected"),
    [
        pytest.param({}, {"required": True}, "required", True, id="required-wins"),
        pytest.param({"readonly": True}, {}, "readonly", False, id="editable-wins"),
        pytest.param({"type": "integer", "min": 1}, {"type": "integer", "min": 3}, "min", Decimal(3), id="higher-min"),
        pytest.param({"type": "integer", "max": 9}, {"type": "integer"}, "max", Decimal(9), id="only-max"),
        pytest.param({"max_length": 9}, {"max_length": 5}, "max_length", 5, id="shorter"),
        pytest.param({"min_length": 2}, {"min_length": 3}, "min_length", 3, id="longer"),
        pytest.param({"pattern": "a+"}, {}, "pattern", "a+", id="one-pattern"),
        pytest.param({"type": "date", "min": "2026-01-01"}, {"type": "date", "min": "2026-02-01"}, "min", "2026-02-01", id="later-day"),
        pytest.param({"roles": ["a"]}, {"roles": ["b"]}, "roles", ("a", "b"), id="roles-of-both"),
        pytest.param({"roles": ["a"]}, {}, "roles", (), id="everyone"),
        pytest.param({"personal": "name"}, {}, "personal", "name", id="personal-wins"),
        pytest.param({"default": "n"}, {}, "default", "n", id="one-default"),
        pytest.param({"x-items": ["p", "q"]}, {"x-items": ["q", "r"]}, "items", ("p", "q", "r"), id="named-items"),
        pytest.param({"type": "file", "max_mb": 5}, {"type": "file", "max_mb": 2}, "max_mb", 2, id="smaller-file"),
        pytest.param(
            {"type": "file", "accept": ["image/png", "application/pdf"]}, {"type": "file", "accept": ["application/pdf"]},
            "accept", ("application/pdf",), id="common-file-types",
        ),
    ],
)  # fmt: skip
def test_the_stricter_definition_holds(
    one: dict[str, Any], two: dict[str, Any], name: str, expected: Any
) -> None:
    assert getattr(merged_field(one, two), name) == expected
    if name not in ("items", "roles"):
        assert getattr(merged_field(two, one), name) == expected


def test_only_options_that_both_know_are_offered() -> None:
    field = merged_field(
        {"type": "select", "options": options("a", "b", "c")},
        {"type": "select", "options": options("c", "b")},
    )
    assert [option.value for option in field.options] == ["b", "c"]


@pytest.mark.parametrize(
    ("one", "two", "says"),
    [
        pytest.param({"type": "text"}, {"type": "integer"}, "is text for one and integer for the other", id="type"),
        pytest.param({"pattern": "a+"}, {"pattern": "b+"}, "has pattern", id="pattern"),
        pytest.param({"type": "integer", "min": 5}, {"type": "integer", "max": 4}, "at least 5 and at most 4", id="min-max"),
        pytest.param({"min_length": 5}, {"max_length": 4}, "at least 5 and at most 4", id="lengths"),
        pytest.param({"unit": "元"}, {"unit": "万元"}, "has unit", id="unit"),
        pytest.param({"default": "a"}, {"default": "b"}, "has default", id="default"),
        pytest.param({"personal": "name"}, {"personal": "bank"}, "has personal", id="personal"),
        pytest.param(
            {"type": "select", "options": options("a")}, {"type": "select", "options": options("b")}, "no option that both know", id="options"
        ),
        pytest.param(
            {"type": "select", "options": options("a", "b"), "default": "a"}, {"type": "select", "options": options("b")},
            "default that is not offered", id="default-not-offered",
        ),
        pytest.param(
            {"type": "file", "accept": ["image/png"]}, {"type": "file", "accept": ["text/csv"]}, "no file type", id="file-types"
        ),
    ],
)  # fmt: skip
def test_what_no_value_could_satisfy_is_refused_with_field_and_items(
    one: dict[str, Any], two: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused) as caught:
        merged_field(one, two)
    [finding] = caught.value.findings
    assert (finding.rule, finding.element) == ("form-merge-conflict", "fields.x")
    assert says in finding.message
    assert "(a and b)" in finding.message
    assert finding.help


def test_fields_inside_groups_are_merged_too_and_conflicts_are_located_there() -> None:
    one = {"type": "group", "fields": [{"key": "name", "type": "text", "title": "n"}]}
    two = {
        "type": "group",
        "fields": [
            {"key": "name", "type": "text", "title": "n", "required": True},
            {"key": "id", "type": "citizen_id", "title": "i"},
        ],
    }
    assert [(field.key, field.required) for field in merged_field(one, two).fields] == [
        ("name", True),
        ("id", False),
    ]
    three = {"type": "group", "fields": [{"key": "name", "type": "integer", "title": "n"}]}
    with pytest.raises(Refused) as caught:
        merged_field(one, three)
    assert caught.value.findings[0].element == "fields.x.fields.name"


def test_conditions_of_both_items_are_joined_by_or() -> None:
    field = merged_field({"required_if": '"a" in items'}, {"required_if": '"b" in items'})
    assert field.required_if.text == '("a" in items) or ("b" in items)'
    assert merged_field({"required_if": "true"}, {}).required_if.text == "true"
    assert merged_field({"visible_if": "true"}, {}).visible_if is None
    assert merged_field({"visible_if": "true"}, {"visible_if": "true"}).visible_if.text == "true"


def test_a_material_is_brought_once_for_all_in_the_way_that_satisfies_all() -> None:
    def form(**more: Any) -> Form:
        return form_of(materials=[{"key": "plan", "title": "布局图", **more}])

    both = merge(
        {
            "a": form(kind="copy", necessity="later", source="promise", copies=2, basis="甲", max_mb=9),
            "b": form(
                kind="original", necessity="required", source="upload", basis="乙", accept=["image/png"]
            ),
            "c": form(kind="electronic", necessity="optional", source="data-query", basis="甲", max_mb=5),
        }
    )
    [material] = both.materials
    assert (material.kind, material.necessity, material.source) == ("original", "required", "data-query")
    assert (material.shared_by, material.copies, material.max_mb) == (("a", "b", "c"), 2, 5)
    assert (material.basis, material.accept) == ("甲；乙", ("image/png",))


def test_materials_without_a_common_file_type_are_refused() -> None:
    def form(*accept: str) -> Form:
        return form_of(materials=[{"key": "plan", "title": "图", "accept": list(accept)}])

    with pytest.raises(Refused) as caught:
        merge({"a": form("image/png"), "b": form("text/csv")})
    assert caught.value.findings[0].element == "materials.plan.accept"


def test_items_that_wait_for_each_other_across_forms_are_refused() -> None:
    one = form_of({"key": "x", "x-items": ["a", "b"]}, flow={"a": {"depends_on": ["b"]}})
    two = form_of({"key": "x", "x-items": ["a", "b"]}, flow={"b": {"depends_on": ["a"]}})
    with pytest.raises(Refused, match="cannot be one form") as caught:
        merge({"a": one, "b": two})
    assert caught.value.findings[0].rule == "form-cycle"


def test_sections_are_joined_and_a_field_stands_in_one() -> None:
    one = form_of({"key": "x"}, sections=[{"key": "main", "title": "基本", "fields": ["x"]}])
    two = form_of(
        {"key": "x"}, {"key": "y"},
        sections=[{"key": "other", "title": "其他", "fields": ["x"]}, {"key": "main", "title": "基本", "fields": ["y"]}],
    )  # fmt: skip
    assert [(section.key, section.fields) for section in merge({"a": one, "b": two}).sections] == [
        ("main", ("x", "y"))
    ]


def test_the_example_of_a_change_of_licence_with_a_change_of_the_power_contract() -> None:
    form = read_form(
        {
            "key": "b6",
            "title": "工商变更与用电更名",
            "fields": [
                {
                    "key": "uscc",
                    "type": "uscc",
                    "title": "统一社会信用代码",
                    "x-items": ["a", "b", "d"],
                    "source": "e-licence",
                },
                {"key": "new_name", "type": "text", "title": "新名称", "x-items": ["a", "b", "d"]},
                {
                    "key": "meter_no",
                    "type": "text",
                    "title": "用电户号",
                    "x-items": ["b"],
                    "required_if": '"b" in items',
                },
            ],
            "materials": [
                {"key": "licence", "title": "营业执照", "source": "generated:a", "shared_by": ["b", "c", "d"]}
            ],
            "flow": {"b": {"depends_on": ["a"]}},
        }
    )
    ticked = project(form, items=["a", "d"])
    assert [field.key for field in ticked.fields] == ["uscc", "new_name"]
    assert ticked.materials[0].shared_by == ("d",)
    assert ticked.flow == {}
    assert [field.key for field in project(form, items=["b"]).fields] == ["uscc", "new_name", "meter_no"]
    assert validate(form, {}, scope={"items": ["a", "b"]}).errors[0].path == "data.meter_no"


def test_a_department_sees_only_its_fields_and_a_role_only_what_it_may() -> None:
    form = form_of(
        {"key": "common"},
        {"key": "mine", "x-items": ["a"]},
        {"key": "theirs", "x-items": ["b"]},
        {"key": "secret", "roles": ["auditor"]},
        {
            "key": "g",
            "type": "group",
            "fields": [{"key": "h", "type": "text", "title": "h", "roles": ["auditor"]}],
        },
        sections=[
            {"key": "s", "title": "S", "fields": ["mine", "secret"]},
            {"key": "t", "title": "T", "fields": ["theirs"]},
        ],
    )
    cut = project(form, items=["a"], role="clerk")
    assert [field.key for field in cut.fields] == ["common", "mine"]
    assert [(section.key, section.fields) for section in cut.sections] == [("s", ("mine",))]
    assert project(form) == form or project(form).fields == form.fields


def test_conditions_still_work_when_the_field_they_ask_for_was_cut() -> None:
    form = form_of({"key": "kind", "roles": ["auditor"]}, {"key": "why", "required_if": 'kind = "x"'})
    cut = project(form, role="clerk")
    assert validate(cut, {}).ok
    assert not validate(cut, {}, scope={"kind": "x"}).ok


def test_the_view_is_json_in_one_language_for_one_role() -> None:
    form = read_form(
        {
            "key": "f",
            "version": "2",
            "title": {"zh-CN": "表", "en": "Form"},
            "fields": [
                {
                    "key": "n",
                    "type": "decimal",
                    "title": {"zh-CN": "数", "en": "Number"},
                    "min": 0.5,
                    "max": 10,
                    "edit_roles": ["clerk"],
                },
                {"key": "s", "type": "text", "title": "密", "roles": ["auditor"]},
            ],
            "materials": [{"key": "m", "title": "材料"}],
            "sections": [{"key": "a", "title": {"zh-CN": "甲", "en": "A"}, "fields": ["n", "s"]}],
            "flow": {"x": {}},
        }
    )
    assert as_view(form, "en", role="viewer") == {
        "key": "f",
        "version": "2",
        "title": "Form",
        "fields": [
            {
                "key": "n",
                "type": "decimal",
                "title": "Number",
                "required": False,
                "readonly": True,
                "min": "0.5",
                "max": 10,
            }
        ],
        "materials": [
            {
                "key": "m",
                "title": "材料",
                "kind": "electronic",
                "necessity": "required",
                "source": "upload",
                "copies": 1,
            }
        ],
        "sections": [{"key": "a", "title": "A", "fields": ["n"]}],
        "flow": {"x": {"depends_on": []}},
    }
    assert as_view(form)["fields"][0]["readonly"] is False


keys = st.lists(st.sampled_from("pqrstuv"), unique=True, max_size=5)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), keys, min_size=1))
def test_each_key_stands_once_and_each_item_gets_its_own_back(asked: dict[str, list[str]]) -> None:
    both = merge({item: form_of(*({"key": key} for key in wanted)) for item, wanted in asked.items()})
    assert len({field.key for field in both.fields}) == len(both.fields)
    for item, wanted in asked.items():
        assert {field.key for field in project(both, items=[item]).fields} == set(wanted)

"""Form files: what is read, and that everything wrong is found, located and explained."""

import json
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import Label, Option, read_form
from engine.forms.field_types import FIELD_TYPES
from engine.kernel.errors import Refused


def form_with(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": "sample", "title": "样表", "fields": list(fields), **more}


def a_field(**more: Any) -> dict[str, Any]:
    return {"key": "name", "type": "text", "title": "名称", **more}


def findings(form: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as caught:
        read_form(form)
    return [(finding.rule, finding.element) for finding in caught.value.findings]


def test_a_whole_form_is_read() -> None:
    form = read_form(
        json.dumps(
            {
                "key": "licence_application",
                "version": "1",
                "title": {"zh-CN": "营业执照申请", "en": "Business licence"},
                "context": ["applicant_type"],
                "fields": [
                    {
                        "key": "capital",
                        "type": "money",
                        "title": {"zh-CN": "注册资本", "en": "Capital"},
                        "help": "认缴",
                        "required_if": 'applicant_type = "company"',
                        "min": 0.01,
                        "unit": "万元",
                        "x-items": ["a", "c"],
                        "roles": ["clerk"],
                        "edit_roles": ["applicant"],
                        "default": "10",
                    },
                    {
                        "key": "kind",
                        "type": "select",
                        "title": "类型",
                        "options": [{"value": "llc", "title": {"zh-CN": "有限公司", "en": "Ltd."}}],
                    },
                    {"key": "view", "type": "opinion", "title": "意见"},
                    {"key": "born", "type": "date", "title": "成立日期", "min": "2000-01-01"},
                ],
                "materials": [
                    {
                        "key": "charter",
                        "title": "章程",
                        "kind": "copy",
                        "necessity": "later",
                        "source": "generated:a",
                        "shared_by": ["b"],
                        "x-items": ["c"],
                        "accept": ["application/pdf"],
                        "max_mb": 20,
                        "copies": 2,
                        "basis": "公司法",
                    }
                ],
                "sections": [{"key": "main", "title": "基本信息", "fields": ["capital", "kind"]}],
                "flow": {"b": {"depends_on": ["a"]}, "c": {}},
            },
            ensure_ascii=False,
        ).encode()
    )
    capital, kind, view, born = form.fields
    assert capital.title == Label("注册资本", "Capital")
    assert (capital.min, capital.default) == (Decimal("0.01"), Decimal("10.00"))
    assert (capital.items, capital.roles, capital.edit_roles) == (("a", "c"), ("clerk",), ("applicant",))
    assert capital.required_if is not None
    assert capital.required_if.names == {"applicant_type"}
    assert kind.options == (Option("llc", Label("有限公司", "Ltd.")),)
    assert [option.value for option in view.options] == ["agree", "disagree"]
    assert born.min == "2000-01-01"
    [material] = form.materials
    assert (material.kind, material.necessity, material.source) == ("copy", "later", "generated:a")
    assert (material.shared_by, material.copies, material.max_mb) == (("b", "c"), 2, 20)
    assert form.sections[0].fields == ("capital", "kind")
    assert form.flow == {"b": ("a",), "c": ()}
    assert form.items() == ("a", "c", "b")


@pytest.mark.parametrize(
    ("form", "rule", "element"),
    [
        pytest.param(form_with(a_field(requird=True)), "form-unknown-key", "fields.name.requird", id="unknown-key"),
        pytest.param(form_with(colour="red"), "form-unknown-key", "colour", id="unknown-top-key"),
        pytest.param({"key": "x", "fields": []}, "form-missing-key", "title", id="no-title"),
        pytest.param(form_with({"key": "a", "type": "text"}), "form-missing-key", "fields.a.title", id="field-no-title"),
        pytest.param(form_with({"type": "text", "title": "A"}), "form-missing-key", "fields.0.key", id="no-key"),
        pytest.param(form_with(a_field(key="1st")), "form-bad-value", "fields.1st.key", id="key-begins-with-digit"),
        pytest.param(form_with(a_field(key="名称")), "form-bad-value", "fields.名称.key", id="chinese-key"),
        pytest.param(form_with(a_field(key="if")), "form-bad-value", "fields.if.key", id="key-is-a-keyword"),
        pytest.param(form_with(a_field(key="count")), "form-bad-value", "fields.count.key", id="key-is-a-function"),
        pytest.param(form_with(a_field(type="txt")), "form-bad-value", "fields.name.type", id="unknown-type"),
        pytest.param(form_with(a_field(required="yes")), "form-wrong-type", "fields.name.required", id="not-a-flag"),
        pytest.param(form_with(a_field(max_length=True)), "form-wrong-type", "fields.name.max_length", id="flag-as-number"),
        pytest.param(form_with(a_field(max_length=-1)), "form-bad-value", "fields.name.max_length", id="negative-length"),
        pytest.param(form_with(a_field(min_length=5, max_length=2)), "form-bad-limits", "fields.name.min_length", id="limits"),
        pytest.param(form_with(a_field(min=5)), "form-bad-limits", "fields.name.min", id="limit-of-another-type"),
        pytest.param(form_with(a_field(options=[])), "form-bad-limits", "fields.name.options", id="options-on-text"),
        pytest.param(form_with(a_field(pattern="(")), "form-bad-pattern", "fields.name.pattern", id="pattern"),
        pytest.param(form_with(a_field(pattern="a", max_length=2000)), "form-bad-limits", "fields.name.max_length", id="pattern-on-long-text"),
        pytest.param(form_with(a_field(pattern="^a$")), "form-bad-pattern", "fields.name.pattern", id="anchors"),
        pytest.param(form_with(a_field(default="x" * 600)), "form-bad-default", "fields.name.default", id="default"),
        pytest.param(form_with(a_field(type="group", default={}, fields=[a_field(key="x")])), "form-bad-default", "fields.name.default", id="group-default"),
        pytest.param(form_with(a_field(personal="secret")), "form-bad-value", "fields.name.personal", id="personal"),
        pytest.param(form_with(a_field(required_if="1 +")), "form-bad-condition", "fields.name.required_if", id="condition"),
        pytest.param(form_with(a_field(visible_if="x" * 3000)), "form-bad-condition", "fields.name.visible_if", id="long-condition"),
        pytest.param(form_with(a_field(visible_if="nmae = 1")), "form-unknown-name", "fields.name.visible_if", id="unknown-name"),
        pytest.param(form_with(a_field(), a_field()), "form-duplicate-key", "fields.name", id="field-twice"),
        pytest.param(form_with(a_field(type="select")), "form-missing-key", "fields.name.options", id="select-no-options"),
        pytest.param(
            form_with(a_field(type="select", options=[{"value": "a", "title": "A"}, {"value": "a", "title": "B"}])),
            "form-duplicate-key", "fields.name.options", id="option-twice",
        ),
        pytest.param(form_with(a_field(type="group")), "form-missing-key", "fields.name.fields", id="empty-group"),
        pytest.param(form_with(a_field(type="date", min="2026-02-30")), "form-bad-value", "fields.name.min", id="no-such-day"),
        pytest.param(
            form_with(a_field(type="date", min="2026-02-02", max="2026-01-01")), "form-bad-limits", "fields.name.min", id="dates-swapped"
        ),
        pytest.param(
            form_with(a_field(visible_if="b = 1"), a_field(key="b", visible_if='name = "x"')), "form-cycle", "fields", id="cycle"
        ),
        pytest.param(form_with(a_field(**{"x-items": ["a", "a"]})), "form-duplicate-key", "fields.name.x-items", id="item-twice"),
        pytest.param(form_with(a_field(roles="clerk")), "form-wrong-type", "fields.name.roles", id="roles-as-text"),
        pytest.param(form_with("name"), "form-wrong-type", "fields.0", id="field-as-text"),
        pytest.param(form_with(fields={}), "form-wrong-type", "fields", id="fields-as-object"),
        pytest.param(form_with(a_field(title={"zh": "x"})), "form-unknown-key", "fields.name.title.zh", id="unknown-language"),
        pytest.param(form_with(a_field(title=" ")), "form-bad-value", "fields.name.title", id="blank-title"),
        pytest.param(form_with(materials=[{"key": "m", "title": "M", "source": "uplaod"}]), "form-bad-value", "materials.m.source", id="source"),
        pytest.param(form_with(materials=[{"key": "m", "title": "M", "source": "promise:a"}]), "form-bad-value", "materials.m.source", id="promise-of-item"),
        pytest.param(form_with(materials=[{"key": "m", "title": "M", "source": "generated:z"}]), "form-unknown-reference", "materials.m.source", id="source-of-no-item"),
        pytest.param(form_with(materials=[{"key": "m", "title": "M", "accept": ["pdf"]}]), "form-bad-value", "materials.m.accept", id="media-type"),
        pytest.param(form_with(materials=[{"key": "m", "title": "M"}, {"key": "m", "title": "M"}]), "form-duplicate-key", "materials.m", id="material-twice"),
        pytest.param(form_with(sections=[{"key": "s", "title": "S", "fields": ["x"]}]), "form-unknown-reference", "sections.s.fields", id="section-of-nothing"),
        pytest.param(
            form_with(a_field(), sections=[{"key": "s", "title": "S", "fields": ["name"]}, {"key": "t", "title": "T", "fields": ["name"]}]),
            "form-duplicate-key", "sections.t.fields", id="in-two-sections",
        ),
        pytest.param(form_with(flow={"a": {"depends_on": ["q"]}}), "form-unknown-reference", "flow.a.depends_on", id="flow-to-nothing"),
        pytest.param(form_with(flow={"a": {"depends_on": ["b"]}, "b": {"depends_on": ["a"]}}), "form-cycle", "flow", id="flow-cycle"),
        pytest.param(form_with(*(a_field(key=f"f{i}") for i in range(501))), "form-too-many", "fields", id="too-many"),
        pytest.param([], "form-wrong-type", None, id="a-list"),
        pytest.param(b"[]", "form-wrong-type", None, id="json-list"),
        pytest.param(b'{"key": NaN}', "form-syntax", None, id="nan"),
        pytest.param(b'{"key": "a", "key": "b"}', "form-syntax", None, id="key-twice"),
        pytest.param(b"\xff\xfe", "form-syntax", None, id="no-utf8"),
        pytest.param(b"[" * 200_000, "form-syntax", None, id="deep-brackets"),
        pytest.param(b'{"a": ' + b"9" * 10_000 + b"}", "form-syntax", None, id="huge-number"),
        pytest.param(b" " * (256 * 1024 + 1), "form-too-large", None, id="too-large"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_located(form: Any, rule: str, element: str | None) -> None:
    assert (rule, element) in findings(form)


def test_groups_nest_four_deep_and_no_deeper() -> None:
    field = a_field(key="f5")
    for depth in range(4, 0, -1):
        field = a_field(key=f"f{depth}", type="group", fields=[field])
    assert ("form-too-deep", "fields.f1.fields.f2.fields.f3.fields.f4") in findings(form_with(field))


def test_fields_inside_groups_count_too() -> None:
    rows = [
        a_field(key=f"g{g}", type="group", fields=[a_field(key=f"f{i}") for i in range(200)])
        for g in range(3)
    ]
    assert ("form-too-many", "fields") in findings(form_with(*rows))


def test_a_condition_inside_a_list_sees_its_row_and_the_form() -> None:
    row = a_field(key="share", type="decimal", required_if='kind = "llc" and holder != null')
    form = read_form(
        form_with(
            a_field(key="kind"), a_field(key="holders", type="list", fields=[a_field(key="holder"), row])
        )
    )
    assert form.fields[1].fields[1].required_if is not None


def test_a_cycle_through_a_group_is_found() -> None:
    group = a_field(key="g", type="group", fields=[a_field(key="x", visible_if='name = "y"')])
    assert ("form-cycle", "fields") in findings(form_with(a_field(visible_if="g.x = 1"), group))


def test_each_finding_has_a_remedy_by_spelling() -> None:
    with pytest.raises(Refused) as caught:
        read_form(form_with(a_field(requird=True, visible_if="nmae = 'x'")), file="forms/x.json")
    by_rule = {finding.rule: finding for finding in caught.value.findings}
    assert by_rule["form-unknown-key"].help == "Did you mean “required”?"
    assert by_rule["form-bad-condition"].help == "Texts in conditions stand in double quotes."
    assert {finding.file for finding in caught.value.findings} == {"forms/x.json"}


def test_bad_json_names_its_line() -> None:
    with pytest.raises(Refused) as caught:
        read_form('{\n "key": "a",\n "title" "b"}')
    assert caught.value.findings[0].line == 3


def test_a_thousand_mistakes_give_a_bounded_list() -> None:
    broken = form_with(*(a_field(key=f"f{i}", a=1, b=2, c=3) for i in range(400)))
    assert len(findings(broken)) <= 200


def test_identity_and_phone_numbers_are_personal_unless_the_form_says_no() -> None:
    form = read_form(
        form_with(
            a_field(key="a", type="citizen_id"),
            a_field(key="b", type="phone"),
            a_field(key="c", type="phone", personal=None),
        )
    )
    assert [field.personal for field in form.fields] == ["id", "phone", None]


def test_every_type_can_be_read() -> None:
    extra: dict[str, Any] = {
        "select": {"options": [{"value": "a", "title": "A"}]},
        "multiselect": {"options": [{"value": "a", "title": "A"}]},
        "group": {"fields": [a_field()]},
        "list": {"fields": [a_field()]},
    }
    for name in FIELD_TYPES:
        assert read_form(form_with(a_field(type=name, **extra.get(name, {})))).fields[0].type == name


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
known_keys = st.sampled_from(
    [
        "key",
        "type",
        "title",
        "help",
        "required",
        "required_if",
        "visible_if",
        "default",
        "options",
        "min",
        "max",
        "min_length",
        "pattern",
        "x-items",
        "roles",
        "personal",
        "fields",
        "value",
    ]
)


@given(
    st.dictionaries(
        st.sampled_from(["key", "title", "fields", "materials", "sections", "flow", "context", "version"]),
        json_values | st.lists(st.dictionaries(known_keys, json_values, max_size=6), max_size=3),
    )
)
def test_no_json_makes_the_reader_fail_in_another_way_than_a_refusal(form: dict[str, Any]) -> None:
    try:
        read_form(form)
    except Refused as refused:
        located = refused.findings
    else:
        located = ()
    assert all(finding.rule.startswith("form-") and finding.message for finding in located)


def test_a_hostile_file_costs_little_time() -> None:
    began = perf_counter()
    unknown = {f"requird_{n}": n for n in range(10_000)}
    assert len(findings(json.dumps(form_with(**unknown)))) == 200
    names = " = 1 or ".join(f"nmae{n}" for n in range(110))
    assert (
        len(findings(form_with(*(a_field(key=f"name{n}", visible_if=f"{names} = 1") for n in range(100)))))
        == 200
    )
    twice = "{" + ",".join(f'"k{n}": 1' for n in range(15_000)) + ',"k0": 1}'
    assert findings(twice) == [("form-syntax", None)]
    assert perf_counter() - began < 20

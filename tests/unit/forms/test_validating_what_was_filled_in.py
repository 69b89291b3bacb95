"""What somebody filled in: canonical values, located errors, conditions, roles, drafts."""

from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import Form, read_form, validate
from engine.forms.field_types import FIELD_TYPES
from engine.forms.messages import MESSAGES
from engine.kernel.errors import ExecutionFailed, InvalidInput

CHOICES = [{"value": "a", "title": "甲"}, {"value": "b", "title": "乙"}, {"value": "c", "title": "丙"}]


def form_of(*fields: dict[str, Any]) -> Form:
    return read_form(
        {"key": "f", "title": "表", "fields": [{"title": field["key"], **field} for field in fields]}
    )


def one(kind: str, **more: Any) -> Form:
    if kind in ("select", "multiselect"):
        more.setdefault("options", CHOICES)
    return form_of({"key": "x", "type": kind, **more})


def errors(form: Form, data: Any, **more: Any) -> list[tuple[str, str]]:
    return [(error.path, error.code) for error in validate(form, data, **more).errors]


@pytest.mark.parametrize(
    ("kind", "limits", "given", "kept"),
    [
        ("text", {}, "  王明 ", "王明"),
        ("text", {}, "e\u0301", "é"),
        ("text", {"pattern": "[A-Z]{2}"}, "AB", "AB"),
        ("textarea", {}, "一\r\n二", "一\n二"),
        ("integer", {}, 5, 5),
        ("integer", {}, "12", 12),
        ("integer", {}, 5.0, 5),
        ("integer", {}, 10**20, 10**20),
        ("decimal", {}, 0.1, Decimal("0.1")),
        ("decimal", {}, " 1.50 ", Decimal("1.50")),
        ("decimal", {"min": 0}, 0, Decimal("0")),
        ("money", {}, "12", Decimal("12.00")),
        ("money", {}, 12.5, Decimal("12.50")),
        ("money", {}, "1.200", Decimal("1.20")),
        ("boolean", {}, False, False),
        ("date", {"min": "2026-03-01"}, "2026-03-01", "2026-03-01"),
        ("datetime", {}, "2026-03-01T01:00:00Z", "2026-03-01T09:00:00+08:00"),
        ("select", {}, "b", "b"),
        ("multiselect", {}, ["c", "a"], ["a", "c"]),
        ("opinion", {}, "disagree", "disagree"),
        ("uscc", {}, " 91220101ma0te5t080", "91220101MA0TE5T080"),
        ("citizen_id", {}, "11010519491231002x", "11010519491231002X"),
        ("phone", {}, "+86 138 1234 5678", "13812345678"),
        ("phone", {}, "043188881234", "0431-88881234"),
        ("phone", {}, "010-88881234-801", "010-88881234-801"),
        ("project_code", {}, "2603-220101-04-01-123456", "2603-220101-04-01-123456"),
        ("region", {}, "220104", "220104"),
        ("region", {"options": [{"value": "JL-JK", "title": "经开区"}]}, "JL-JK", "JL-JK"),
        ("email", {}, "a.b@example.cn", "a.b@example.cn"),
        ("postcode", {}, "130000", "130000"),
        ("file", {}, "f-1", {"id": "f-1"}),
        (
            "file",
            {"accept": ["application/pdf"], "max_mb": 1},
            {"id": "f", "type": "application/pdf", "size": 9},
            None,
        ),
    ],
)
def test_values_are_brought_into_one_shape(kind: str, limits: dict[str, Any], given: Any, kept: Any) -> None:
    found = validate(one(kind, **limits), {"x": given})
    assert found.errors == ()
    assert found.data["x"] == (given if kept is None else kept)
    assert type(found.data["x"]) is type(given if kept is None else kept)


@pytest.mark.parametrize(
    ("kind", "limits", "given", "code"),
    [
        ("text", {}, 5, "wrong-type"),
        ("text", {}, ["a"], "wrong-type"),
        ("text", {"max_length": 2}, "abc", "too-long"),
        ("text", {}, "x" * 501, "too-long"),
        ("text", {"min_length": 2}, "a", "too-short"),
        ("text", {}, "a\nb", "control-character"),
        ("text", {}, "a\x00b", "control-character"),
        ("text", {}, "\ud800", "control-character"),
        ("text", {"pattern": "[A-Z]{2}"}, "ABC", "pattern"),
        ("textarea", {}, "x" * 20_001, "too-long"),
        ("integer", {}, 5.5, "wrong-type"),
        ("integer", {}, True, "wrong-type"),
        ("integer", {}, "1e400", "too-large"),
        ("integer", {}, 10**4000, "too-large"),
        ("integer", {"min": 3}, 2, "too-small"),
        ("integer", {"max": 3}, "4", "too-large"),
        ("decimal", {}, "1_000", "wrong-type"),
        ("decimal", {}, "NaN", "wrong-type"),
        ("decimal", {}, float("inf"), "wrong-type"),
        ("decimal", {}, "1" * 5000, "wrong-type"),
        ("decimal", {}, "1e-99", "too-precise"),
        ("decimal", {}, None.__class__, "wrong-type"),
        ("money", {}, "1.234", "too-precise"),
        ("boolean", {}, "true", "wrong-type"),
        ("date", {}, "2026-02-30", "date-format"),
        ("date", {}, "2026/03/01", "date-format"),
        ("date", {"min": "2026-03-01"}, "2026-02-28", "too-early"),
        ("date", {"max": "2026-03-01"}, "2026-03-02", "too-late"),
        ("datetime", {}, "2026-03-01T09:00:00", "datetime-format"),
        ("datetime", {}, "9999-12-31T23:59:59Z", "datetime-format"),
        ("select", {}, "z", "not-an-option"),
        ("multiselect", {}, "a", "wrong-type"),
        ("multiselect", {}, ["a", "a"], "chosen-twice"),
        ("multiselect", {}, ["a", "b", "c", "a"], "too-many"),
        ("multiselect", {"min_length": 2}, ["a"], "too-few"),
        ("multiselect", {"max_length": 1}, ["a", "b"], "too-many"),
        ("opinion", {}, "maybe", "not-an-option"),
        ("uscc", {}, "91350100M000100Y4A", "uscc-checksum"),
        ("citizen_id", {}, "370502198502290010", "citizen-id-date"),
        ("phone", {}, "12345", "phone-format"),
        ("project_code", {}, "x", "project-code-format"),
        ("region", {}, "JL-JK", "region-format"),
        ("email", {}, "a@b", "email-format"),
        ("email", {}, "a" * 300 + "@b.cn", "email-format"),
        ("postcode", {}, "13000", "postcode-format"),
        ("file", {}, {"name": "a.pdf"}, "wrong-type"),
        ("file", {}, {"id": "f", "path": "/etc"}, "wrong-type"),
        ("file", {}, {"id": "f", "name": "../a"}, "wrong-type"),
        ("file", {}, {"id": "f", "size": True}, "wrong-type"),
        ("file", {"accept": ["application/pdf"]}, {"id": "f", "type": "text/html"}, "file-type"),
        ("file", {"max_mb": 1}, {"id": "f", "size": 1_048_577}, "file-too-large"),
        ("group", {"fields": [{"key": "y", "type": "text", "title": "y"}]}, "a", "wrong-type"),
        ("list", {"fields": [{"key": "y", "type": "text", "title": "y"}]}, {"y": "a"}, "wrong-type"),
    ],
)
def test_values_that_do_not_fit_are_refused(kind: str, limits: dict[str, Any], given: Any, code: str) -> None:
    found = validate(one(kind, **limits), {"x": given})
    assert [(error.path, error.code) for error in found.errors] == [("data.x", code)]


@pytest.mark.parametrize("empty", [None, "", "  ", [], {}], ids=repr)
def test_what_is_empty_is_null_and_missing_where_it_is_required(empty: Any) -> None:
    assert validate(one("text"), {"x": empty}).data == {"x": None}
    assert errors(one("text", required=True), {"x": empty}) == [("data.x", "required")]
    assert errors(one("text", required=True), {}) == [("data.x", "required")]
    assert errors(one("text", required=True), {"x": empty}, partial=True) == []


def test_zero_and_no_are_answers() -> None:
    form = form_of(
        {"key": "n", "type": "integer", "required": True}, {"key": "b", "type": "boolean", "required": True}
    )
    assert errors(form, {"n": 0, "b": False}) == []


def test_an_unknown_field_is_refused_with_its_path_and_the_nearest_name() -> None:
    form = form_of(
        {"key": "phone", "type": "phone"},
        {"key": "g", "type": "group", "fields": [{"key": "a", "type": "text", "title": "a"}]},
    )
    found = validate(form, {"phnoe": "1", "g": {"b": 1}, "x" * 500: 1}, locale="en")
    assert [error.path for error in found.errors] == ["data.phnoe", f"data.{'x' * 60}", "data.g.b"]
    assert found.errors[0].message == "There is no field “phnoe”; did you mean “phone”."
    assert found.data == {"g": {}}


def test_texts_are_in_the_language_of_the_reader() -> None:
    form = one("integer", min=3)
    assert validate(form, {"x": 1}).errors[0].message == "不能小于 3。"
    assert validate(form, {"x": 1}, locale="en").errors[0].message == "This must be at least 3."


def test_every_message_is_there_in_both_languages() -> None:
    assert all(zh and en for zh, en in MESSAGES.values())


def test_rows_of_a_list_are_checked_each_at_its_place() -> None:
    form = form_of(
        {
            "key": "members",
            "type": "list",
            "required": True,
            "min_length": 1,
            "max_length": 3,
            "fields": [
                {"key": "name", "type": "text", "title": "姓名", "required": True},
                {"key": "share", "type": "decimal", "title": "比例", "max": 100},
            ],
        }
    )
    found = validate(form, {"members": [{"name": "王明", "share": 60}, {"share": 101}, "x"]})
    assert [(error.path, error.code) for error in found.errors] == [
        ("data.members.1.share", "too-large"),
        ("data.members.2", "wrong-type"),
        ("data.members.1.name", "required"),
    ]
    assert errors(form, {"members": [{"name": "a"}] * 4}) == [("data.members", "too-many")]
    assert errors(form, {"members": []}) == [("data.members", "required")]
    assert errors(form, {}) == [("data.members", "required")]


def test_the_number_of_rows_and_of_errors_is_bounded() -> None:
    form = form_of({"key": "r", "type": "list", "fields": [{"key": "a", "type": "integer", "title": "a"}]})
    assert errors(form, {"r": [{}] * 501}) == [("data.r", "too-many")]
    assert len(errors(form, {"r": [{"a": "x"}] * 500})) == 100


def test_a_field_is_required_when_its_condition_holds_whatever_the_order() -> None:
    form = form_of(
        {"key": "phone", "type": "phone", "required_if": "email = null"},
        {"key": "email", "type": "email", "required_if": "phone = null"},
    )
    assert errors(form, {}) == [("data.phone", "required"), ("data.email", "required")]
    assert errors(form, {"email": "a@b.cn"}) == []
    assert errors(form, {"phone": "13812345678"}) == []


def test_a_condition_may_use_the_scope() -> None:
    form = form_of({"key": "meter_no", "type": "text", "required_if": '"b" in items'})
    assert errors(form, {}, scope={"items": ["a", "b"]}) == [("data.meter_no", "required")]
    assert errors(form, {}, scope={"items": ["a"]}) == []
    assert errors(form, {}) == []


def test_what_is_hidden_is_dropped_and_asks_for_nothing() -> None:
    form = form_of(
        {"key": "detail", "type": "text", "required": True, "visible_if": 'kind = "other"'},
        {"key": "kind", "type": "text"},
    )
    assert validate(form, {"kind": "plain", "detail": "left over"}).data == {"kind": "plain"}
    assert errors(form, {"kind": "plain"}) == []
    assert errors(form, {"kind": "other"}) == [("data.detail", "required")]


def test_a_hidden_field_counts_as_empty_for_others() -> None:
    form = form_of(
        {"key": "c", "type": "text", "visible_if": 'b = "y"'},
        {"key": "b", "type": "text", "visible_if": 'a = "y"'},
        {"key": "a", "type": "text"},
    )
    assert validate(form, {"a": "n", "b": "y", "c": "kept?"}).data == {"a": "n"}
    assert validate(form, {"a": "y", "b": "y", "c": "kept"}).data == {"c": "kept", "b": "y", "a": "y"}


def test_conditions_in_a_row_see_their_own_row_first_and_then_the_form() -> None:
    inner = [
        {"key": "kind", "type": "text", "title": "类别"},
        {"key": "licence", "type": "text", "title": "证号", "required_if": 'kind = "company" and strict'},
    ]
    form = form_of(
        {"key": "kind", "type": "text"},
        {"key": "strict", "type": "boolean"},
        {"key": "owners", "type": "list", "fields": inner},
    )
    rows = [{"kind": "person"}, {"kind": "company"}]
    assert errors(form, {"kind": "company", "strict": True, "owners": rows}) == [
        ("data.owners.1.licence", "required")
    ]
    assert errors(form, {"kind": "company", "strict": False, "owners": rows}) == []


def test_a_condition_that_gives_no_truth_value_is_an_error_of_the_form() -> None:
    form = form_of({"key": "x", "type": "text", "required_if": "1 + 1"})
    with pytest.raises(ExecutionFailed, match="must give true or false") as caught:
        validate(form, {})
    assert caught.value.stable_code == "condition-not-boolean"


def test_what_is_inside_a_group_is_required_even_when_the_group_is_absent() -> None:
    form = form_of(
        {
            "key": "g",
            "type": "group",
            "fields": [{"key": "a", "type": "text", "title": "a", "required": True}],
        }
    )
    assert errors(form, {}) == [("data.g.a", "required")]
    assert errors(form, {"g": None}) == [("data.g.a", "required")]
    assert errors(form, {}, scope={"g": {"a": "known"}}) == []


def test_earlier_values_count_as_given_until_they_are_emptied() -> None:
    form = one("text", required=True)
    assert errors(form, {}, scope={"x": "known"}) == []
    assert errors(form, {"x": ""}, scope={"x": "known"}) == [("data.x", "required")]


def test_a_default_is_used_where_nothing_was_said() -> None:
    form = one("integer", default=3)
    assert validate(form, {}).data == {"x": 3}
    assert validate(form, {"x": None}).data == {"x": None}
    assert validate(form, {}, scope={"x": 9}).data == {}
    assert validate(form, {}, partial=True).data == {}


def test_a_readonly_field_may_be_sent_back_unchanged_only() -> None:
    form = one("uscc", readonly=True, required=True)
    known = {"x": "91220101MA0TE5T080"}
    assert errors(form, {}) == []
    assert errors(form, known, scope=known) == []
    assert errors(form, {"x": "91350100M000100Y43"}, scope=known) == [("data.x", "readonly")]
    assert validate(form, {"x": "91350100M000100Y43"}, scope=known).data == {}


class TestRoles:
    form = form_of(
        {"key": "name", "type": "text", "required": True},
        {"key": "opinion", "type": "opinion", "required": True, "edit_roles": ["reviewer"]},
        {"key": "secret", "type": "text", "required": True, "roles": ["reviewer"]},
    )

    def test_only_fields_one_may_fill_are_required(self) -> None:
        assert errors(self.form, {"name": "a"}, role="clerk") == []
        assert errors(self.form, {"name": "a"}, role="reviewer") == [
            ("data.opinion", "required"),
            ("data.secret", "required"),
        ]

    def test_what_one_may_not_see_is_unknown(self) -> None:
        found = validate(self.form, {"name": "a", "secret": "x"}, role="clerk")
        assert [(error.path, error.code) for error in found.errors] == [("data.secret", "unknown-field")]
        assert found.data == {"name": "a"}

    def test_what_one_may_not_change_must_be_unchanged(self) -> None:
        known = {"opinion": "agree"}
        assert errors(self.form, {"name": "a", "opinion": "agree"}, role="clerk", scope=known) == []
        assert errors(self.form, {"name": "a", "opinion": "disagree"}, role="clerk", scope=known) == [
            ("data.opinion", "not-editable")
        ]

    def test_the_system_sees_and_fills_all(self) -> None:
        assert errors(self.form, {"name": "a", "opinion": "agree", "secret": "s"}) == []


def test_errors_can_be_raised_together() -> None:
    found = validate(one("text", required=True), {})
    with pytest.raises(InvalidInput, match="need attention") as caught:
        found.checked()
    assert caught.value.errors == found.errors
    assert validate(one("text"), {"x": "a"}).checked() == {"x": "a"}


@pytest.mark.parametrize("data", [None, [], "x", 5], ids=repr)
def test_data_that_is_no_object_is_refused(data: Any) -> None:
    assert errors(one("text"), data) == [("data", "wrong-type")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["y", "id", "z"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FIELD_TYPES)), json_values)
def test_no_value_makes_a_check_fail_in_another_way_than_a_located_error(kind: str, value: Any) -> None:
    more = {"fields": [{"key": "y", "type": "text", "title": "y"}]} if kind in ("group", "list") else {}
    found = validate(one(kind, **more), {"x": value})
    assert all(error.path.startswith("data.x") and error.code in MESSAGES for error in found.errors)


@given(st.sampled_from(sorted(FIELD_TYPES)), json_values)
def test_canonical_values_stay_as_they_are_when_checked_again(kind: str, value: Any) -> None:
    more = {"fields": [{"key": "y", "type": "text", "title": "y"}]} if kind in ("group", "list") else {}
    form = one(kind, **more)
    found = validate(form, {"x": value})
    if found.ok:
        assert validate(form, found.data) == found


def test_hostile_data_costs_little_time() -> None:
    rows = {
        "key": "a",
        "type": "list",
        "title": "a",
        "fields": [
            {"key": "b", "type": "list", "title": "b", "fields": [{"key": "c", "type": "text", "title": "c"}]}
        ],
    }
    form = form_of(rows, *({"key": f"field_{n}", "type": "text"} for n in range(400)))
    began = perf_counter()
    assert ("data.a.10.b", "too-many") in errors(form, {"a": [{"b": [{}] * 499}] * 499})
    assert len(errors(form, {f"feild_{n}": 1 for n in range(50_000)})) == 100
    assert perf_counter() - began < 10

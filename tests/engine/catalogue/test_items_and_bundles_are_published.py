"""The catalogue: what may be published, versions, and bundles that ask each field once."""

from typing import Any

import pytest
from approvals import Desk, bpmn, flow, item_content, user_task

from engine.catalogue.model import read_bundle, read_item
from engine.catalogue.queries import Bundles, GetBundle, GetItem, Items
from engine.kernel.errors import InvalidInput, NotFound

GOOD = item_content("sample", "joint_review")
BUNDLE = {
    "key": "both",
    "name": {"zh-CN": "两件事", "en": "Both"},
    "department": "housing",
    "definition": "joint_review",
    "items": [
        {"item": "joint", "form": "test_apply"},
        {"item": "second", "form": "test_second", "chosen_by": "wants_second"},
    ],
}
SECOND_FORM = """{"key": "test_second", "title": "第二表", "fields": [
 {"key": "address", "type": "text", "title": "建设地址", "required": true, "max_length": 100},
 {"key": "wants_second", "type": "boolean", "title": "同时办理", "x-items": ["joint", "second"]},
 {"key": "meter", "type": "text", "title": "户号", "required": true}]}""".encode()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"promise_days": 8}, "promise_days"),
        ({"promise_days": -1}, "promise_days"),
        ({"legal_days": 251}, "legal_days"),
        ({"legal_days": "7"}, "legal_days"),
        ({"code": ""}, "code"),
        ({"name": "施工许可"}, "name"),
        ({"department": None}, "department"),
        ({"fee": 0}, "fee"),
        ({"licence": {"name": "证", "type_code": "1", "issuer_code": "2"}}, "licence.type_code"),
        (
            {"licence": {"name": "证", "type_code": "1", "issuer_code": "2", "colour": "red"}},
            "licence.colour",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_item_with_a_wrong_element_is_refused(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_item({**GOOD, **changed})
    assert path in {error.path for error in refused.value.errors}


@pytest.mark.parametrize(
    "changed",
    [
        {"items": []},
        {"items": [{"item": "a", "form": "f"}]},
        {"items": [{"item": "a", "form": "f"}, {"item": "a", "form": "g"}]},
        {"items": [{"item": "a"}, {"item": "b", "form": "f"}]},
        {"unknown": 1},
        {"department": ""},
    ],
    ids=["none", "one", "twice", "no form", "unknown", "no department"],
)
def test_a_bundle_with_a_wrong_element_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        read_bundle({**BUNDLE, **changed})


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"department": "moon"}, "department"),
        ({"definition": "none"}, "definition"),
        ({"form": "no"}, "form"),
    ],
    ids=["department", "process", "form"],
)
def test_an_item_may_refer_only_to_what_exists(desk: Desk, changed: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.publish({**GOOD, **changed})
    assert [error.path for error in refused.value.errors] == [path]


def test_the_same_content_is_no_new_version_and_a_running_case_keeps_its_own(desk: Desk) -> None:
    assert desk.publish(item_content("joint", "joint_review")) == {
        "code": "joint",
        "version": 1,
        "changed": False,
    }
    case = desk.start()
    assert desk.publish(item_content("joint", "joint_review", promise_days=2))["version"] == 2
    told = desk.work("clerk", "Accept", case=case)["case"]
    assert told["due_promise"].isoformat() == "2026-03-05", (
        "three days, as promised on the day of application"
    )
    newer = desk.start()
    assert newer["members"][0]["promise_days"] == 2


def test_items_are_listed_with_their_forms(desk: Desk) -> None:
    applicant = desk.who("applicant")
    assert [item["code"] for item in desk.platform.ask(Items(), applicant)] == ["joint"]
    item = desk.platform.ask(GetItem("joint", "en"), applicant)
    assert (item["form"]["title"], item["legal_days"], item["promise_days"]) == ("Application", 7, 3)
    assert [material["key"] for material in item["materials"]] == ["drawing"]
    with pytest.raises(NotFound):
        desk.platform.ask(GetItem("nothing"), applicant)


@pytest.fixture
def bundled(desk: Desk) -> Desk:
    """The office with a bundle of two items."""
    desk.deploy({"second.json": SECOND_FORM})
    desk.publish(item_content("second", "joint_review", "fire", form="test_second", licence=None))
    desk.publish_bundle(BUNDLE)
    return desk


def test_a_bundle_asks_each_field_once_with_the_stricter_limit(bundled: Desk) -> None:
    told = bundled.platform.ask(GetBundle("both"), bundled.who("applicant"))
    fields = {field["key"]: field for field in told["form"]["fields"]}
    assert list(fields) == ["address", "area", "manager", "wants_second", "meter"]
    assert fields["address"]["x-items"] == ["joint", "second"]
    assert fields["address"]["max_length"] == 100
    assert [item["code"] for item in told["items"]] == ["joint", "second"]
    listed = bundled.platform.ask(Bundles(), bundled.who("applicant"))
    assert [bundle["key"] for bundle in listed] == ["both"]
    with pytest.raises(NotFound):
        bundled.platform.ask(GetBundle("nothing"), bundled.who("applicant"))


def test_only_chosen_items_are_asked_for_and_decided(bundled: Desk) -> None:
    case = bundled.start(item=None, bundle="both", data={"address": "长春市", "wants_second": False})
    assert [member["item_code"] for member in case["members"]] == ["joint"]
    with pytest.raises(InvalidInput) as refused:
        bundled.start(item=None, bundle="both", data={"address": "长春市", "wants_second": True})
    assert [error.path for error in refused.value.errors] == ["data.meter"]
    case = bundled.start(
        item=None, bundle="both", data={"address": "长春市", "wants_second": True, "meter": "7"}
    )
    assert [member["item_code"] for member in case["members"]] == ["joint", "second"]
    assert case["bundle"]["key"] == "both"


@pytest.mark.parametrize(
    "items",
    [
        [{"item": "joint", "form": "test_apply"}, {"item": "none", "form": "test_second"}],
        [{"item": "joint", "form": "test_apply"}, {"item": "second", "form": "none"}],
        [
            {"item": "joint", "form": "test_apply"},
            {"item": "second", "form": "test_second", "chosen_by": "address"},
        ],
    ],
    ids=["unknown item", "unknown form", "chosen by no yes/no field"],
)
def test_a_bundle_may_refer_only_to_what_exists(bundled: Desk, items: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidInput):
        bundled.publish_bundle({**BUNDLE, "key": "other", "items": items})


def test_a_department_sees_only_the_fields_of_its_item(bundled: Desk) -> None:
    from engine.work.page import GetWorkItem

    called = bpmn(
        "look",
        '<bpmn:startEvent id="Start"/>'
        + user_task("Look", "fire", "reviewer")
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Look", "End"),
    )
    call = (
        '<bpmn:startEvent id="Start"/><bpmn:callActivity id="Second" calledElement="look"><bpmn:extensionElements>'
        '<jb:input name="item_code" value="second"/></bpmn:extensionElements></bpmn:callActivity>'
        '<bpmn:endEvent id="End"/>' + flow("Start", "Second", "End")
    )
    bundled.deploy({"look.bpmn": called, "calling.bpmn": bpmn("calling", call)})
    bundled.publish_bundle({**BUNDLE, "key": "looking", "definition": "calling"})
    data = {"address": "吉林省长春市二道区 1 号", "manager": "王小明", "wants_second": True, "meter": "7"}
    bundled.start(item=None, bundle="looking", data=data)
    item = bundled.item("fire.review", "Look")
    page = bundled.platform.ask(GetWorkItem(item["id"]), bundled.who("fire.review"))
    assert (item["item_code"], item["item_name"]["en"]) == ("second", "second")
    assert page["application"]["data"] == {
        "address": "吉林省长春市二道区 1 号",
        "wants_second": True,
        "meter": "7",
    }

"""Models that cannot run are refused with located findings, and nothing of them is stored."""

import io
from typing import Any

import pytest
from rest import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: files are refused before they reach a database."""
    return sqlite_url


BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
GOOD = f"""<definitions {BPMN} targetNamespace="t"><process id="new_process" isExecutable="true">
<startEvent id="s" name="收到申请"/>
<sequenceFlow id="f" sourceRef="s" targetRef="e"/>
<endEvent id="e" name="办结"/>
</process></definitions>"""
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
CHOICE = """<exclusiveGateway id="g" name="同意吗？" default="f2"/>
<sequenceFlow id="f2" sourceRef="g" targetRef="e"/>
<sequenceFlow id="f3" sourceRef="g" targetRef="e"><conditionExpression xsi:type="tFormalExpression">a = = 1</conditionExpression></sequenceFlow>
<endEvent"""

BAD = [
    pytest.param("this is not XML", None, None, id="not XML"),
    pytest.param("", None, None, id="empty"),
    pytest.param("<definitions/>", None, None, id="XML but not BPMN"),
    pytest.param(ENTITIES + GOOD.replace("收到申请", "&b;"), None, None, id="entities"),
    pytest.param(EXTERNAL + GOOD.replace("收到申请", "&a;"), None, None, id="external entity"),
    pytest.param(GOOD.replace('targetRef="e"', 'targetRef="nowhere"'), "f", 3, id="broken reference"),
    pytest.param(GOOD.replace('id="e"', 'id="s"'), "s", None, id="one id twice"),
    pytest.param(
        GOOD.replace('targetRef="e"', 'targetRef="g"').replace("<endEvent", CHOICE),
        "f3",
        6,
        id="condition that does not compile",
    ),
    pytest.param(
        GOOD.replace('targetRef="e"', 'targetRef="c"').replace(
            "<endEvent", '<choreographyTask id="c"/><endEvent'
        ),
        "f",
        3,
        id="unsupported element",
    ),
]


def send(office: Office, path: str, content: bytes, expect: int) -> dict[str, Any]:
    # Encoded here: the test client would leave a large body in a temporary file that it does not close
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="new.bpmn"\r\n\r\n'
    response = office("publisher").ask(
        "POST", path, data=head + content + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == expect, response.get_data(as_text=True)
    body: dict[str, Any] = response.get_json()
    return body


def stored(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office("publisher").get("/definitions", limit=200)["items"]
    return found


@pytest.mark.parametrize(("source", "element", "line"), BAD)
def test_a_bad_model_is_refused_with_its_place_and_nothing_is_stored(
    office: Office, source: str, element: str | None, line: int | None
) -> None:
    before = stored(office)
    body = send(office, "/deployments", source.encode(), 422)
    errors = [finding for finding in body["findings"] if finding["severity"] == "error"]
    assert errors
    for finding in errors:
        assert finding["file"] == "new.bpmn"
        assert finding["rule"]
        assert finding["message"]
    if element is not None:
        at = [finding for finding in errors if finding["element"] == element]
        assert at, errors
        assert line in (None, at[0]["line"])
    assert stored(office) == before


def test_a_model_of_fifty_megabytes_is_refused_with_its_name(office: Office) -> None:
    before = stored(office)
    body = send(office, "/deployments", b"<" + b"a" * (50 * 1024 * 1024), 422)
    assert [(finding["file"], finding["rule"]) for finding in body["findings"]] == [
        ("new.bpmn", "file-too-large")
    ]
    assert stored(office) == before


def test_what_is_larger_than_any_deployment_is_refused_by_its_length(office: Office) -> None:
    response = office("publisher").ask(
        "POST",
        "/deployments",
        input_stream=io.BytesIO(),
        environ_overrides={"CONTENT_LENGTH": str(65 * 1024 * 1024)},
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert response.get_json()["code"] == "limit-exceeded"


def test_one_bad_file_keeps_the_good_one_out(office: Office) -> None:
    before = stored(office)
    parts = {"files": [(io.BytesIO(GOOD.encode()), "good.bpmn"), (io.BytesIO(b"<x"), "bad.bpmn")]}
    response = office("publisher").ask("POST", "/deployments", data=parts, content_type="multipart/form-data")
    assert response.status_code == 422
    assert stored(office) == before


def test_lint_says_the_same_and_stores_nothing(office: Office) -> None:
    before = stored(office)
    source = GOOD.replace('targetRef="e"', 'targetRef="nowhere"').encode()
    linted = send(office, "/lint", source, 200)["findings"]
    assert {f["rule"] for f in linted} >= {
        f["rule"] for f in send(office, "/deployments", source, 422)["findings"]
    }
    assert stored(office) == before


def test_a_good_model_is_deployed_once_and_versioned(office: Office) -> None:
    first = send(office, "/deployments", GOOD.encode(), 201)
    [made] = first["definitions"]
    assert (made["key"], made["kind"], made["version"]) == ("new_process", "bpmn", 1)
    assert send(office, "/deployments", GOOD.encode(), 200)["definitions"][0]["id"] == made["id"]
    changed = send(office, "/deployments", GOOD.replace("办结", "结束").encode(), 201)
    assert changed["definitions"][0]["version"] == 2
    source = office("publisher").ask("GET", f"/definitions/{made['id']}/xml")
    assert source.mimetype == "text/xml"
    assert source.get_data() == GOOD.encode()


def test_only_a_publisher_deploys(office: Office) -> None:
    parts = {"files": (io.BytesIO(GOOD.encode()), "new.bpmn")}
    refused = office("designer").ask("POST", "/deployments", data=parts, content_type="multipart/form-data")
    assert refused.status_code == 403


def test_a_designer_simulates_what_is_not_deployed(office: Office) -> None:
    trace = office("designer").post("/simulations", {"files": {"new.bpmn": GOOD}, "data": {"area": 1.5}})
    assert trace["end"]["state"] == "completed"
    assert {event["element"] for event in trace["events"]} >= {"s", "e"}


def test_a_simulation_refuses_what_lint_refuses(office: Office) -> None:
    body = office("designer").post("/simulations", {"files": {"new.bpmn": "<x"}}, expect=422)
    assert body["findings"][0]["file"] == "new.bpmn"


def test_a_clerk_simulates_nothing(office: Office) -> None:
    office("clerk").post("/simulations", {"files": {"new.bpmn": GOOD}}, expect=403)


STUCK = f"""<definitions {BPMN} targetNamespace="t"><process id="stuck" isExecutable="true"><startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x" default="f3"/>
<sequenceFlow id="f2" sourceRef="x" targetRef="j"><conditionExpression>urgent</conditionExpression></sequenceFlow>
<sequenceFlow id="f3" sourceRef="x" targetRef="t"/><task id="t"/><sequenceFlow id="f4" sourceRef="t" targetRef="j"/>
<parallelGateway id="j"/><sequenceFlow id="f5" sourceRef="j" targetRef="e"/><endEvent id="e"/></process></definitions>"""


def test_a_process_that_can_get_stuck_is_refused_with_a_path_that_simulations_follow(office: Office) -> None:
    refused = send(office, "/deployments", STUCK.encode(), 422)
    finding = next(found for found in refused["findings"] if found["rule"] == "proof-deadlock")
    assert (finding["element"], finding["path"]) == ("j", ["s", "x"])
    looked = send(office, "/lint", STUCK.encode(), 200)["findings"]
    assert finding in looked
    trace = office("publisher").post("/simulations", {"files": {"new.bpmn": STUCK}, "follow": finding})
    assert trace["end"]["state"] == "waiting"
    assert [place["element"] for place in trace["end"]["waiting"]] == ["j"]


def test_a_path_that_is_none_is_refused(office: Office) -> None:
    body = {"files": {"new.bpmn": STUCK}, "follow": {"steps": [{"what": 1}]}}
    assert office("publisher").post("/simulations", body, expect=422)["code"] == "follow-steps"

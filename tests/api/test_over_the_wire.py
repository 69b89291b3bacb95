"""Through a real HTTP server with threads: what only concurrency and real sockets can show."""

import base64
import hashlib
import json
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from rest import Office
from werkzeug.serving import make_server

from engine.dispatch import SYSTEM
from engine.identity.issue_token import IssueToken

CORRECT = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def call(url: str, token: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method="GET" if body is None else "POST")
    for name, value in {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        **headers,
    }.items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def token(office: Office, username: str) -> str:
    return str(office.platform.execute(IssueToken(username), SYSTEM)["token"])


def test_of_many_claims_at_once_exactly_one_succeeds(
    office: Office, address: str, application: dict[str, Any]
) -> None:
    case = office("clerk").post("/cases", application, expect=201)
    item = office("clerk").item(case, "Intake_Stage")
    tokens = [token(office, username) for username in ("clerk", "clerk2") * 4]
    with ThreadPoolExecutor(8) as people:
        url = f"{address}/work-items/{item['id']}/claim"
        statuses = Counter(status for status, _ in people.map(lambda t: call(url, t, {}), tokens))
    assert statuses == {200: 1, 409: 7}


def test_one_key_sent_many_times_at_once_has_one_effect(
    office: Office, address: str, application: dict[str, Any]
) -> None:
    bearer = token(office, "clerk")
    with ThreadPoolExecutor(6) as people:
        send = lambda _: call(f"{address}/cases", bearer, application, **{"Idempotency-Key": "once"})  # noqa: E731 short
        answers = list(people.map(send, range(6)))
    assert {status for status, _ in answers} == {201}
    assert len({body["number"] for _, body in answers}) == 1
    assert len(office("clerk").get("/cases")["items"]) == 1


def test_five_departments_that_finish_at_the_same_instant_all_succeed(
    office: Office, address: str, application: dict[str, Any]
) -> None:
    case = office("clerk").post("/cases", application, expect=201)
    office("clerk").work(case, "Intake_Stage", **CORRECT)
    office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)
    ready = []
    for department in ("planning", "fire", "housing", "defence", "landscape"):
        reviewer = office(f"{department}.review")
        [item] = reviewer.items(case)
        reviewer.post(f"/work-items/{item['id']}/claim")
        ready.append((item["id"], token(office, f"{department}.review")))
    answer = {"decision": "agree", "opinion": "符合规定"}
    with ThreadPoolExecutor(5) as people:
        done = people.map(lambda r: call(f"{address}/work-items/{r[0]}/completion", r[1], answer), ready)
        assert [status for status, _ in done] == [200] * 5
    assert len(office("housing.chief").items(case, "Consolidate")) == 1
    found = office("auditor").get(f"/cases/{case['id']}/verification")
    assert found["first_difference"] is None


def test_a_body_that_is_too_large_is_refused_over_the_wire(office: Office, address: str) -> None:
    body = {"data": {"note": "x" * (2 * 1024 * 1024)}}
    try:
        status, problem = call(f"{address}/work-items/x/draft", token(office, "clerk"), body)
    except (urllib.error.URLError, ConnectionError):
        return  # the server may close the connection instead of reading on; both refuse
    assert (status, problem["code"]) == (413, "limit-exceeded")


def test_a_file_of_a_form_travels_as_a_material_and_comes_back_byte_by_byte(
    office: Office, address: str, application: dict[str, Any]
) -> None:
    case = office("clerk").post("/cases", application, expect=201)
    office("clerk").work(case, "Intake_Stage", **CORRECT)
    office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)
    fire, content = token(office, "fire.review"), b"%PDF-1.4 " + bytes(range(256)) * 2000
    item = office("fire.review").item(case, "Review_Fire")
    work, files = f"{address}/work-items/{item['id']}", f"{address}/cases/{case['id']}/materials"
    assert call(f"{work}/claim", fire, {})[0] == 200
    said = {"id": "Review_Fire.attachment", "name": "计算书.pdf"}
    answer = {"decision": "agree", "opinion": "符合规范，同意。", "data": {"attachment": said}}

    status, refused = call(f"{work}/completion", fire, answer)
    assert (status, refused["code"]) == (422, "form-invalid")
    assert [(each["path"], each["code"]) for each in refused["errors"]] == [
        ("data.attachment", "file-unknown")
    ]
    file = {
        "key": said["id"],
        "title": "审查附件",
        "file_name": "计算书.pdf",
        "media_type": "application/pdf",
    }
    sent = {**file, "content_base64": base64.b64encode(content).decode()}
    stored = [call(files, fire, sent, **{"Idempotency-Key": "file-1"}) for _ in range(2)]
    assert stored[0] == stored[1]
    assert (stored[0][0], stored[0][1]["title"]) == (201, "审查附件")
    assert call(f"{work}/completion", fire, answer)[0] == 200

    kept = call(work, fire)[1]["data"]["attachment"]
    digest = hashlib.sha256(content).hexdigest()
    assert kept == {**said, "type": "application/pdf", "size": len(content), "sha256": digest}
    download = urllib.request.Request(f"{files}/{kept['id']}", headers={"Authorization": f"Bearer {fire}"})
    with urllib.request.urlopen(download, timeout=30) as response:
        assert response.read() == content

"""Lists come in pages; every item exactly once, whoever pages."""

import itertools
from typing import Any

import pytest
from rest import Office, Person


@pytest.fixture
def five_cases(office: Office, application: dict[str, Any]) -> list[str]:
    return [office("clerk").post("/cases", application, expect=201)["id"] for _ in range(5)]


def walk(person: Person, path: str, **query: Any) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = person.get(path, **query, **cursor)
        assert len(page["items"]) <= query["limit"]
        found += [each["id"] for each in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize("limit", [1, 2, 5, 200])
def test_walking_the_cases_meets_each_once(office: Office, five_cases: list[str], limit: int) -> None:
    assert walk(office("clerk"), "/cases", limit=limit) == five_cases[::-1]


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize("sort", ["light", "due", "opened"])
def test_walking_an_inbox_meets_each_once(
    office: Office, five_cases: list[str], limit: int, sort: str
) -> None:
    found = walk(office("clerk"), "/departments/window/inbox", limit=limit, sort=sort)
    assert len(found) == len(set(found)) == 5


def test_a_total_is_given_only_where_asked_for(office: Office, five_cases: list[str]) -> None:
    assert "total" not in office("clerk").get("/cases", limit=2)
    assert office("clerk").get("/cases", limit=2, count=True)["total"] == 5
    assert office("clerk").get("/inbox", limit=2, count=True)["total"] == 5


def test_a_cursor_of_one_list_does_not_open_another(office: Office, five_cases: list[str]) -> None:
    cursor = office("clerk").get("/cases", limit=2)["next"]
    refused = office("clerk").get("/departments/window/inbox", cursor=cursor, expect=400)
    assert refused["code"] == "bad-cursor"


def test_counts_agree_with_the_lists(office: Office, five_cases: list[str]) -> None:
    clerk = office("clerk")
    first = clerk.get("/inbox")["items"][0]
    clerk.post(f"/work-items/{first['id']}/claim")
    counts = clerk.get("/inbox/counts")
    assert counts["state"] == {"ready": 4, "claimed": 1, "done": 0}
    assert (counts["mine"], counts["pool"]) == (1, 4)
    assert sum(counts["light"].values()) == 5
    assert clerk.get("/inbox/counts", department="window")["state"]["ready"] == 4


@pytest.mark.parametrize(("state", "number"), [("open", 5), ("ready", 4), ("claimed", 1), ("done", 0)])
def test_an_inbox_is_narrowed_by_state(
    office: Office, five_cases: list[str], state: str, number: int
) -> None:
    clerk = office("clerk")
    clerk.post(f"/work-items/{clerk.get('/inbox')['items'][0]['id']}/claim")
    assert len(clerk.get("/departments/window/inbox", state=state)["items"]) == number


def test_a_history_goes_by_sequence(office: Office, five_cases: list[str]) -> None:
    clerk = office("clerk")
    item = clerk.item({"id": five_cases[0]}, "Intake_Stage")
    for verb in ("claim", "release", "claim"):
        clerk.post(f"/work-items/{item['id']}/{verb}")
    url = f"/cases/{five_cases[0]}/history"
    first = office("clerk").get(url, limit=2)
    rest = office("clerk").get(url, after=first["next"])
    seqs = [event["seq"] for event in first["items"] + rest["items"]]
    assert seqs == list(range(1, len(seqs) + 1))
    assert rest["next"] is None


def test_each_event_carries_the_hash_of_the_one_before(office: Office, five_cases: list[str]) -> None:
    clerk = office("clerk")
    clerk.post(f"/work-items/{clerk.item({'id': five_cases[0]}, 'Intake_Stage')['id']}/claim")
    events = clerk.get(f"/cases/{five_cases[0]}/history")["items"]
    assert len(events) == 2
    for before, after in itertools.pairwise(events):
        assert after["prev_hash"] == before["hash"]


@pytest.mark.parametrize(
    ("path", "key", "some"),
    [
        ("/departments", "code", {"window", "housing", "fire"}),
        ("/users", "username", {"clerk", "housing.chief", "auditor"}),
        ("/roles", "code", {"clerk", "reviewer", "chief", "auditor"}),
        ("/items", "code", {"lowrisk-stage3", "business-licence", "seal"}),
        ("/bundles", "key", {"open-business"}),
    ],
)
def test_short_lists_come_whole(office: Office, path: str, key: str, some: set[str]) -> None:
    page = office("clerk").get(path)
    assert page["next"] is None
    assert {each[key] for each in page["items"]} >= some

"""Who works in the benchmarks' departments, and what they say. The people are those of the sample data (`jingban seed`)."""

from typing import Any, Final

import orjson

from benchmarks.load.connection import Connection

PASSWORD: Final = "jingban-demo"
APPLICANT: Final = {
    "kind": "organisation",
    "name": "长春样例建设有限公司",
    "id_type": "uscc",
    "id_number": "91220101MA0TE5T080",
    "contact_name": "赵启明",
    "contact_phone": "13800005678",
}
PEOPLE: Final = {
    ("window", "clerk"): "clerk",
    ("housing", "reviewer"): "housing.review",
    ("planning", "reviewer"): "planning.review",
    ("fire", "reviewer"): "fire.review",
    ("defence", "reviewer"): "defence.review",
    ("landscape", "reviewer"): "landscape.review",
    ("housing", "chief"): "housing.chief",
}
TEXT: Final = "经审查，" * 165
"""About 2 KB in UTF-8."""


def who_does(item: dict[str, Any]) -> str:
    """The user name of whoever works on an item."""
    return PEOPLE[item["department"], item["role"]]


def log_in(host: str, port: int) -> dict[str, str]:
    """A token for each person, by user name."""
    connection = Connection(host, port)
    tokens = {}
    for username in PEOPLE.values():
        body = orjson.dumps({"username": username, "password": PASSWORD})
        answer = connection.ask("POST", "/session", body=body)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{username} cannot log in: {answer.status} {answer.body[:300]!r}")
        tokens[username] = answer.json["token"]
    connection.close()
    return tokens


def application(definition: str, tag: str) -> bytes:
    """The body of a start; `tag` makes it findable in the event log."""
    data = {"agreed": True, "remarks": f"{tag} {TEXT}"}
    body = {"definition": definition, "applicant": APPLICANT, "data": data, "channel": "window"}
    return orjson.dumps(body)


def review(tag: str, *, agreed: bool = True, filler: str = TEXT) -> bytes:
    """The body of a completion with its `tag`."""
    data = {"agreed": agreed, "remarks": f"{tag} {filler}"}
    return orjson.dumps({"data": data, "opinion": "同意"})

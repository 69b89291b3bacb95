"""Whatever is sent to any operation, the answer is a refusal or a result, and never an inner error."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from rest import Office

TEXTS = (
    "\x00",
    "a\x00b",
    "𠮷" * 50,
    "'; drop table cases;--",
    "%",
    "_",
    "\\",
    "../..",
    "x" * 5000,
    "-1",
    "9" * 30,
    "1e999",
    "\n",
    "",
)
VALUES = (
    None,
    True,
    0,
    -1,
    2**63,
    2**70,
    1.5,
    1e308,
    *TEXTS,
    [],
    {},
    [1],
    {"a": 1},
    [[[]]],
    {"$": "map"},
    {"@": "nonsense"},
)
PEOPLE = ("clerk", "housing.chief", "auditor", "publisher", "designer", "admin", "applicant")
ROUNDS = 8


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """(method, path, names of query parameters, names of body fields) of every operation but logging out."""
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("parameters", "delete"):
                continue
            query = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
            body = (
                operation.get("requestBody", {})
                .get("content", {})
                .get("application/json", {})
                .get("schema", {})
            )
            fields = schemas[body["$ref"].rpartition("/")[2]]["properties"] if "$ref" in body else {}
            yield method, path.removeprefix("/api/v1"), query, list(fields)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_input_causes_an_inner_error(office: Office, application: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    case = office("clerk").post("/cases", application, expect=201)
    item = office("clerk").items(case)[0]
    known = (case["id"], item["id"], "housing", "seal", "open-business")
    document = office.app.test_client().get("/openapi.json").get_json()
    for method, path, query, fields in operations(document):
        for _ in range(ROUNDS):
            filled = filled_in(path, chance, known)
            sent: dict[str, Any] = {
                "query_string": {name: chance.choice(TEXTS) for name in query if chance.random() < 0.5}
            }
            if fields:
                sent["json"] = {name: chance.choice(VALUES) for name in fields if chance.random() < 0.7}
            response = office(chance.choice(PEOPLE)).ask(method, filled, **sent)
            assert response.status_code < 500, (method, filled, sent)
            response.close()


def filled_in(path: str, chance: random.Random, known: tuple[str, ...]) -> str:
    """A path with something known or something hostile in place of each name."""
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + quote(chance.choice((*known, *TEXTS)) or "x", safe="") + rest.partition("}")[2]
    return path

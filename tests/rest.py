"""People at the REST door, for tests: each holds a token and speaks in paths, bodies and expected statuses.

clerk = office("clerk")
case = clerk.post("/cases", {"item": "seal", …}, expect=201)
office("police.review").work("Material_Review", case, decision="accept")
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.assembly import Platform
from engine.dispatch import SYSTEM
from engine.identity.issue_token import IssueToken

PREFIX = "/api/v1"


class Person:
    """One user with a bearer token."""

    def __init__(self, office: "Office", username: str) -> None:
        token = office.platform.execute(IssueToken(username), SYSTEM)["token"]
        self.username = username
        self._office = office
        self._client = office.app.test_client(use_cookies=False)
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **sent: Any
    ) -> TestResponse:
        """The raw response."""
        return self._client.open(
            PREFIX + path, method=method, headers={**self._headers, **(headers or {})}, **sent
        )

    def get(self, path: str, *, expect: int = 200, **query: Any) -> Any:
        """The body of a read."""
        return _body(self.ask("GET", path, query_string=query), expect)

    def post(
        self, path: str, body: Any = None, *, expect: int = 200, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The body of the answer to a write."""
        sent = {} if body is None else {"json": body}
        answer = _body(self.ask("POST", path, headers=headers, **sent), expect)
        for witness in self._office.witnesses:
            witness()
        return answer

    def items(self, case: Mapping[str, Any], element: str | None = None) -> list[dict[str, Any]]:
        """My open work items of a case, optionally of one element."""
        found = [item for item in self.get("/inbox", limit=200)["items"] if item["case_id"] == case["id"]]
        return [item for item in found if element in (None, item["element"])]

    def item(self, case: Mapping[str, Any], element: str) -> dict[str, Any]:
        """My only open work item of a case at an element."""
        found = self.items(case, element)
        assert len(found) == 1, f"{self.username} sees {len(found)} items at {element}"
        return found[0]

    def work(
        self,
        case: Mapping[str, Any],
        element: str,
        decision: str | None = None,
        opinion: str | None = None,
        **data: Any,
    ) -> dict[str, Any]:
        """Claim and complete my only open work item at an element."""
        return self.do(self.item(case, element), decision, opinion, **data)

    def do(
        self, item: Mapping[str, Any], decision: str | None = None, opinion: str | None = None, **data: Any
    ) -> dict[str, Any]:
        """Claim and complete one work item."""
        self.post(f"/work-items/{item['id']}/claim")
        answer = {"decision": decision, "opinion": opinion, "data": data}
        completed: dict[str, Any] = self.post(f"/work-items/{item['id']}/completion", answer)
        return completed


class Office:
    """Everybody by user name; each logs in once. `witnesses` are called after each write."""

    def __init__(self, app: Flask, platform: Platform) -> None:
        self.app = app
        self.platform = platform
        self.witnesses: list[Callable[[], None]] = []
        self._people: dict[str, Person] = {}

    def __call__(self, username: str) -> Person:
        if username not in self._people:
            self._people[username] = Person(self, username)
        return self._people[username]


def _body(response: TestResponse, expect: int) -> Any:
    text = response.get_data(as_text=True)
    assert response.status_code == expect, f"{response.status_code} instead of {expect}: {text[:2000]}"
    return response.get_json() if text else None

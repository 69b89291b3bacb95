"""One client: takes open items from the common desk, claims and completes them, starts cases when the desk runs low.

Every POST carries an idempotency key, and is sent again under the same key until an answer is conclusive: after a lost
connection, a 5xx, a 429 or 503, and the few 409s and 412s that say "repeat". Some acknowledged requests are repeated on
purpose, and some keys are tried with another body; both are written down for the check.
"""

import contextlib
import hashlib
import threading
import time
from collections import Counter
from random import Random
from typing import Any, Final

from benchmarks.load.connection import Answer, Connection, Lost
from benchmarks.load.desk import Desk, Work
from benchmarks.load.journal import Journal
from benchmarks.load.people import application, review, who_does

REPEAT_CODES: Final = frozenset({"database-busy", "outcome-unknown", "stale-version", "overloaded"})
SHORTEST_WAIT, LONGEST_WAIT = 0.02, 0.25
REPEATED, MISUSED = 0.03, 0.01


class Client:
    """Runs in a thread of its own until the desk is closed. `spans` are (verb, ended, seconds, tries)."""

    def __init__(
        self,
        number: int,
        seed: int,
        address: tuple[str, int],
        tokens: dict[str, str],
        desk: Desk,
        journal: Journal,
        *,
        definitions: tuple[str, ...] = ("joint4",),
        contrary: bool = True,
        reads: bool = False,
    ) -> None:
        self.number = number
        self.spans: list[tuple[str, float, float, int]] = []
        self.lost = 0
        self.inconclusive: Counter[tuple[int, str | None]] = Counter()
        self.error: BaseException | None = None
        self._random = Random(f"{seed}/{number}")
        self._seed = seed
        self._connection = Connection(*address)
        self._tokens = tokens
        self._desk = desk
        self._journal = journal
        self._definitions = definitions
        self._contrary = contrary
        self._reads = reads
        self._sent = 0
        self.thread = threading.Thread(target=self._run, name=f"client-{number}", daemon=True)

    def _run(self) -> None:
        try:
            while (work := self._desk.take(self._random)) is not None:
                try:
                    self._start() if work.item is None else self._work(work)
                finally:
                    self._desk.done()
        except BaseException as error:  # noqa: BLE001 the crowd raises it where the run is judged
            self.error = error
            self._desk.close()
        finally:
            self._connection.close()

    def _start(self) -> None:
        tag = self._tag()
        definition = self._definitions[self._random.randrange(len(self._definitions))]
        answer = self._post("start", "clerk", "/cases", application(definition, tag), tag)
        if answer is not None:
            case = answer.json
            self._desk.put(Work(case["id"], item) for item in case["work_items"])

    def _work(self, work: Work) -> None:
        item = work.item
        assert item is not None
        username = who_does(item)
        place = f"/work-items/{item['id']}"
        if self._reads:
            self._look("inbox", username, f"/departments/{item['department']}/inbox?state=ready&limit=20")
            self._look("item", username, place)
        claimed = self._post("claim", username, f"{place}/claim", b"", self._tag(), work)
        if claimed is None:
            return
        tag = self._tag()
        done = self._post("complete", username, f"{place}/completion", review(tag), tag, work)
        if done is not None:
            opened = done.json["opened"]
            self._desk.put(Work(work.case, item) for item in opened)

    def _look(self, what: str, username: str, path: str) -> None:
        """What a person looks at before taking an item; repeated when lost, never written down."""
        began = time.perf_counter()
        with contextlib.suppress(Lost):
            self._connection.ask("GET", path, self._tokens[username])
            ended = time.perf_counter()
            self.spans.append((what, ended, ended - began, 1))

    def _tag(self) -> str:
        self._sent += 1
        return f"load:{self._seed}-{self.number}-{self._sent};"

    def _post(
        self, verb: str, username: str, path: str, body: bytes, tag: str, work: Work | None = None
    ) -> Answer | None:
        """Ask until the answer is conclusive; None when it is a refusal. The journal has it before anybody acts on it."""
        key = f"key-{tag[5:-1]}"
        began = time.perf_counter()
        answer, tries = self._insist(username, path, body, key)
        if answer is None:
            self._note(verb, username, key, tag, work, path, None, tries)
            return None
        ended = time.perf_counter()
        self._note(verb, username, key, tag, work, path, answer, tries)
        if answer.status >= 300:
            return None
        self.spans.append((verb, ended, ended - began, tries))
        if self._contrary:
            self._be_contrary(verb, username, key, tag, work, path, body, answer)
        return answer

    def _insist(self, username: str, path: str, body: bytes, key: str) -> tuple[Answer | None, int]:
        wait, tries = SHORTEST_WAIT, 0
        while not self._desk.is_given_up:
            tries += 1
            try:
                answer = self._connection.ask("POST", path, self._tokens[username], body, key)
                if not is_inconclusive(answer):
                    return answer, tries
                self.inconclusive[answer.status, answer.code] += 1
                pause = answer.retry_after or wait
            except Lost:
                self.lost += 1
                pause = wait
            time.sleep(pause * self._random.uniform(0.5, 1.0))
            wait = min(LONGEST_WAIT, wait * 1.5)
        return None, tries

    def _be_contrary(
        self,
        verb: str,
        username: str,
        key: str,
        tag: str,
        work: Work | None,
        path: str,
        body: bytes,
        first: Answer,
    ) -> None:
        """Now and then say the same again, or something else under the same key."""
        chance = self._random.random()
        if chance < REPEATED:
            again, tries = self._insist(username, path, body, key)
            same = again is not None and (again.status, again.json) == (first.status, first.json)
            self._note(f"repeat-{verb}", username, key, tag, work, path, again, tries, same=same)
        elif chance < REPEATED + MISUSED and verb == "complete":
            other, tries = self._insist(username, path, review(f"{tag}other "), key)
            self._note(f"misuse-{verb}", username, key, tag, work, path, other, tries)

    def _note(
        self,
        verb: str,
        username: str,
        key: str,
        tag: str,
        work: Work | None,
        path: str,
        answer: Answer | None,
        tries: int,
        **more: Any,
    ) -> None:
        line: dict[str, Any] = {
            "at": time.time(),
            "verb": verb,
            "actor": username,
            "key": key,
            "tag": tag,
            "path": path,
            "tries": tries,
            "status": None if answer is None else answer.status,
            **more,
        }
        if work is not None and work.item is not None:
            line |= {"case": work.case, "item": work.item["id"]}
        if answer is not None:
            told = answer.json
            line["digest"] = hashlib.sha256(answer.body).hexdigest()[:16]
            line["code"] = answer.code
            if answer.status < 300:
                case = told if verb == "start" else told.get("case", {})
                opened = told.get("work_items") if verb == "start" else told.get("opened", [])
                line |= {"case": case.get("id", line.get("case")), "version": case.get("version")}
                line["opened"] = [item["id"] for item in opened or []]
        self._journal.write(**line)


def is_inconclusive(answer: Answer) -> bool:
    """Whether the same request must be sent again: the server failed, was busy, or could not tell."""
    if answer.status >= 500 or answer.status in (408, 425, 429):
        return True
    return answer.status in (409, 412) and answer.code in REPEAT_CODES

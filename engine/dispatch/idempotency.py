"""Same key, same body: same answer and one effect. Same key, other body: refused.

The answer is stored in the transaction of the effect, so there is no moment in which one exists without the other. Two
requests that race with one key meet at the primary key; the loser is tried again and then finds the answer.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from engine.dispatch.actor import Actor
from engine.dispatch.answers import decode, encode
from engine.dispatch.changes import Changes
from engine.dispatch.tables import idempotency
from engine.kernel.errors import Conflict, InvalidInput

MAX_KEY = 200


class Answer(NamedTuple):
    """An answer that was given before."""

    value: Any


def check_key(key: str) -> None:
    """`InvalidInput` unless the key is 1 to 200 printable characters."""
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        raise InvalidInput(
            f"An idempotency key has 1 to {MAX_KEY} printable characters", code="bad-idempotency-key"
        )


def find_answer(db: Connection, actor: Actor, key: str, body: str) -> Answer | None:
    """The stored answer to this key, None if it is new; `Conflict` (`idempotency-key-reused`) if the body differs."""
    where = (idempotency.c.actor_id == actor.user_id) & (idempotency.c.key == key)
    row = db.execute(select(idempotency.c.body_hash, idempotency.c.answer).where(where)).first()
    if row is None:
        return None
    if row.body_hash != body:
        raise Conflict(
            "This Idempotency-Key was used for another request; use a new key for a new request",
            code="idempotency-key-reused",
        )
    return Answer(decode(row.answer))


def keep_answer(changes: Changes, actor: Actor, key: str, body: str, answer: Any, now: datetime) -> Any:
    """Store the answer with the effect; returns it exactly as a repetition will give it."""
    encoded = encode(answer)
    row = {"actor_id": actor.user_id, "key": key, "body_hash": body, "answer": encoded, "at": now}
    changes.insert(idempotency, row)
    return decode(encoded)


def forget_answers(db: Connection, before: datetime) -> int:
    """Remove answers older than an instant; returns how many. A repetition after that counts as a new request."""
    return db.execute(delete(idempotency).where(idempotency.c.at < before)).rowcount

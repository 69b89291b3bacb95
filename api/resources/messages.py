"""Messages from outside: correlated by name and key; from people with a log-in, or from systems that sign them."""

from typing import Any

from flask import g, request

from api.http.exchange import execute, platform
from api.http.routes import KIB, Resource
from api.schemas.case import MessageSchema, SentMessageSchema
from engine.cases.inbound.send import SendMessage
from engine.connectors.signature import DELIVERY, HEADER
from engine.kernel.errors import InvalidInput

resource = Resource("messages", "Messages for whichever case awaits them")
LONGEST_DELIVERY = 100


@resource.post("/messages", body=MessageSchema, answers=SentMessageSchema, idempotent=True)
def send_message(body: dict[str, Any]) -> Any:
    """Correlate a message by its name and key; kept for `keep` when nobody awaits it yet, else 409."""
    return execute(SendMessage(**body))


@resource.post(
    "/hooks/<source>", body=MessageSchema, answers=SentMessageSchema, public=True, largest=512 * KIB
)
def receive_signed(body: dict[str, Any], source: str) -> Any:
    """As `POST /messages`, for a system of JINGBAN_INBOUND: `X-Jingban-Signature` proves who sends, and the same
    `X-Jingban-Delivery` with the same body counts once.
    """
    g.actor = platform().sender(source, request.get_data(cache=True), request.headers.get(HEADER, ""))
    delivery = request.headers.get(DELIVERY, "")
    if not delivery.isascii() or not delivery.isprintable() or not 1 <= len(delivery) <= LONGEST_DELIVERY:
        raise InvalidInput(
            f"{DELIVERY} must be 1 to {LONGEST_DELIVERY} printable ASCII characters, the same at each repetition."
        )
    return platform().execute(SendMessage(**body), g.actor, idempotency_key=f"hook:{delivery}")

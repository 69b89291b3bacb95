"""`webhook`: tell another system that something happened, signed, so that it can know who says so and when."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from engine.connectors.connector import Parameter, Request, Unavailable
from engine.connectors.exchange import Reach, exchange
from engine.connectors.http import understood
from engine.connectors.signature import DELIVERY, HEADER, sign
from engine.expressions import to_plain_json
from engine.kernel.clock import Clock


class Webhook:
    """See the module. The body is `{"id", "event", "data"}`; the same id is the same happening."""

    name: ClassVar[str] = "webhook"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("url", required=True),
        Parameter("event", required=True),
        Parameter("data"),
    )

    def __init__(self, reach: Reach, clock: Clock) -> None:
        self._reach = reach
        self._clock = clock

    def call(self, request: Request) -> Mapping[str, Any]:
        """`{status, body}` of the receiver's answer."""
        if request.secret is None:
            raise Unavailable("secret-missing", "a webhook is signed; set jb:secret", again=False)
        told = {
            "id": request.id,
            "event": request.text("event"),
            "data": to_plain_json(request.inputs.get("data")),
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": request.id,
            DELIVERY: request.id,
            HEADER: sign(request.secret, body, self._clock.now()),
        }
        return understood(request, exchange(self._reach, "POST", request.text("url"), headers, body))

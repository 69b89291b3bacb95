"""Who sends a signed message: a system of `JINGBAN_INBOUND`, proved by its signature. It may send messages and nothing else."""

from datetime import datetime

from engine.connectors.signature import is_signed
from engine.dispatch import Actor
from engine.kernel.errors import Unauthenticated
from engine.kernel.settings import Settings

ONLY = frozenset({"message:send"})


def sender_of(settings: Settings, name: str, body: bytes, signature: str, now: datetime) -> Actor:
    """The actor behind a signature. An unknown name and a wrong signature are refused alike, with `Unauthenticated`."""
    source = next((source for source in settings.inbound if source.name == name), None)
    secret = None if source is None else settings.credentials.get(source.credential)
    if source is None or not secret or not is_signed(secret, body, signature, now):
        raise Unauthenticated(
            "The signature is missing, wrong or older than five minutes; sign time and exact body.",
            code="bad-signature",
        )
    return Actor(f"hook:{name}", name, name, source.region, permissions=ONLY, channel="system")

"""Signed messages between systems, both ways: HMAC-SHA256 over the time and the exact body, with a secret that both know.

`X-Jingban-Signature: t=1772413200,v1=<hex>`. The time is part of what is signed, and a message older than five minutes is
refused, so that a recorded one cannot be sent again later.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

HEADER: Final = "X-Jingban-Signature"
DELIVERY: Final = "X-Jingban-Delivery"
TOLERANCE: Final = timedelta(minutes=5)


def sign(secret: str, body: bytes, now: datetime) -> str:
    """The header's value for this body at this instant."""
    second = int(now.timestamp())
    return f"t={second},v1={_mac(secret, second, body)}"


def is_signed(secret: str, body: bytes, header: str, now: datetime) -> bool:
    """Whether the header signs this body, at most five minutes from now."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(","))
    told, mac = parts.get("t", ""), parts.get("v1", "")
    if not (told.isascii() and told.isdigit() and len(told) <= 12 and mac.isascii()):
        return False
    second = int(told)
    if abs(now.timestamp() - second) > TOLERANCE.total_seconds():
        return False
    return hmac.compare_digest(mac, _mac(secret, second, body))


def _mac(secret: str, second: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()

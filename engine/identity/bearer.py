"""Bearer tokens: 256 bits of chance for the caller, only their SHA-256 for us.

A token that long cannot be guessed, so a fast hash is right for it (passwords, which can be guessed, get a slow one).
"""

import secrets
from datetime import datetime

from engine.dispatch import Changes
from engine.identity.tables import tokens
from engine.kernel.ids import new_id
from engine.store.canonical import sha256_hex

PREFIX = "jb_"


def digest(bearer: str) -> str:
    """What is stored of a bearer."""
    return sha256_hex(bearer.encode())


def issue(
    changes: Changes, user_id: str, label: str, channel: str, now: datetime, expires_at: datetime
) -> str:
    """Make a token for a user, to be stored with this command; returns the bearer, which nobody can read again."""
    bearer = PREFIX + secrets.token_urlsafe(32)
    row = {
        "id": new_id(now),
        "hash": digest(bearer),
        "user_id": user_id,
        "label": label,
        "channel": channel,
        "created_at": now,
        "expires_at": expires_at,
    }
    changes.insert(tokens, row)
    return bearer

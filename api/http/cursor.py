"""Page cursors: opaque, bound to one list and signed, so that nobody can steer a query through them."""

import base64
import binascii
import hashlib
import hmac
import string
from typing import Final

from api.http.errors import BadRequest

_MAC_BYTES: Final = 12
_LONGEST: Final = 1024
_ALPHABET: Final = frozenset(
    string.ascii_letters + string.digits + "-_"
)  # RFC 4648 §5; one spelling for one cursor


def seal(position: str, scope: str, secret: str) -> str:
    """The cursor for `position` (as the engine gave it) in the list named `scope`."""
    raw = position.encode()
    return base64.urlsafe_b64encode(_mac(raw, scope, secret) + raw).rstrip(b"=").decode()


def unseal(cursor: str, scope: str, secret: str) -> str:
    """The position inside `cursor`; raises BadRequest unless we gave it for this very list."""
    refused = BadRequest(
        "This cursor does not belong to this list; start again without a cursor.", code="bad-cursor"
    )
    if len(cursor) > _LONGEST or not _ALPHABET.issuperset(cursor):
        raise refused
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise refused from None
    mac, raw = sealed[:_MAC_BYTES], sealed[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(raw, scope, secret)):
        raise refused
    return raw.decode()


def _mac(raw: bytes, scope: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), scope.encode() + b"\0" + raw, hashlib.sha256).digest()[:_MAC_BYTES]

"""The key that signs what we hand out (cursors, CSRF tokens): the operator's, or one made once and kept under `var`.

Keeping it in a file lets a second start honour what the first one signed. The file is readable by its owner only.
"""

import os
import secrets
from pathlib import Path

from engine.kernel.settings import Settings

KEY_FILE = "secret.key"


def secret_key(settings: Settings) -> str:
    """The signing key (at least 256 bits when made here). Makes and keeps one on the first call without a setting."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.var / KEY_FILE
    _make_once(path)
    return path.read_text(encoding="ascii").strip()


def _make_once(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: of two processes that start together, one makes the key and both read it
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")

"""Passwords: Argon2id with the parameters OWASP recommends (19 MiB, 2 passes, 1 lane), and nothing else.

Checking the password of a name that does not exist costs as much as checking a wrong one, so that answers do not tell which
names exist.
"""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.kernel.errors import InvalidInput

MAX_LENGTH = 1024
MIN_LENGTH = 8
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The Argon2id hash to store, with its salt and parameters. `InvalidInput` for a length outside 8 to 1024."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidInput(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters", code="bad-password")
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password fits the stored hash; with no stored hash the same work is done and the answer is no."""
    if len(password) > MAX_LENGTH:
        return False
    try:
        matches = _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's and should be made anew."""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("the password of nobody")

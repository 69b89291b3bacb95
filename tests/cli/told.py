"""What a command of the command line leaves behind."""

from collections.abc import Callable
from typing import NamedTuple


class Told(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Jingban = Callable[..., Told]

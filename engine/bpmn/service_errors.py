"""`jb:errors` of a service task: which answers of a service are which errors of the process, `404=not-found, 4xx=refused`."""

import re
from collections.abc import Mapping
from typing import Final

_PAIR: Final = re.compile(r"\s*([1-5](?:\d\d|xx))\s*=\s*([^\s,=]{1,100})\s*")


def read_errors(text: str) -> Mapping[str, str]:
    """Status (or `4xx`) to error code; `ValueError` names what cannot be read."""
    found: dict[str, str] = {}
    for pair in text.split(","):
        read = _PAIR.fullmatch(pair)
        if read is None:
            raise ValueError(f"{pair.strip()!r} is not status=error, such as 404=not-found or 4xx=refused")
        found[read[1]] = read[2]
    return found

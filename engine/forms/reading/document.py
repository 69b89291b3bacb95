"""From bytes to a JSON object, with bounds: a form file is small, flat, UTF-8 and names each key once."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from engine.kernel.errors import Finding, Refused

MAX_BYTES: Final = 256 * 1024


def read_object(data: bytes | str | Mapping[str, Any], *, file: str | None = None) -> Mapping[str, Any]:
    """The object in `data` (numbers with a fraction as Decimal); an object is taken as it is.

    Raises Refused with one finding: `form-too-large`, `form-syntax` (with the line) or `form-wrong-type`.
    """
    if isinstance(data, bytes | str):
        data = _parsed(data, file)
    if not isinstance(data, Mapping):
        raise _refused("form-wrong-type", "A form file is one JSON object.", file, help="Begin with {.")
    return data


def _parsed(data: bytes | str, file: str | None) -> Any:
    if len(data) > MAX_BYTES:
        raise _refused(
            "form-too-large",
            f"The form has {len(data)} bytes; at most {MAX_BYTES} are read.",
            file,
            help="Split the form into several.",
        )
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_each_key_once
        )
    except json.JSONDecodeError as error:
        raise _refused("form-syntax", f"This is not JSON: {error.msg}.", file, line=error.lineno)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _refused("form-syntax", f"This is not readable JSON: {reason}.", file)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key “{key[:60]}” stands twice in one object")
        found[key] = value
    return found


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")


def _refused(
    rule: str, message: str, file: str | None, *, line: int | None = None, help: str = ""
) -> Refused:
    return Refused(message, [Finding(rule, "error", message, line=line, file=file, help=help)])

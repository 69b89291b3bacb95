"""Hides personal data in what is shown: 王*, 220104********0016, 138****5678, an address to its county.

Masking is for display; it never changes what is stored, and showing the whole is an act of its own that is recorded
elsewhere. When a value has not the expected shape more is hidden, never less.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.forms.model import Field, Personal

HIDDEN: Final = "****"

_PLACE = r"[^\d\W省市县区旗盟路街号村弄栋楼巷院厦室幢]"
_NO_DISTRICT = "小|社|(?<!绿)园|校|厂|街|库|景|住宅|生活|居住|宿舍"
_ADDRESS = re.compile(
    rf"(?:{_PLACE}{{1,10}}?(?:省|自治区|特别行政区))?"
    rf"(?:{_PLACE}{{1,12}}?(?:市|自治州|地区|盟))?"
    rf"(?:(?!市?{_PLACE}{{0,12}}(?:{_NO_DISTRICT})区)市?{_PLACE}{{1,12}}?"
    r"(?:区|县(?![街路道])|旗(?![街路大小广镇])|(?<![超门菜夜集])市(?![场民政委府])))?"
)
"""Province, city, county. What looks like a county and is a housing estate, a market or a street is not one; a
county it cannot tell from those (路南区) is hidden too."""


def mask(value: Any, kind: Personal) -> str | None:
    """`value` as it may be shown; None stays None. A value that is not text is hidden whole."""
    if value is None:
        return None
    if not isinstance(value, str):
        return HIDDEN
    text = value.strip()
    return _MASKS[kind](text) if text else text


def mask_data(fields: Sequence[Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of form data in which every personal field is masked, in groups and lists too.

    Keys that are no field of the form are left out: what is not known to be harmless is not shown.
    """
    known = {field.key: field for field in fields}
    return {key: _masked(known[key], value) for key, value in data.items() if key in known}


def _masked(field: Field, value: Any) -> Any:
    if field.personal is not None:
        return mask(value, field.personal)
    if field.type == "group" and isinstance(value, Mapping):
        return mask_data(field.fields, value)
    if field.type == "list" and isinstance(value, list):
        return [mask_data(field.fields, row) if isinstance(row, Mapping) else HIDDEN for row in value]
    return value


def _name(text: str) -> str:
    return text[0] + "*" * min(len(text) - 1, 8) if len(text) > 1 else "*"


def _identity(text: str) -> str:
    return f"{text[:6]}********{text[-4:]}" if len(text) == 18 else _tail(text, 2)


def _phone(text: str) -> str:
    return f"{text[:3]}****{text[-4:]}" if len(text) == 11 and text.isdigit() else _tail(text, 2)


def _bank(text: str) -> str:
    return _tail(text.replace(" ", ""), 4)


def _address(text: str) -> str:
    match = _ADDRESS.match(text)
    return (match.group() if match else "") + HIDDEN


def _tail(text: str, shown: int) -> str:
    """Stars and the last characters; all stars when those would be more than a third of the whole."""
    if len(text) < 3 * shown:
        return "*" * len(text)
    return "*" * (len(text) - shown) + text[-shown:]


_MASKS = {"name": _name, "id": _identity, "phone": _phone, "address": _address, "bank": _bank}

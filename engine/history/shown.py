"""What a reader may see of an event's data: personal data masked, form answers only as far as the form marks them harmless.

What is not known to be harmless is left out; those who verify see the log itself through replay and export.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.expressions import from_json, to_plain_json
from engine.forms import Form, mask_data

WITHHELD: Final = frozenset({"applicant", "pins", "payload", "inputs", "trace"})


def shown_data(
    data: Mapping[str, Any] | None, form_of: Callable[[str | None], Form | None]
) -> dict[str, Any] | None:
    """The data of one event for a reader; answers under `data` are masked by the form under `form`."""
    if data is None:
        return None
    kept = {
        key: to_plain_json(from_json(value)) for key, value in data.items() if key not in WITHHELD | {"data"}
    }
    answers = data.get("data")
    form = form_of(data.get("form"))
    if isinstance(answers, Mapping) and form is not None:
        kept["data"] = to_plain_json(mask_data(form.fields, from_json(dict(answers))))
    return kept

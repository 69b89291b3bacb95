"""How jobs are written down: JSON. The queue's own default is pickle, which runs what it reads."""

import json
from typing import Any

from dbos import Serializer


class JsonText(Serializer):
    """Arguments are texts and results are None, so plain JSON holds them; an error is kept as its type and message."""

    def name(self) -> str:
        """The name that rows carry."""
        return "jingban_json"

    def serialize(self, data: Any) -> str:
        """To JSON."""
        return json.dumps(data, ensure_ascii=False, default=_told)

    def deserialize(self, serialized_data: str) -> Any:
        """From JSON; what was an error comes back as one."""
        data = json.loads(serialized_data)
        if isinstance(data, dict) and data.keys() == {"error", "message"}:
            return RuntimeError(f"{data['error']}: {data['message']}")
        return data


def _told(value: Any) -> Any:
    if isinstance(value, BaseException):
        return {"error": type(value).__name__, "message": str(value)[:500]}
    raise TypeError(f"a job holds texts, not {type(value).__name__}")

"""Who works in the benchmarks' departments, and what they say. The people are those of the sample data (`jingban seed`)."""

from random import Random
from typing import Any, Final

import orjson

from benchmarks.load.connection import Connection

PASSWORD: Final = "jingban-demo"
APPLICANT: Final = {
    "kind": "organisation",
    "name": "长春样例建设有限公司",
    "id_type": "uscc",
    "id_number": "91220101MA0TE5T080",
    "contact_name": "赵启明",
    "contact_phone": "13800005678",
}
PEOPLE: Final = {
    ("window", "clerk"): "clerk",
    ("housing", "reviewer"): "housing.review",
    ("planning", "reviewer"): "planning.review",
    ("fire", "reviewer"): "fire.review",
    ("defence", "reviewer"): "defence.review",
    ("landscape", "reviewer"): "landscape.review",
    ("housing", "chief"): "housing.chief",
}
_SIGNS: Final = (
    "经审查该项目符合规划条件材料齐全同意办理请按图纸施工并在开工前完成消防人防园林市政等手续建设单位应当落实安全责任土地面积"
    "用途高度退让道路红线绿地率停车位排水供电燃气通信设计说明结构抗震等级合格期限日期编号窗口受理部门意见"
)
TEXT: Final = "".join(Random(7).choices(_SIGNS, k=660))
"""About 2 KB in UTF-8, of common signs in no order, so that a database cannot shrink it to nothing."""


def who_does(item: dict[str, Any]) -> str:
    """The user name of whoever works on an item."""
    return PEOPLE[item["department"], item["role"]]


def log_in(host: str, port: int) -> dict[str, str]:
    """A token for each person, by user name."""
    connection = Connection(host, port)
    tokens = {}
    for username in PEOPLE.values():
        body = orjson.dumps({"username": username, "password": PASSWORD})
        answer = connection.ask("POST", "/session", body=body)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{username} cannot log in: {answer.status} {answer.body[:300]!r}")
        tokens[username] = answer.json["token"]
    connection.close()
    return tokens


def application(definition: str, tag: str) -> bytes:
    """The body of a start; `tag` makes it findable in the event log."""
    data = {"agreed": True, "remarks": f"{tag} {TEXT}"}
    body = {"definition": definition, "applicant": APPLICANT, "data": data, "channel": "window"}
    return orjson.dumps(body)


def review(tag: str, *, agreed: bool = True, filler: str = TEXT) -> bytes:
    """The body of a completion with its `tag`."""
    data = {"agreed": agreed, "remarks": f"{tag} {filler}"}
    return orjson.dumps({"data": data, "opinion": "同意"})

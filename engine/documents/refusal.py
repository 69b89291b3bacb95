"""Refusing in writing: with the reason, and with the right to appeal (行政许可法 art. 38)."""

from typing import Any, Final

from engine.cases.conclude import refuse
from engine.cases.operations import Call
from engine.documents.papers import REFUSAL, issue_paper

REMEDY: Final = "如不服本决定，可以自收到本决定之日起六十日内依法申请行政复议，或者自收到本决定之日起六个月内依法向人民法院提起行政诉讼。"
"""行政复议法 art. 20 and 行政诉讼法 art. 46."""


def refuse_in_writing(call: Call) -> dict[str, Any]:
    """Operation `case.refuse` {code, reason} → {national_state, reason, refusal_number}."""
    told = refuse(call)
    member = call.member
    name = member["name"].get("zh-CN", member["code"])
    text = f"对“{name}”申请：{told['reason']}\n{REMEDY}"
    paper = issue_paper(call.ctx, call.case, REFUSAL, text, item_code=member["code"])
    return {**told, "refusal_number": paper["number"]}

"""Receipt and delivery: what was taken in at the window, and how the result was handed out.

Accepting an application gives a written notice as well (行政许可法 art. 32: in writing, dated, sealed).
"""

from typing import Any, Final

from engine.cases.events import CaseAccepted
from engine.cases.operations import Call
from engine.dispatch import Context
from engine.documents.papers import ACCEPTANCE, DELIVERY, RECEIPT, issue_paper

METHODS: Final = {
    "window": "窗口领取",
    "counter": "窗口领取",
    "post": "邮寄送达",
    "mail": "邮寄送达",
    "electronic": "电子送达",
    "online": "电子送达",
    "terminal": "自助终端领取",
}


def give_receipt(call: Call) -> dict[str, Any]:
    """Operation `document.receipt` → {receipt_number}."""
    case = call.case
    text = f"{case.row['applicant_name']}：已收到你（单位）提交的“{case.row['title'].get('zh-CN', '')}”申请，办件编号 {case.number}。"
    paper = issue_paper(call.ctx, case, RECEIPT, text)
    return {"receipt_number": paper["number"]}


def deliver(call: Call) -> dict[str, Any]:
    """Operation `case.deliver` {method} → {delivered_on, method, delivery_number}."""
    method = call.text("method", "window")
    items = "、".join(
        f"{member['name'].get('zh-CN', member['code'])}：{member['licence_number'] or '见决定书'}"
        for member in call.case.members.values()
        if member["result"]
    )
    text = f"送达方式：{METHODS.get(method, method)}。送达内容：{items or '办理结果'}。"
    paper = issue_paper(call.ctx, call.case, DELIVERY, text)
    return {"delivered_on": call.ctx.today, "method": method, "delivery_number": paper["number"]}


def notify_acceptance(event: CaseAccepted, ctx: Context) -> None:
    """A written notice of acceptance with both due dates."""
    member = event.case.members[event.item_code]
    dates = (
        f"承诺办结日期：{member['due_promise'] or '待定'}；法定办结日期：{member['due_legal'] or '待定'}。"
    )
    text = f"“{member['name'].get('zh-CN', member['code'])}”申请已于 {member['accepted_on']} 受理。{dates}"
    issue_paper(ctx, event.case, ACCEPTANCE, text, item_code=member["code"])

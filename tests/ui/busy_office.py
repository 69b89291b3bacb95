"""A week in March in which many companies apply, done through REST: so much work that lists, lights and filters mean something."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rest import Office

from engine.kernel.clock import FrozenClock

APPLICATIONS = Path(__file__).parents[1] / "acceptance" / "applications"
COMPANIES = (
    "长春启明仓储有限公司",
    "吉林瑞禾食品科技有限公司",
    "长春北湖物流有限公司",
    "吉林恒泰新材料股份有限公司",
    "长春远航数据技术有限公司",
    "长春奥普汽车零部件有限公司",
)
WORKS = ("一号库", "二期厂房", "分拣中心", "研发小楼", "冷链库", "门卫及配套")
KINDS = ("warehouse", "workshop", "warehouse", "office", "warehouse", "service")
Case = dict[str, Any]


def application(name: str, **data: Any) -> dict[str, Any]:
    """One of the applications of the acceptance stories, with some answers changed."""
    body: dict[str, Any] = json.loads((APPLICATIONS / f"{name}.json").read_text(encoding="utf-8"))
    return {**body, "data": {**body["data"], **data}}


def permits(office: Office, count: int) -> Iterator[Case]:
    """Construction permits of different companies, each accepted, so that five departments have work."""
    for at in range(count):
        company, kind = COMPANIES[at % len(COMPANIES)], KINDS[at % len(KINDS)]
        works = company.removeprefix("长春").removeprefix("吉林")[:2] + WORKS[(at // 2) % len(WORKS)]
        body = application("construction_permit", owner_name=company, project_name=works, project_kind=kind)
        body["applicant"]["name"] = company
        body["channel"] = "web" if at % 3 == 1 else "window"
        case: Case = office("clerk").post("/cases", body, expect=201)
        checked = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}
        office("clerk").work(case, "Intake_Stage", **checked)
        office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)
        yield case


def a_week(office: Office, clock: FrozenClock, per_day: int) -> list[Case]:
    """Monday to Thursday `per_day` permits a day; then it is Friday, 6 March 2026, 10:20 in China."""
    cases: list[Case] = []
    for day in range(4):
        clock.set(datetime(2026, 3, 2 + day, 1, 10, tzinfo=UTC))
        for case in permits(office, per_day):
            clock.advance(timedelta(minutes=11))
            cases.append(case)
    clock.set(datetime(2026, 3, 6, 2, 20, tzinfo=UTC))
    return cases

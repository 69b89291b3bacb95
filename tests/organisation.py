"""The sample organisation for tests: departments, users and roles of a development zone, without passwords."""

from dataclasses import dataclass

from engine.assembly import Platform
from engine.dispatch import SYSTEM, Command, Context
from engine.identity.save import SaveDepartment, SaveUser, save_department, save_user

REGION = "jingkai"
DEPARTMENTS = {
    "window": ("政务服务中心综合窗口", "Integrated Service Window"),
    "housing": ("住房和城乡建设局", "Housing and Construction"),
    "planning": ("自然资源局", "Natural Resources"),
    "fire": ("消防审验中心", "Fire Safety Review"),
    "defence": ("人民防空办公室", "Civil Air Defence"),
    "landscape": ("园林绿化和市政公用局", "Landscape and Utilities"),
    "market": ("市场监督管理局", "Market Regulation"),
    "tax": ("税务局", "Taxation"),
    "social": ("人力资源和社会保障局", "Human Resources and Social Security"),
    "police": ("公安局", "Public Security"),
    "supervision": ("效能监察室", "Supervision"),
    "audit": ("审计室", "Audit"),
    "office": ("政务服务和数字化建设管理局", "Government Services and Digital Administration"),
    "public": ("社会公众", "Public"),
}
USERS = {
    "clerk": ("周敏", "window", ("clerk",)),
    "clerk2": ("孙丽", "window", ("clerk",)),
    "issuer": ("韩雪", "window", ("issuer",)),
    "housing.review": ("王建国", "housing", ("reviewer",)),
    "housing.chief": ("陈立", "housing", ("chief", "lead")),
    "housing.deputy": ("刘洋", "housing", ("reviewer",)),
    "planning.review": ("张伟", "planning", ("reviewer",)),
    "planning.chief": ("马骁", "planning", ("chief",)),
    "fire.review": ("李强", "fire", ("reviewer",)),
    "fire.chief": ("高峰", "fire", ("chief",)),
    "defence.review": ("赵军", "defence", ("reviewer",)),
    "defence.chief": ("胡斌", "defence", ("chief",)),
    "landscape.review": ("吴静", "landscape", ("reviewer",)),
    "landscape.chief": ("邓丽", "landscape", ("chief",)),
    "market.review": ("徐芳", "market", ("reviewer",)),
    "market.chief": ("罗志刚", "market", ("chief",)),
    "tax.review": ("何平", "tax", ("reviewer",)),
    "social.review": ("林晓", "social", ("reviewer",)),
    "police.review": ("郭勇", "police", ("reviewer",)),
    "police.chief": ("宋涛", "police", ("chief",)),
    "supervisor": ("曹颖", "supervision", ("supervisor",)),
    "auditor": ("潘越", "audit", ("auditor",)),
    "designer": ("许晨", "office", ("designer",)),
    "publisher": ("冯岚", "office", ("publisher",)),
    "admin": ("袁博", "office", ("administrator",)),
    "applicant": ("赵启明", "public", ("applicant",)),
    "agent": ("钱悦", "public", ("agent",)),
}


@dataclass(frozen=True, slots=True)
class FoundOrganisation(Command):
    """Write all departments and users at once."""


def found_organisation(command: FoundOrganisation, ctx: Context) -> None:
    """The verbs of identity, in one transaction."""
    for code, (zh, en) in DEPARTMENTS.items():
        save_department(SaveDepartment(code, {"zh-CN": zh, "en": en}, REGION), ctx)
    ctx.flush()
    for username, (name, department, roles) in USERS.items():
        save_user(SaveUser(username, name, REGION, tuple((department, role) for role in roles)), ctx)


def found(platform: Platform) -> None:
    """Write all departments and users."""
    platform.registry.command(FoundOrganisation, found_organisation)
    platform.execute(FoundOrganisation(), SYSTEM)

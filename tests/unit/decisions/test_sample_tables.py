"""The decision tables that ship with the sample processes: they lint clean and answer as the rules of the domain say."""

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from engine.decisions import lint_dmn, read_model

PROCESSES = Path(__file__).parents[3] / "processes"
FILES = sorted(PROCESSES.rglob("*.dmn"))


def shipped(name):
    return read_model({name: (PROCESSES / name).read_bytes()})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shipped_table_lints_clean(path):
    assert lint_dmn(path.read_bytes(), file=path.name) == []


def test_the_five_sample_models_are_there():
    assert {path.name for path in FILES} >= {
        "routing.dmn",
        "low_risk.dmn",
        "materials.dmn",
        "fee.dmn",
        "retention.dmn",
    }


PROJECT = {
    "work": "new",
    "investment": "private",
    "linear": False,
    "low_risk": False,
    "land": "ordinary",
    "use": "housing",
    "establishment": "filing",
}


@pytest.mark.parametrize(
    ("changes", "template", "total"),
    [
        ({"investment": "government"}, "GOV_HOUSE", 81),
        ({"investment": "government", "linear": True}, "GOV_LINEAR", 71),
        ({"establishment": "approval"}, "SOC_CHECK", 70),
        ({}, "SOC_FILE", 60),
        ({"land": "with_plan"}, "SOC_PLANLAND", 45),
        ({"use": "industrial"}, "SOC_INDUSTRY", 35),
        ({"use": "storage"}, "SOC_INDUSTRY", 35),
        ({"work": "renovation"}, "RENOVATION", 25),
        ({"low_risk": True}, "SOC_LOWRISK", 13),
        ({"work": "renovation", "investment": "government", "linear": True}, "RENOVATION", 25),
        ({"low_risk": True, "land": "with_plan", "use": "industrial"}, "SOC_LOWRISK", 13),
        ({"low_risk": True, "investment": "government"}, "GOV_HOUSE", 81),
        ({"land": "with_plan", "use": "industrial", "establishment": "approval"}, "SOC_PLANLAND", 45),
        ({"use": "industrial", "establishment": "approval"}, "SOC_INDUSTRY", 35),
    ],
)
def test_a_project_is_routed_to_its_template(changes, template, total):
    model = shipped("engineering/routing.dmn")
    route = model.decide("route", PROJECT | changes)
    assert (route["template"], route["total"]) == (template, total)
    assert sum(route[f"stage{number}"] for number in range(1, 5)) == total
    assert model.decide("template", PROJECT | changes) == template


def test_every_complete_project_has_exactly_one_route():
    model = shipped("engineering/routing.dmn")
    lists = {
        "work": ["new", "renovation"],
        "investment": ["government", "private"],
        "linear": [True, False],
        "low_risk": [True, False],
        "land": ["ordinary", "with_plan"],
        "use": ["housing", "public", "commercial", "industrial", "storage", "infrastructure"],
        "establishment": ["approval", "filing"],
    }
    routes = {
        model.decide("template", dict(zip(lists, values, strict=True))) for values in product(*lists.values())
    }
    assert len(routes) == 8
    assert None not in routes


@pytest.mark.parametrize("missing", ["work", "investment", "low_risk", "land", "use", "establishment"])
def test_a_route_that_depends_on_a_missing_answer_is_not_guessed(missing):
    assert shipped("engineering/routing.dmn").decide("template", {**PROJECT, missing: None}) is None


def test_answers_that_do_not_matter_may_be_missing():
    model = shipped("engineering/routing.dmn")
    assert model.decide("template", {"work": "renovation"}) == "RENOVATION"
    assert (
        model.decide("template", {"work": "new", "investment": "private", "low_risk": True}) == "SOC_LOWRISK"
    )


SMALL = {
    "investment": "private",
    "area": 9_999.99,
    "single_function": True,
    "sensitive_area": False,
    "special_fire": False,
    "dangerous_goods": False,
}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"area": 10_000}, []),
        ({"area": "10000.01"}, ["建筑面积未填写或超过上限"]),
        ({"area": 10_000.01}, ["建筑面积未填写或超过上限"]),
        ({"area": None}, ["建筑面积未填写或超过上限"]),
        ({"investment": "government"}, ["不是社会投资项目"]),
        ({"single_function": False}, ["功能不单一"]),
        ({"sensitive_area": True}, ["位于敏感区域"]),
        ({"special_fire": None}, ["属于特殊建设工程"]),
        ({"dangerous_goods": True, "sensitive_area": True}, ["位于敏感区域", "涉及危险物品"]),
    ],
)
def test_low_risk_is_what_nothing_speaks_against(changes, reasons):
    model = shipped("engineering/low_risk.dmn")
    assert model.decide("reasons", SMALL | changes) == reasons
    assert model.decide("low_risk", SMALL | changes) is (not reasons)


def test_nothing_known_is_never_low_risk():
    assert shipped("engineering/low_risk.dmn").decide("low_risk", {}) is False


STAGE = {"stage": 3, "investment": "private", "special_fire": True, "civil_defence": False}


@pytest.mark.parametrize(
    ("changes", "needed", "exempt"),
    [
        (
            {"held": ["contract"]},
            {"authorisation", "responsibility"},
            {"application", "subject", "works_permit", "drawing_review", "contract", "fire_design"},
        ),
        ({"stage": 1}, {"authorisation", "boundary"}, {"application", "subject", "filing"}),
        (
            {"stage": 1, "investment": "government"},
            {"authorisation", "boundary", "feasibility"},
            {"application", "subject"},
        ),
        (
            {"stage": 2, "civil_defence": True, "held": ["design"]},
            {"authorisation", "defence_sheet"},
            {"application", "subject", "land_permit", "design"},
        ),
        (
            {"stage": 4, "special_fire": False},
            {"authorisation", "as_built", "acceptance"},
            {"application", "subject", "survey"},
        ),
    ],
)
def test_materials_are_needed_or_exempt(changes, needed, exempt):
    model = shipped("engineering/materials.dmn")
    inputs = STAGE | changes
    assert {row["code"] for row in model.decide("needed", inputs)} == needed
    assert {row["code"] for row in model.decide("exempt", inputs)} == exempt
    assert len(model.decide("catalogue", inputs)) == len(needed) + len(exempt)


@pytest.mark.parametrize(
    ("use", "area", "low_risk", "defence", "expected"),
    [
        ("housing", 1000, False, 0, ("100000", "0", "100000")),
        ("industrial", 1234.56, False, 0, ("46296.00", "0", "46296.00")),
        ("commercial", 0.01, False, 1.5, ("1.50", "3000", "3001.50")),
        ("school", 5000, False, 300, ("0", "0", "0")),
        ("storage", 800, True, 0.333, ("0", "333.00", "333.00")),
    ],
)
def test_fees_are_exact_to_the_cent(use, area, low_risk, defence, expected):
    model = shipped("engineering/fee.dmn")
    fee = model.decide("fee", {"use": use, "area": area, "low_risk": low_risk, "defence_area": defence})
    assert tuple(fee.values()) == tuple(map(Decimal, expected))


@pytest.mark.parametrize(
    ("kind", "result", "disputed", "period", "years"),
    [
        ("engineering", "granted", False, "永久", None),
        ("engineering", "refused", False, "30年", 30),
        ("licence", "granted", False, "30年", 30),
        ("licence", "withdrawn", False, "10年", 10),
        ("licence", "withdrawn", True, "30年", 30),
        ("licence", "revoked", False, "永久", None),
        ("service", "granted", None, "10年", 10),
        ("on_the_spot", "granted", False, "10年", 10),
    ],
)
def test_files_are_kept_as_long_as_the_table_says(kind, result, disputed, period, years):
    answer = shipped("_shared/retention.dmn").decide(
        "retention", {"kind": kind, "result": result, "disputed": disputed}
    )
    assert answer == {"period": period, "years": years}

"""One model that uses most of the standard together, as an office would write it: a subsidy for small enterprises."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from dmn_writing import (
    component,
    conditional,
    context,
    decision,
    filtered,
    function,
    input_data,
    invocation,
    item,
    iteration,
    knowledge,
    literal,
    model,
    service,
    table,
)

from engine.decisions import lint_dmn, read_model

LOANS = (
    component("用途", "string")
    + component("金额", "number")
    + component("年利率", "number")
    + component("起始", "date")
)
MODEL = model(
    item("t行业", "string", allowed='"制造","服务","农业"'),
    item("t贷款", body=LOANS),
    item("t贷款表", "t贷款", many=True),
    item(
        "t企业",
        body=component("行业", "t行业") + component("从业 人数", "number") + component("贷款", "t贷款表"),
    ),
    item("t档次", "string", allowed='"小","微","不符"'),
    input_data("企业", "t企业"),
    input_data("基准利率", "number"),
    knowledge(
        "贴息 比例",
        {"行业": "t行业", "档次": "t档次"},
        table("U", ["行业", "档次"], ["比例"], [['"制造"', '"微"', "0.5"], ['"制造"', '"小"', "0.3"], ['not("制造")', '"小","微"', "0.2"], ["-", '"不符"', "0"]]),
        type_ref="number",
    ),
    decision(
        "企业档次",
        table(
            "P",
            ["企业.从业 人数", "企业.行业"],
            [("档次", '"微","小","不符"', '"不符"')],
            [["< 10", "-", '"微"'], ["< 50", '"服务","农业"', '"小"'], ["< 300", '"制造"', '"小"']],
        ),
        type_ref="t档次",
        inputs=["企业"],
    ),
    decision("生产贷款", filtered("企业.贷款", '用途 = "生产" and 金额 > 0'), type_ref="t贷款表", inputs=["企业"]),
    decision(
        "逐笔贴息",
        context(
            {
                "比例": ("number", invocation("贴息 比例", 行业="企业.行业", 档次="企业档次")),
                "计算": function({"贷": "t贷款"}, "round half up(贷.金额 * min(贷.年利率, 基准利率) * 比例, 2)"),
            },
            iteration("for", "贷", "生产贷款", "计算(贷)"),
        ),
        type_ref="list<number>",
        inputs=["企业", "基准利率"],
        decisions=["企业档次", "生产贷款"],
        knows=["贴息 比例"],
    ),
    decision("应补金额", conditional("count(逐笔贴息) > 0", "sum(逐笔贴息)", "0"), type_ref="number", decisions=["逐笔贴息"]),
    service("测算", ["应补金额"], encapsulated=["逐笔贴息", "生产贷款"], decisions=["企业档次"], inputs=["企业", "基准利率"]),
    decision("若为微型", literal('测算(企业, 基准利率, "微")'), type_ref="number", inputs=["企业", "基准利率"], knows=["测算"]),
)  # fmt: skip


def enterprise(people, trade="制造", *loans):
    rows = [
        {"用途": use, "金额": amount, "年利率": rate, "起始": "2026-01-01"} for use, amount, rate in loans
    ]
    return {"企业": {"行业": trade, "从业 人数": people, "贷款": rows}, "基准利率": Decimal("0.0345")}


LOAN = ("生产", 1_000_000, Decimal("0.04"))


@pytest.mark.parametrize(
    ("people", "trade", "loans", "grade", "amount"),
    [
        (5, "制造", [LOAN], "微", "17250"),
        (200, "制造", [LOAN], "小", "10350"),
        (200, "服务", [LOAN], "不符", "0"),
        (20, "农业", [LOAN, ("生产", 333, Decimal("0.03"))], "小", "6902"),
        (20, "农业", [("消费", 500, Decimal("0.03"))], "小", "0"),
        (5, "制造", [], "微", "0"),
        (300, "制造", [LOAN], "不符", "0"),
    ],
)
def test_the_subsidy_is_computed_through_all_parts(people, trade, loans, grade, amount):
    read = read_model({"补贴.dmn": MODEL})
    inputs = enterprise(people, trade, *loans)
    assert read.decide("企业档次", inputs) == grade
    assert read.decide("应补金额", inputs) == Decimal(amount)


def test_a_service_answers_what_if():
    read = read_model({"补贴.dmn": MODEL})
    inputs = enterprise(200, "制造", LOAN)
    assert read.decide("若为微型", inputs) == 17250
    assert read.decide("测算", {**inputs, "企业档次": "微"}) == 17250


def test_the_whole_model_lints_clean():
    assert [one for one in lint_dmn(MODEL) if one.severity != "info"] == []


def test_the_trace_tells_how_it_came_to_the_amount():
    answer = read_model({"补贴.dmn": MODEL}).evaluate("应补金额", enterprise(5, "制造", LOAN))
    assert answer.warnings == ()
    assert [(row["decision"], row["rules"]) for row in answer.trace["tables"]] == [
        ("企业档次", [1, 3]),
        ("逐笔贴息", [1]),
    ]
    assert list(answer.trace["decisions"]) == ["企业档次", "生产贷款", "逐笔贴息", "应补金额"]


def test_one_model_answers_many_threads():
    read = read_model({"补贴.dmn": MODEL})
    cases = [(5, 17250), (200, 10350), (400, 0)] * 30
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda case: read.decide("应补金额", enterprise(case[0], "制造", LOAN)), cases))
    assert found == [expected for _, expected in cases]


def test_prefixes_extensions_and_comments_do_not_matter():
    written = MODEL.decode().replace("<definitions xmlns=", '<definitions xmlns:x="urn:vendor" xmlns=')
    written = written.replace("<decision id=", '<!-- c --><decision x:color="red" id=')
    written = written.replace(
        "<decisionTable ", "<extensionElements><x:list/></extensionElements><decisionTable ", 1
    )
    assert read_model({"t.dmn": written.encode()}).decide("应补金额", enterprise(5, "制造", LOAN)) == 17250


def test_every_element_may_carry_a_prefix():
    import re

    written = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1d:", MODEL.decode()).replace(
        "<d:definitions xmlns=", "<d:definitions xmlns:d="
    )
    assert read_model({"t.dmn": written.encode()}).decide("应补金额", enterprise(5, "制造", LOAN)) == 17250

"""Activities, BPMN 2.0.2 chapter 13.3: loops, multi-instance, calls, data, compensation, transactions, ad-hoc."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sketch import done, kinds, model, run

from engine.kernel.errors import Refused
from engine.simulation import simulate

MULTI = "<multiInstanceLoopCharacteristics {0}>{1}</multiInstanceLoopCharacteristics>"


def test_script_assigns_in_order_and_may_span_lines() -> None:
    trace = run(
        'start S; script A <script>x = 1 + 2\ny = [x,\n x * 2]\nz = "a;b"</script>\nS -> A'.replace(
            "\n x", " x"
        )
    )
    assert trace.end["data"] == {"x": 3, "y": [3, 6], "z": "a;b"}


def test_decimal_arithmetic_is_exact() -> None:
    assert run("start S; script A <script>x = 0.1 + 0.2</script>\nS -> A").end["data"]["x"] == Decimal("0.3")


@pytest.mark.parametrize(
    ("loop", "times"),
    [
        ('testBefore="true"', 3),
        ('testBefore="false"', 3),
        ('testBefore="false" loopMaximum="2"', 2),
    ],
    ids=["test-before", "test-after", "maximum"],
)
def test_standard_loop(loop: str, times: int) -> None:
    trace = run(
        f"start S; script A <script>n = n + 1</script><standardLoopCharacteristics {loop}>"
        "<loopCondition>n &lt; 3</loopCondition></standardLoopCharacteristics>\nS -> A",
        data={"n": 0},
    )
    assert trace.end["data"]["n"] == times
    assert [
        event.get("index")
        for event in trace.events
        if event["event"] == "started" and event["element"] == "A"
    ] == [
        None,
        *range(1, times + 1),
    ]


def test_a_loop_tested_before_may_not_run_at_all() -> None:
    trace = run(
        'start S; task A <standardLoopCharacteristics testBefore="true"><loopCondition>false</loopCondition>'
        "</standardLoopCharacteristics>\ntask B; S -> A -> B"
    )
    assert done(trace) == ["A", "B"]
    assert not [event for event in trace.events if "index" in event]


@pytest.mark.parametrize("sequential", ["true", "false"], ids=["sequential", "parallel"])
def test_multi_instance_over_a_collection_collects_its_outputs(sequential: str) -> None:
    loop = MULTI.format(
        f'isSequential="{sequential}" jb:collection="=items" jb:element="it" jb:output="out" jb:outputValue="=it * 10"',
        "",
    )
    trace = run(f"start S; user A {loop}\ntask B; S -> A -> B", data={"items": [1, 2, 3]})
    assert trace.end["data"]["out"] == [10, 20, 30]
    assert done(trace).count("A") == 4
    assert done(trace)[-1] == "B"


def test_parallel_instances_are_all_open_before_the_first_completes() -> None:
    loop = MULTI.format('isSequential="false"', "<loopCardinality>3</loopCardinality>")
    trace = run(f"start S; user A {loop}\nS -> A")
    started = [event["seq"] for event in trace.events if event["event"] == "started" and "index" in event]
    completed = [event["seq"] for event in trace.events if event["event"] == "completed" and "index" in event]
    assert max(started) < min(completed)


def test_completion_condition_cancels_the_rest() -> None:
    loop = MULTI.format(
        'isSequential="false"',
        "<loopCardinality>5</loopCardinality><completionCondition>numberOfCompletedInstances >= 2</completionCondition>",
    )
    trace = run(f"start S; user A {loop}\ntask B; S -> A -> B")
    assert kinds(trace, "cancelled") == ["A", "A", "A"]
    assert done(trace)[-1] == "B"


def test_zero_instances_complete_at_once() -> None:
    loop = MULTI.format('isSequential="true" jb:collection="=[]"', "")
    assert done(run(f"start S; user A {loop}\ntask B; S -> A -> B")) == ["A", "B"]


def test_multi_instance_sub_processes_have_data_of_their_own() -> None:
    loop = MULTI.format(
        'isSequential="false" jb:collection="=items" jb:element="it" jb:output="out" jb:outputValue="=own"',
        "",
    )
    trace = run(
        f"start S; S -> SP\nsub SP {loop} {{\n"
        'RAW <property id="own" name="own"/>\nstart S2; script T <script>own = it + 1</script>\nS2 -> T\n}',
        data={"items": [1, 2]},
    )
    assert trace.end["data"]["out"] == [2, 3]
    assert "own" not in trace.end["data"]


def test_too_many_instances_are_refused() -> None:
    loop = MULTI.format('isSequential="false"', "<loopCardinality>1000000</loopCardinality>")
    assert run(f"start S; user A {loop}\nS -> A").end["error"]["code"] == "loop-too-many"


def test_error_in_one_instance_cancels_all_and_leaves_at_the_boundary() -> None:
    loop = MULTI.format('isSequential="false"', "<loopCardinality>3</loopCardinality>")
    trace = run(
        f"start S; service A {loop}\nboundary B on:A error:E1; task H; task N; S -> A -> N; B -> H",
        answers={"A": [{}, {"@error": "E1"}]},
    )
    assert done(trace)[-1] == "H"
    assert kinds(trace, "cancelled") == ["A", "A", "A"]


def test_start_quantity_waits_for_tokens_and_completion_quantity_multiplies() -> None:
    text = 'start S; parallel G; task A; task B; task Z startQuantity="2" completionQuantity="3"; task Y; '
    trace = run(text + "S -> G; G -> A -> Z; G -> B -> Z; Z -> Y")
    assert done(trace) == ["A", "B", "Z", "Y", "Y", "Y"]


def test_call_activity_copies_in_and_merges_out() -> None:
    trace = run(
        'process P\nstart S; call C calledElement="Q"; task A; S -> C -> A\n'
        "process Q\nstart Q1; script T <script>y = x * 2</script>\nQ1 -> T",
        data={"x": 21},
    )
    assert trace.end["data"] == {"x": 21, "y": 42}
    assert "Q" in kinds(trace, "completed")


def test_call_activity_with_mappings_sees_and_returns_only_these() -> None:
    trace = run(
        'process P\nstart S; call C calledElement="Q" <extensionElements><jb:input name="n" value="=x"/>'
        '<jb:output name="r" value="=y"/></extensionElements>\nS -> C\n'
        "process Q\nstart Q1; script T <script>y = n * 2\nhidden = 1</script>\nQ1 -> T".replace(
            "\nhidden", "&#10;hidden"
        ),
        data={"x": 4},
    )
    assert trace.end["data"] == {"x": 4, "r": 8}


def test_an_error_of_a_called_process_is_caught_at_the_call() -> None:
    trace = run(
        'process P\nstart S; call C calledElement="Q"; boundary B on:C error:E1; task H; S -> C; B -> H\n'
        "process Q\nstart Q1; end X error:E1; Q1 -> X"
    )
    assert done(trace) == ["H"]


def test_global_tasks_can_be_called() -> None:
    trace = run(
        'ROOT <globalScriptTask id="GT"><script>x = 7</script></globalScriptTask>\n'
        'start S; call C calledElement="GT"; S -> C'
    )
    assert trace.end["data"]["x"] == 7


def test_a_missing_called_process_refuses_the_model() -> None:
    with pytest.raises(Refused) as refusal:
        run('start S; call C calledElement="Nowhere"; S -> C')
    assert refusal.value.findings[0].rule == "call-unknown"
    assert refusal.value.findings[0].element == "C"


COMPENSATED = (
    'boundary B{0} on:{0} compensate; task U{0} isForCompensation="true"\n'
    'RAW <association id="as{0}" sourceRef="B{0}" targetRef="U{0}"/>\n'
)


def test_compensation_runs_in_reverse_order_of_completion() -> None:
    trace = run(
        "start S; task A; task B; throw X compensate; end E\n"
        + COMPENSATED.format("A")
        + COMPENSATED.format("B")
        + "S -> A -> B -> X -> E"
    )
    assert done(trace) == ["A", "B", "UB", "UA"]
    assert kinds(trace, "compensated") == ["B", "A"]


def test_compensation_of_one_named_activity_and_never_twice() -> None:
    trace = run(
        "start S; task A; task B; throw X undo:A; throw Y undo:A; end E\n"
        + COMPENSATED.format("A")
        + COMPENSATED.format("B")
        + "S -> A -> B -> X -> Y -> E"
    )
    assert done(trace) == ["A", "B", "UA"]


def test_what_did_not_complete_is_not_compensated() -> None:
    trace = run(
        "start S; exclusive G; task A; task B; exclusive M; end E compensate\n"
        + COMPENSATED.format("A")
        + COMPENSATED.format("B")
        + "S -> G; G -> A [x]; G ~> B; A -> M; B -> M; M -> E",
        data={"x": True},
    )
    assert done(trace) == ["A", "UA"]


def test_a_completed_sub_process_is_compensated_with_the_data_it_had() -> None:
    trace = run(
        "start S; throw X undo:SP; end E; script After <script>v = 99</script>\nS -> SP -> After -> X -> E\n"
        'sub SP {\nRAW <property id="own" name="own"/>\nstart S2; script T <script>own = 5</script>\nboundary BT on:T compensate; '
        'script UT isForCompensation="true" <script>seen = own</script>\nRAW <association id="as" sourceRef="BT" targetRef="UT"/>\nS2 -> T\n}'
    )
    assert trace.end["data"]["seen"] == 5
    assert kinds(trace, "compensated") == ["T", "SP"]


def test_a_compensation_event_sub_process_replaces_the_default() -> None:
    trace = run(
        "start S; throw X undo:SP; end E; S -> SP -> X -> E\n"
        "sub SP {\nstart S2; task T\n" + COMPENSATED.format("T") + "S2 -> T\n"
        'sub ES triggeredByEvent="true" {\nstart ESS compensate; task H; ESS -> H\n}\n}'
    )
    assert done(trace) == ["T", "H"]


def test_cancelling_a_transaction_undoes_it_and_leaves_at_the_cancel_event() -> None:
    trace = run(
        "start S; boundary C on:TX cancel; task H; task N; S -> TX -> N; C -> H\n"
        "transaction TX {\nstart S2; parallel G; task A; user W; end X cancel\n"
        + COMPENSATED.format("A")
        + "S2 -> G; G -> A -> X; G -> W\n}",
        answers={"W": None},
    )
    assert done(trace) == ["A", "UA", "H"]
    assert set(kinds(trace, "cancelled")) == {"W", "TX"}


def test_a_transaction_that_succeeds_goes_on_normally() -> None:
    trace = run(
        "start S; boundary C on:TX cancel; task H; task N; S -> TX -> N; C -> H\ntransaction TX {\nstart S2; task A; S2 -> A\n}"
    )
    assert done(trace) == ["A", "N"]


def test_ad_hoc_runs_everything_once() -> None:
    trace = run("start S; task N; S -> AH -> N\nadhoc AH {\ntask A; task B; task C; B -> C\n}")
    assert sorted(done(trace)[:-1]) == ["A", "B", "C"]
    assert done(trace)[-1] == "N"


def test_sequential_ad_hoc_has_one_open_activity_at_a_time() -> None:
    trace = run('start S; S -> AH\nadhoc AH ordering="Sequential" {\nuser A; user B\n}')
    order = [(event["event"], event["element"]) for event in trace.events if event["element"] in "AB"]
    assert order == [("started", "A"), ("completed", "A"), ("started", "B"), ("completed", "B")]


def test_ad_hoc_ends_at_its_completion_condition() -> None:
    text = (
        "start S; task N; S -> AH -> N\nadhoc AH {0} <completionCondition>done = true</completionCondition> {{\n"
        "user A; user B\n}}"
    )
    cancelled = run(text.format(""), data={"done": False}, answers={"A": {"done": True}})
    assert done(cancelled) == ["A", "N"]
    assert kinds(cancelled, "cancelled") == ["B"]
    finished = run(
        text.format('cancelRemainingInstances="false"'), data={"done": False}, answers={"A": {"done": True}}
    )
    assert done(finished) == ["A", "B", "N"]


def test_data_associations_copy_between_objects_and_tasks() -> None:
    text = (
        'RAW <dataObject id="do1" name="order"/>\nstart S; script A <ioSpecification><dataInput id="di" name="n"/><dataOutput id="dx" name="m"/>'
        "<inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet><dataOutputRefs>dx</dataOutputRefs></outputSet></ioSpecification>"
        '<dataInputAssociation id="da"><sourceRef>do1</sourceRef><targetRef>di</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="db"><sourceRef>dx</sourceRef><targetRef>do1</targetRef></dataOutputAssociation>'
        "<script>m = n + 1</script>\nS -> A"
    )
    assert run(text, data={"order": 4}).end["data"]["order"] == 5


def test_sub_process_data_do_not_leak() -> None:
    trace = run(
        'start S; S -> SP\nsub SP {\nRAW <property id="p" name="inner"/>\nstart S2; script T <script>inner = 1</script>\nS2 -> T\n}'
    )
    assert "inner" not in trace.end["data"]


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"not xml", "source-xml"),
        (b'<!DOCTYPE x [<!ENTITY e "x">]><x/>', "source-doctype"),
        (b"<x/>", "source-root"),
        (b" " * (8 * 1024 * 1024 + 1), "source-size"),
        (model("start S; task A; S -> A").replace(b'targetRef="A"', b'targetRef="Nope"'), "flow-reference"),
        (model("start S; exclusive G; task A; S -> G; G -> A [x >]"), "expression-syntax"),
        (model("start S; S -> S").replace(b'id="f_S_S"', b'id="S"'), "id-duplicate"),
    ],
    ids=["not-xml", "entities", "other-root", "too-big", "broken-reference", "bad-condition", "duplicate-id"],
)
def test_bad_models_are_refused_with_a_located_finding(xml: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        simulate(xml)
    assert rule in {finding.rule for finding in refusal.value.findings}


def test_today_is_the_day_in_china() -> None:
    """23:30 UTC on 2 March is already 3 March where the limits of the law are counted."""
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    trace = simulate(model("start S; script A <script>day = today()</script>\nS -> A"), start=night)
    assert trace.end["data"]["day"] == date(2026, 3, 3)


@pytest.mark.parametrize(
    "loop",
    [
        "<multiInstanceLoopCharacteristics><loopCardinality>often</loopCardinality></multiInstanceLoopCharacteristics>",
        '<standardLoopCharacteristics loopMaximum="often"/>',
    ],
    ids=["cardinality", "maximum"],
)
@pytest.mark.parametrize("often", ["three", 1.5, -1, None, True, [3]], ids=repr)
def test_how_often_must_be_a_number(loop: str, often: object) -> None:
    trace = run(f"start S; task A {loop}\nS -> A", data={"often": often})
    assert trace.end["error"]["code"] == "loop-cardinality"
    assert trace.end["error"]["element"] == "A"

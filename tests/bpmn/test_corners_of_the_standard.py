"""Corners of the standard that are easily got wrong: each test is one exact case with its clause."""

import pytest
from sketch import done, kinds, run

PARALLEL_MULTIPLE = (
    'start S; receive Hold messageRef="m_Hold"; S -> Hold\nROOT <message id="m_Hold" name="Hold"/>\n'
    'sub ES triggeredByEvent="true" {\nstart ESS ni parallelMultiple="true" message:M1 message:M2; task H; ESS -> H\n}'
)
DATA_OUTPUT = (
    "<ioSpecification>{inputs}<dataOutput id='dx' name='one'/><inputSet>{refs}</inputSet>"
    "<outputSet><dataOutputRefs>dx</dataOutputRefs></outputSet></ioSpecification>{association}"
    "<dataOutputAssociation id='out'><sourceRef>dx</sourceRef><targetRef>do</targetRef></dataOutputAssociation>"
)


def test_a_non_interrupting_parallel_multiple_event_sub_process_occurs_again() -> None:
    """10.5.2, 13.5.3: as long as its scope runs, a non-interrupting start may occur any number of times."""
    trace = run(PARALLEL_MULTIPLE, messages=["M1", "M2", "M1", "M2"])
    assert done(trace) == ["H", "H"]


def test_a_compensated_instance_sees_its_own_item() -> None:
    """10.7, 13.5.5: a handler sees the data that its instance had when it completed, its item included."""
    loop = '<multiInstanceLoopCharacteristics isSequential="true" jb:collection="=[1, 2]" jb:element="item"/>'
    trace = run(
        f"start S; throw X undo:SP; S -> SP -> X\nsub SP {loop} {{\nstart S2; task T; boundary B on:T compensate; "
        'script U isForCompensation="true" <script>seen = concatenate(seen, [item])</script>\n'
        'RAW <association id="as" sourceRef="B" targetRef="U"/>\nS2 -> T\n}',
        data={"seen": []},
    )
    assert trace.end["data"]["seen"] == [2, 1]


def test_the_collected_output_of_a_multi_instance_task_reaches_its_data_object() -> None:
    """10.3.8, 10.4.2: loopDataOutputRef is a data output; its association is executed when all are done."""
    output = DATA_OUTPUT.format(inputs="", refs="", association="")
    loop = (
        '<multiInstanceLoopCharacteristics jb:collection="=[1, 2]" jb:element="item"><loopDataOutputRef>dx</loopDataOutputRef>'
        '<outputDataItem id="oi" name="part"/></multiInstanceLoopCharacteristics>'
    )
    trace = run(
        f'RAW <dataObject id="do" name="all"/>\nstart S; script A {output}{loop}<script>part = item * 2</script>\nS -> A'
    )
    assert trace.end["data"]["all"] == [2, 4]


def test_a_data_output_lives_as_long_as_its_activity() -> None:
    """10.4.1: data outputs belong to the activity; only what associations copy is seen outside."""
    output = DATA_OUTPUT.format(inputs="", refs="", association="")
    trace = run(
        f'RAW <dataObject id="do" name="fee"/>\nstart S; script A {output}<script>one = 3</script>\nS -> A'
    )
    assert trace.end["data"] == {"fee": 3}


def test_the_first_scripted_message_begins_the_process() -> None:
    """Messages are used in the order in which they are told."""
    text = "start A message:First; start B message:Second; task X; task Y; A -> X; B -> Y"
    trace = run(text, messages=["Second", "First"])
    assert kinds(trace, "caught") == ["B", "A"]


def test_a_global_task_is_shown_with_its_type() -> None:
    """A line of a trace names the type of the element that it speaks of."""
    trace = run('ROOT <globalUserTask id="GT"/>\nstart S; call C calledElement="GT"; S -> C')
    assert [event["type"] for event in trace.events if event["element"] == "GT"].count("userTask") == 2


def test_a_parallel_multiple_start_begins_one_instance_when_all_parts_have_occurred() -> None:
    """10.5.2, 13.5.1: the process begins once all of its start event's definitions have occurred."""
    trace = run(
        "process P\nstart S; throw T1 message:M1; throw T2 message:M2; S -> T1 -> T2\n"
        'process Q\nstart A parallelMultiple="true" message:M1 message:M2; task X; A -> X'
    )
    assert done(trace) == ["X"]


def test_a_message_start_event_maps_its_data() -> None:
    """10.4.2, 10.5.2: the outputs of an event say what its message fills."""
    mapping = '<extensionElements><jb:output name="who" value="=applicant"/></extensionElements>'
    trace = run(f"start S message:M1 {mapping}\ntask A; S -> A", messages=[("M1", {"applicant": "Li"})])
    assert trace.end["data"] == {"who": "Li"}


def test_an_event_sub_process_can_compensate_what_was_done_inside_it() -> None:
    """10.7: a throwing event sees the activities of its own scope."""
    trace = run(
        'start S; end X error:E1; S -> X\nsub ES triggeredByEvent="true" {\nstart E error:E1; task A; throw T undo:A; '
        'boundary B on:A compensate; task U isForCompensation="true"; E -> A -> T\n'
        'RAW <association id="as" sourceRef="B" targetRef="U"/>\n}'
    )
    assert done(trace) == ["A", "U"]


def test_each_instance_of_a_receive_task_awaits_its_own_key() -> None:
    """10.3.8: the data of an instance include its item, and the correlation key may depend on it."""
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="false" jb:collection="=[1, 2]" jb:element="party"/>'
    )
    trace = run(
        'ROOT <message id="m" name="Paid"/>\n'
        f'start S; receive A messageRef="m" jb:key="=party" {loop}\ntask N; S -> A -> N',
        messages=[{"name": "Paid", "key": 2}, {"name": "Paid", "key": 1}],
    )
    assert [e["index"] for e in trace.events if e["event"] == "completed" and "index" in e] == [2, 1]
    assert done(trace)[-1] == "N"


def test_a_complex_gateway_keeps_tokens_that_belong_to_the_next_round() -> None:
    """13.4.5: a reset takes tokens only from flows that gave none at activation; the rest may activate it again."""
    trace = run(
        'start S; parallel P1; task A completionQuantity="2"; user B; task Z; end E; '
        "complex G <activationCondition>activationCount >= 1</activationCondition>\n"
        "S -> P1; P1 -> A -> G; P1 -> B -> G; G -> Z -> E"
    )
    assert done(trace).count("Z") == 2


def test_a_condition_that_held_for_a_moment_has_occurred() -> None:
    """10.5.5: a conditional event occurs when its condition becomes true, whatever the next token does to it."""
    trace = run(
        "start S; script A <script>x = 9</script>\nscript Z <script>x = 0</script>\nS -> A -> Z\n"
        'sub ES triggeredByEvent="true" {\nstart ESS when:x_>_5; task H; ESS -> H\n}',
        data={"x": 0},
    )
    assert done(trace) == ["A", "H"]


def test_errors_without_codes_are_told_apart_by_their_ids() -> None:
    """10.5.6: without a code everything is caught, but the error that is named is caught first."""
    text = (
        'ROOT <error id="one"/>\nROOT <error id="two"/>\nstart S; S -> SP; task H1; task H2\n'
        'boundary B1 on:SP <errorEventDefinition errorRef="one"/>\nboundary B2 on:SP <errorEventDefinition errorRef="two"/>\n'
        "B1 -> H1; B2 -> H2\nsub SP {\nstart S2; S2 -> X\n"
        'end X <errorEventDefinition errorRef="two"/>\n}'
    )
    assert done(run(text)) == ["H2"]
    assert done(run(text.replace('X <errorEventDefinition errorRef="two"/>', "X error:E9"))) == ["H1"]


TRANSACTION = (
    "start S; boundary B on:TX cancel; task K; task Z; S -> TX -> Z; B -> K\ntransaction TX {\n"
    'start S2; task A; boundary CA on:A compensate; task UA isForCompensation="true"; S2 -> A -> N\n'
    'RAW <association id="as1" sourceRef="CA" targetRef="UA"/>\nsub N {\n'
    'start S3; task I; boundary CI on:I compensate; task UI isForCompensation="true"; end X cancel; S3 -> I -> X\n'
    'RAW <association id="as2" sourceRef="CI" targetRef="UI"/>\n}\n}'
)


def test_a_cancel_event_deeper_inside_cancels_the_whole_transaction() -> None:
    """10.3.5, 10.7: what was done inside a sub-process that still runs is compensated as well, last first."""
    trace = run(TRANSACTION)
    assert done(trace) == ["A", "I", "UI", "UA", "K"]
    assert kinds(trace, "compensated") == ["I", "A"]
    assert {"N", "TX"} <= set(kinds(trace, "cancelled"))


def test_a_cancelled_transaction_that_nothing_catches_does_not_go_on() -> None:
    """10.3.5: only success leaves by the normal flow."""
    trace = run(TRANSACTION.replace("boundary B on:TX cancel; task K; ", "").replace("; B -> K", ""))
    assert done(trace) == ["A", "I", "UI", "UA"]
    assert trace.end["state"] == "completed"


def test_of_several_results_the_one_that_ends_the_scope_comes_last() -> None:
    """10.5.3: all results of a multiple end event occur."""
    trace = run(
        "process P\nstart S; parallel G; user U; end X terminate signal:Over; S -> G; G -> U; G -> X\n"
        "process Q\nstart Q1 signal:Over; task A; Q1 -> A",
        answers={"U": None},
    )
    assert done(trace) == ["A"]


def test_one_more_part_of_a_parallel_multiple_start_begins_nothing_anew() -> None:
    """10.5.2: the signal is a part of the instance that has begun."""
    trace = run(
        'start A parallelMultiple="true" message:M1 signal:S1; task X; A -> X',
        messages=["M1"],
        signals=["S1"],
    )
    assert done(trace) == ["X"]
    assert {event["instance"] for event in trace.events} == {"i1"}


def test_activities_of_an_ad_hoc_sub_process_are_performed_again_until_its_condition_holds() -> None:
    """13.3.5: after each completion what is enabled is determined anew; activities may be performed several times."""
    trace = run(
        "start S; task Z; S -> AH -> Z\nadhoc AH <completionCondition>n >= 5</completionCondition> {\n"
        "script A <script>n = n + 1</script>\nscript B <script>n = n + 1</script>\n}",
        data={"n": 0},
    )
    assert done(trace) == ["A", "B", "A", "B", "A", "Z"]


def test_a_default_signal_leaves_at_the_boundary() -> None:
    """10.3.8: with behavior None or One and no event of its own, a default signal is thrown."""
    loop = '<multiInstanceLoopCharacteristics behavior="{}"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>'
    text = (
        "start S; boundary B on:A ni <signalEventDefinition/>\ntask H; S -> A; B -> H\ntask A " + loop + "\n"
    )
    assert done(run(text.format("None"))).count("H") == 3
    assert done(run(text.format("One"))).count("H") == 1


def test_an_event_sub_process_may_have_a_boundary_event() -> None:
    """10.5.4: a boundary event belongs to the activity that it is drawn on, whatever started that."""
    trace = run(
        "start S; end X error:E1; S -> X; boundary B on:ES timer:PT1H; task L; B -> L\n"
        'sub ES triggeredByEvent="true" {\nstart ESS error:E1; user U; ESS -> U\n}',
        answers={"U": None},
    )
    assert done(trace) == ["L"]


def test_a_property_of_a_task_lives_as_long_as_the_task() -> None:
    """10.4.1: the scope of a property is what declares it."""
    trace = run('start S; script A <property id="p" name="p"/><script>p = 2\nq = p</script>\nS -> A')
    assert trace.end["data"] == {"q": 2}


def test_an_operation_names_the_message_of_a_task() -> None:
    """10.3.3: a send task may name an operation instead of its message."""
    trace = run(
        'process P\nROOT <message id="m_Ask" name="Ask"/>\nROOT <interface id="if"><operation id="op"><inMessageRef>m_Ask'
        "</inMessageRef></operation></interface>\n"
        'start S; send A operationRef="op"; S -> A\nprocess Q\nstart Q1 <messageEventDefinition messageRef="m_Ask"/>\n'
        "task B; Q1 -> B"
    )
    assert done(trace) == ["A", "B"]


def test_a_failed_run_shows_what_was_done_before() -> None:
    """13.4.2: the exception is thrown at the gateway; the trace leads there."""
    trace = run("start S; task A; exclusive G; task B; S -> A -> G; G -> B [false]")
    assert done(trace) == ["A"]
    assert [(e["element"], e["type"], e["code"]) for e in trace.events if e["event"] == "error"] == [
        ("G", "exclusiveGateway", "no-flow")
    ]


def test_a_signal_reaches_what_a_parallel_branch_has_still_to_arm() -> None:
    """13.2: concurrent tokens have no order; a signal is thrown when the others have moved."""
    trace = run(
        "start S; parallel G; throw T signal:Go; task A; catch C signal:Go; task B; S -> G; G -> T; G -> A -> C -> B"
    )
    assert done(trace) == ["A", "B"]


def test_a_transaction_may_be_started_by_an_event() -> None:
    """10.3.5: a transaction is a sub-process, so it has triggeredByEvent."""
    trace = run(
        "start S; end X error:E1; S -> X\n"
        'transaction ES triggeredByEvent="true" {\nstart ESS error:E1; task H; ESS -> H\n}'
    )
    assert done(trace) == ["H"]
    assert trace.end["state"] == "completed"


def test_a_completed_call_is_undone_by_what_its_process_did() -> None:
    """10.7: without a handler of its own a call is compensated from inside, like a sub-process, with the data it ended with."""
    trace = run(
        'process P\nstart S; call C calledElement="Q"; end X undo:C; S -> C -> X\n'
        "process Q\nstart Q1; script A <script>n = 1</script>\nboundary B on:A compensate; "
        'script U isForCompensation="true" <script>seen = n</script>\nRAW <association id="as" sourceRef="B" targetRef="U"/>\nQ1 -> A'
    )
    assert done(trace) == ["A", "U"]
    assert kinds(trace, "compensated") == ["A", "C"]


@pytest.mark.parametrize("place", ["around", "inside"])
def test_the_start_of_an_event_sub_process_fills_the_data_object_where_it_is_declared(place: str) -> None:
    """10.4.1, 10.4.2: the output of a start event is copied to its target, which may lie in an enclosing scope."""
    declared = 'RAW <dataObject id="b" name="b"/>\n'
    start = (
        '<startEvent id="ESS"><dataOutput id="o" name="v"/><dataOutputAssociation><sourceRef>o</sourceRef><targetRef>b</targetRef>'
        "</dataOutputAssociation><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>"
        '<messageEventDefinition messageRef="m_Told"/></startEvent>'
    )
    trace = run(
        f'{declared if place == "around" else ""}start S; user U; S -> U\nROOT <message id="m_Told" name="Told"/>\n'
        f'sub ES triggeredByEvent="true" {{\n{declared if place == "inside" else ""}RAW {start}\n'
        "script H <script>seen = b</script>\nESS -> H\n}",
        messages={"Told": {"v": 9}},
    )
    assert trace.end["data"] == ({"b": 9, "seen": 9} if place == "around" else {"seen": 9})

"""Corners of the standard that are easily got wrong: each test is one exact case with its clause."""

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

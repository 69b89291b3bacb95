"""Conversations, BPMN 2.0.2 chapter 8.4.2: a message reaches the instance whose key it has."""

import pytest
from sketch import done, kinds, model, run

from engine.bpmn import State, inputs, read_program, step
from engine.kernel.errors import Refused
from engine.simulation.simulate import START

KEYS = (
    'ROOT <message id="m_Order" name="Order"/>\nROOT <message id="m_Cancel" name="Cancel"/>\n'
    'ROOT <correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="m_Order"><messagePath>number</messagePath>'
    '</correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="m_Cancel"><messagePath>= number'
    "</messagePath></correlationPropertyRetrievalExpression></correlationProperty>\n"
    'ROOT <collaboration id="co"><participant id="pa" processRef="P"/><correlationKey id="k"><correlationPropertyRef>cp'
    "</correlationPropertyRef></correlationKey></collaboration>\n"
)
SUBSCRIPTION = (
    'RAW <correlationSubscription id="sub" correlationKeyRef="k"><correlationPropertyBinding correlationPropertyRef="cp">'
    "<dataPath>mine</dataPath></correlationPropertyBinding></correlationSubscription>\n"
)
RECEIVE = "start S; catch C message:Cancel; task A; S -> C -> A"


@pytest.mark.parametrize(("number", "reached"), [(7, True), (8, False)], ids=["own", "other"])
def test_a_subscription_selects_the_message_by_the_data_of_the_process(number: int, reached: bool) -> None:
    trace = run(KEYS + SUBSCRIPTION + RECEIVE, data={"mine": 7}, messages=[("Cancel", {"number": number})])
    assert ("A" in done(trace)) is reached
    assert trace.end["state"] == ("completed" if reached else "waiting")


def test_a_subscription_follows_the_data_while_it_waits() -> None:
    body = "start S; parallel G; catch C message:Cancel; task A; user U; S -> G; G -> C -> A; G -> U"
    told = {"answers": {"U": {"mine": 7}}, "messages": [("Cancel", {"number": 7})]}
    assert done(run(KEYS + SUBSCRIPTION + body, data={"mine": None}, **told)) == ["U", "A"]


def test_before_its_data_are_there_a_subscription_hears_nothing() -> None:
    trace = run(KEYS + SUBSCRIPTION + RECEIVE, data={"mine": None}, messages=[("Cancel", {"number": None})])
    assert trace.end["state"] == "waiting"


@pytest.mark.parametrize("subscribed", [True, False], ids=["by-subscription", "by-conversation"])
def test_of_two_instances_the_one_with_the_key_is_reached(subscribed: bool) -> None:
    def throw(own_id: str, message: str, number: int) -> str:
        return (
            f'throw {own_id} message:{message} <extensionElements><jb:payload name="number" value="={number}"/>'
            "</extensionElements>\n"
        )

    trace = run(
        "process P\n"
        + KEYS
        + "start S; "
        + throw("T1", "Order", 1)
        + throw("T2", "Order", 2)
        + throw("T3", "Cancel", 2)
        + "S -> T1 -> T2 -> T3\nprocess Q\n"
        + (SUBSCRIPTION if subscribed else "")
        + "start Q1 message:Order; script X <script>mine = number</script>\ncatch C message:Cancel; task A; Q1 -> X -> C -> A",
        process="P",
    )
    cancelled = [event["instance"] for event in trace.events if event["element"] == "A"]
    assert set(cancelled) == {"i3"}
    assert [place["instance"] for place in trace.end["waiting"]] == ["i2"]


def test_a_message_without_data_of_its_own_carries_the_key_of_its_sender() -> None:
    trace = run(
        "process P\n"
        + KEYS
        + "start S; throw T message:Order; S -> T\nprocess Q\n"
        + SUBSCRIPTION
        + "start Q1 "
        "message:Order; script X <script>mine = 5</script>\ncatch C message:Order; Q1 -> X -> C",
        data={"number": 5},
        process="P",
    )
    assert kinds(trace, "thrown") == ["T"]
    thrown = next(event for event in trace.events if event["event"] == "thrown")
    assert thrown["key"] == 5


def test_the_conversation_of_an_instance_survives_being_saved() -> None:
    program = read_program(
        {"m.bpmn": model(KEYS + "start S message:Order; catch C message:Cancel; task A; S -> C -> A")}
    )
    began = step(program, None, inputs.Start({}, "P", "S", "Order", {"number": 1}), START).state
    loaded = State.load(began.dump())
    assert loaded.keys == {"k": (1,)}
    assert step(program, loaded, inputs.Deliver("Cancel", {"number": 1}), START).state.status == "completed"


@pytest.mark.parametrize(
    ("written", "wrong", "element"),
    [
        ('correlationKeyRef="k"', 'correlationKeyRef="none"', "sub"),
        ('correlationPropertyRef="cp"', 'correlationPropertyRef="none"', "sub"),
        ("<correlationPropertyRef>cp<", "<correlationPropertyRef>none<", "k"),
        ('messageRef="m_Order"><messagePath', 'messageRef="none"><messagePath', "cp"),
    ],
    ids=["key", "binding", "property", "message"],
)
def test_a_reference_to_nothing_is_refused(written: str, wrong: str, element: str) -> None:
    with pytest.raises(Refused) as refusal:
        run((KEYS + SUBSCRIPTION + RECEIVE).replace(written, wrong, 1))
    assert (element, "correlation-reference") in {(f.element, f.rule) for f in refusal.value.findings}

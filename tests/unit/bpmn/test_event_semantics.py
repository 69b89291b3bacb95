"""Events, BPMN 2.0.2 chapters 10.5 and 13.5: where they are caught, what they interrupt, what goes on."""

import pytest
from sketch import done, kinds, run


def test_interrupting_boundary_timer_cancels_its_task() -> None:
    trace = run(
        "start S; user A; boundary T on:A timer:PT2H; task L; task N; S -> A -> N; T -> L",
        answers={"A": None},
    )
    assert kinds(trace, "cancelled") == ["A"]
    assert done(trace) == ["L"]
    assert trace.end["state"] == "completed"


def test_non_interrupting_boundary_timer_lets_its_task_go_on() -> None:
    trace = run(
        "start S; receive A; boundary T on:A ni timer:PT2H; task L; S -> A; T -> L", answers={"A": None}
    )
    assert done(trace) == ["L"]
    assert trace.end["state"] == "waiting"


def test_a_repeating_non_interrupting_timer_fires_as_often_as_it_says() -> None:
    trace = run(
        "start S; user A; boundary T on:A ni cycle:R3/PT1H; task L; S -> A; T -> L", answers={"A": None}
    )
    assert done(trace) == ["L", "L", "L"]


def test_a_boundary_event_is_disarmed_when_its_task_completes() -> None:
    trace = run("start S; user A; boundary T on:A timer:PT2H; task L; task N; S -> A -> N; T -> L")
    assert done(trace) == ["A", "N"]


@pytest.mark.parametrize("catch", ["error:E1", "anyerror"], ids=["by-code", "catch-all"])
def test_error_of_a_sub_process_is_caught_at_its_boundary(catch: str) -> None:
    trace = run(
        f"start S; boundary B on:SP {catch}; task H; task N; S -> SP -> N; B -> H\n"
        "sub SP {\nstart S2; end X error:E1; S2 -> X\n}"
    )
    assert done(trace) == ["H"]
    assert trace.end["state"] == "completed"


def test_the_exact_error_code_goes_before_the_catch_all() -> None:
    trace = run(
        "start S; boundary Any on:SP anyerror; boundary One on:SP error:E1; task H; task G; S -> SP; Any -> G; One -> H\n"
        "sub SP {\nstart S2; end X error:E1; S2 -> X\n}"
    )
    assert done(trace) == ["H"]


def test_an_error_passes_levels_that_do_not_catch_it() -> None:
    trace = run(
        "start S; boundary B on:Outer error:E1; task H; S -> Outer; B -> H\n"
        "sub Outer {\nstart S2; S2 -> Inner; boundary Other on:Inner error:E2; task No; Other -> No\n"
        "sub Inner {\nstart S3; end X error:E1; S3 -> X\n}\n}"
    )
    assert done(trace) == ["H"]


def test_an_uncaught_error_ends_the_instance_as_failed() -> None:
    trace = run("start S; end X error:E1; S -> X")
    assert trace.end["state"] == "failed"
    assert trace.end["error"]["code"] == "E1"


def test_a_task_can_end_with_an_error() -> None:
    text = "start S; service A; boundary B on:A error:E1; task H; task N; S -> A -> N; B -> H"
    assert done(run(text, answers={"A": {"@error": "E1", "why": "no"}})) == ["H"]
    assert run(text, answers={"A": {"@error": "E1", "why": "no"}}).end["data"]["why"] == "no"
    assert run(text, answers={"A": {"@error": "E9"}}).end["state"] == "failed"


def test_escalation_without_catcher_is_only_recorded() -> None:
    trace = run("start S; throw T escalation:C1; task N; S -> T -> N")
    assert done(trace) == ["N"]
    assert kinds(trace, "thrown") == ["T"]


@pytest.mark.parametrize(
    ("ni", "expected"), [("", ["H"]), ("ni", ["H", "N", "M"])], ids=["interrupting", "not"]
)
def test_escalation_at_the_boundary_of_a_sub_process(ni: str, expected: list[str]) -> None:
    trace = run(
        f"start S; boundary B on:SP {ni} escalation:C1; task H; task M; S -> SP -> M; B -> H\n"
        "sub SP {\nstart S2; throw T escalation:C1; task N; S2 -> T -> N\n}"
    )
    assert sorted(done(trace)) == sorted(expected)


def test_a_signal_thrown_inside_reaches_the_boundary_of_its_own_sub_process() -> None:
    trace = run(
        "start S; boundary B on:SP signal:Stop; task H; task N; S -> SP -> N; B -> H\n"
        "sub SP {\nstart S2; end X signal:Stop; S2 -> X\n}"
    )
    assert done(trace) == ["H"]


def test_a_signal_reaches_every_catcher_and_starts_processes() -> None:
    trace = run(
        "process P\nstart S; parallel G; catch C1 signal:Go; catch C2 signal:Go; task A; task B; throw T signal:Go; "
        "S -> G; G -> C1 -> A; G -> C2 -> B; G -> T\nprocess Q\nstart Q1 signal:Go; task Z; Q1 -> Z"
    )
    assert sorted(done(trace)) == ["A", "B", "Z"]
    assert trace.end["state"] == "completed"


def test_a_message_starts_another_process_and_its_answer_comes_back() -> None:
    trace = run(
        "process P\nstart S; throw T message:Ask; catch C message:Reply; task A; S -> T -> C -> A\n"
        "process Q\nstart Q1 message:Ask; task B; end QE message:Reply; Q1 -> B -> QE"
    )
    assert done(trace) == ["B", "A"]


def test_a_message_that_nobody_awaits_yet_is_kept() -> None:
    trace = run(
        "process P\nstart S; throw T message:Early; task A; S -> T -> A\n"
        "process Q\nstart Q1 signal:Never; Q1 -> C; catch C message:Early"
    )
    assert trace.end["state"] == "completed"


@pytest.mark.parametrize(("key", "caught"), [("7", True), ("8", False)], ids=["same-key", "other-key"])
def test_a_correlation_key_selects_the_message(key: str, caught: bool) -> None:
    trace = run(
        'start S; catch C message:Paid jb:key="=order"; task A; S -> C -> A',
        data={"order": "7"},
        messages=[{"name": "Paid", "payload": {}, "key": key}],
    )
    assert ("A" in done(trace)) is caught


def test_terminate_ends_everything_in_its_scope() -> None:
    trace = run(
        "start S; parallel G; user A; end X terminate; task N; S -> G; G -> A -> N; G -> X",
        answers={"A": None},
    )
    assert trace.end["state"] == "completed"
    assert kinds(trace, "cancelled") == ["A"]


def test_terminate_in_a_sub_process_leaves_the_outer_one_running() -> None:
    trace = run(
        "start S; task N; S -> SP -> N\nsub SP {\nstart S2; parallel G; user A; end X terminate; S2 -> G; G -> A; G -> X\n}",
        answers={"A": None},
    )
    assert done(trace) == ["N"]


def test_link_events_continue_at_the_target_of_the_same_name() -> None:
    trace = run("start S; throw L1 link:next; catch L2 link:next; task A; S -> L1; L2 -> A")
    assert done(trace) == ["A"]


def test_conditional_event_occurs_when_data_make_it_true() -> None:
    trace = run(
        "start S; parallel G; catch C when:level_>_3; user U; task A; S -> G; G -> C -> A; G -> U",
        answers={"U": {"level": 5}},
    )
    assert done(trace) == ["U", "A"]
    still = run("start S; catch C when:level_>_3; task A; S -> C -> A", data={"level": 1})
    assert still.end["state"] == "waiting"


def test_non_interrupting_condition_occurs_again_only_after_it_was_false() -> None:
    text = (
        "start S; user U; boundary C on:Hold ni when:level_>_3; receive Hold; task A; parallel G; "
        "script Low <script>level = 1</script>\nscript High <script>level = 9</script>\nscript Higher <script>level = 10</script>\n"
        "script Again <script>level = 11</script>\n"
        "S -> G; G -> Hold; G -> High -> Higher -> Low -> U -> Again; C -> A"
    )
    trace = run(text, data={"level": 0}, answers={"Hold": None})
    assert done(trace, "A").count("A") == 2


@pytest.mark.parametrize("after", ["", "; end E; D -> E", "; task N; D -> N"], ids=["nothing", "end", "task"])
@pytest.mark.parametrize(
    "last", ["script D <script>level = 5</script>\n", "user D; "], ids=["script", "user"]
)
def test_a_condition_that_the_last_activity_makes_true_has_occurred(last: str, after: str) -> None:
    """10.5.5, 13.5.4: what an activity wrote is looked at before its token goes on or its scope ends."""
    handler = 'sub ES triggeredByEvent="true" {\nstart ESS when:level_>_3; task H; ESS -> H\n}'
    trace = run(f"start S; {last}S -> D{after}\n{handler}", data={"level": 0}, answers={"D": {"level": 5}})
    assert done(trace) == ["D", "H"]


def test_a_sub_process_is_still_there_when_its_last_activity_makes_a_boundary_condition_true() -> None:
    trace = run(
        "start S; boundary B on:SP when:level_>_3; task H; task N; S -> SP -> N; B -> H\n"
        "sub SP {\nstart S2; script D <script>level = 5</script>\nS2 -> D\n}",
        data={"level": 0},
    )
    assert done(trace) == ["D", "H"]


def test_two_conditions_that_become_true_together_both_occur() -> None:
    trace = run(
        "start S; script D <script>level = 5</script>\nscript L <script>level = 0</script>\nS -> D -> L\n"
        'sub E1 triggeredByEvent="true" {\nstart X1 ni when:level_>_3; task A; X1 -> A\n}\n'
        'sub E2 triggeredByEvent="true" {\nstart X2 ni when:level_>_4; task B; X2 -> B\n}',
        data={"level": 0},
    )
    assert sorted(done(trace)) == ["A", "B", "D", "L"]


@pytest.mark.parametrize(("ni", "after"), [("", False), ("ni", True)], ids=["interrupting", "not"])
def test_event_sub_process_on_a_message(ni: str, after: bool) -> None:
    trace = run(
        'start S; user A; task N; S -> A -> N\nsub ES triggeredByEvent="true" {\n'
        f"start ESS {ni} message:Stop; task H; ESS -> H\n}}",
        messages=["Stop"],
    )
    assert "H" in done(trace)
    assert ("N" in done(trace)) is after
    assert trace.end["state"] == "completed"


def test_error_event_sub_process_ends_its_scope_normally() -> None:
    trace = run(
        "start S; task N; S -> SP -> N\nsub SP {\nstart S2; end X error:E1; S2 -> X\n"
        'sub ES triggeredByEvent="true" {\nstart ESS error:E1; task H; ESS -> H\n}\n}'
    )
    assert done(trace) == ["H", "N"]


def test_a_parallel_multiple_of_conditions_occurs_again_only_when_they_have_become_true_again() -> None:
    text = (
        'start S; user Hold; boundary C on:Hold ni parallelMultiple="true" when:level_>_1 when:level_>_3; task A\n'
        "S -> Hold; C -> A; parallel G; user Low; user High; S -> G; G -> Low -> High"
    )
    answers = {"Hold": None, "Low": {"level": 2}, "High": {"level": 4}}
    assert done(run(text, data={"level": 5}, answers={"Hold": None})) == ["A", "Low", "High"]
    assert done(run(text, data={"level": 5}, answers=answers)) == ["A", "Low", "High"]
    answers["Low"] = {"level": 0}
    assert done(run(text, data={"level": 5}, answers=answers)) == ["A", "Low", "High", "A"]


def test_all_events_of_a_parallel_multiple_must_occur() -> None:
    text = 'start S; catch C parallelMultiple="true" message:M1 message:M2; task A; S -> C -> A'
    assert run(text, messages=["M1"]).end["state"] == "waiting"
    assert done(run(text, messages=["M1", "M2"])) == ["A"]


def test_one_event_of_a_multiple_is_enough() -> None:
    assert done(run("start S; catch C message:M1 message:M2; task A; S -> C -> A", messages=["M2"])) == ["A"]


def test_a_working_day_timer_is_due_at_the_end_of_the_last_day() -> None:
    """domain rule: 5 working days after Fri 2026-02-13 end on 2026-02-27."""
    trace = run(
        "start S; catch T <timerEventDefinition jb:workdays=\"5\" jb:after='=received'/>\ntask A; S -> T -> A",
        data={"received": __import__("datetime").date(2026, 2, 13)},
    )
    assert trace.end["at"] == "2026-02-28T00:00:00+08:00"


def test_event_definition_may_be_referenced() -> None:
    trace = run(
        'ROOT <signal id="s1" name="Go"/>\nROOT <signalEventDefinition id="sd" signalRef="s1"/>\n'
        "start S; catch C <eventDefinitionRef>sd</eventDefinitionRef>\ntask A; S -> C -> A",
        signals=["Go"],
    )
    assert done(trace) == ["A"]


def test_an_instantiating_event_gateway_starts_the_process() -> None:
    text = 'events G instantiate="true"; catch M message:A1; catch N message:A2; task A; task B; G -> M -> A; G -> N -> B'
    assert done(run(text, messages=["A1"])) == ["A"]


def test_an_instantiating_receive_task_starts_the_process() -> None:
    text = 'ROOT <message id="m1" name="Go"/>\nreceive R messageRef="m1" instantiate="true"; task A; R -> A'
    trace = run(text, messages=[("Go", {"n": 3})])
    assert done(trace) == ["A"] or done(trace) == ["R", "A"]
    assert trace.end["data"]["n"] == 3


SENT = (
    '<dataInput id="di{0}" name="told"/><dataInputAssociation><targetRef>di{0}</targetRef><assignment><from>7</from><to>told</to>'
    "</assignment></dataInputAssociation><inputSet><dataInputRefs>di{0}</dataInputRefs></inputSet>"
)
HEARD = (
    '<dataOutput id="do{0}" name="heard"/><dataOutputAssociation><sourceRef>do{0}</sourceRef><targetRef>kept</targetRef>'
    "</dataOutputAssociation><outputSet><dataOutputRefs>do{0}</dataOutputRefs></outputSet>"
)


def test_a_message_of_one_item_is_taken_whatever_its_name_was() -> None:
    trace = run(
        f"process P\nstart S; throw T message:M {SENT.format(1)}\nS -> T\n"
        f"process Q\nstart Q1 message:M {HEARD.format(2)}\nexclusive G; task Yes; task No; Q1 -> G; G -> Yes [kept = 7]; G ~> No"
    )
    assert done(trace) == ["Yes"]


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_what_an_error_or_escalation_carries_arrives_at_the_boundary(kind: str) -> None:
    trace = run(
        f"start S; boundary B on:SP {kind}:E1 {HEARD.format(2)}\ntask H; S -> SP; B -> H\n"
        f"sub SP {{\nstart S2; end X {kind}:E1 {SENT.format(1)}\nS2 -> X\n}}"
    )
    assert done(trace) == ["H"]
    assert trace.end["data"]["kept"] == 7


def test_a_link_is_thrown() -> None:
    trace = run("start S; throw L1 link:next; catch L2 link:next; task A; S -> L1; L2 -> A")
    assert kinds(trace, "thrown") == ["L1"]


def test_of_timers_that_are_due_together_the_first_armed_occurs() -> None:
    branches = "".join(f"catch T{n} timer:PT1H; task A{n}; Split -> T{n} -> A{n}; " for n in range(12))
    assert done(run(f"start S; parallel Split; S -> Split; {branches}")) == [f"A{n}" for n in range(12)]

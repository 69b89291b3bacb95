"""Messages and signals of one simulation: those that the script tells, and those that instances throw."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.bpmn import Fact, inputs
from engine.bpmn.machine.correlation import awaits, key_of
from engine.simulation.script import Occurrence, Told, occurrences

if TYPE_CHECKING:
    from engine.simulation.world import World


class Post:
    """Brings each message to one instance that awaits it or to a process that it starts, each signal to all."""

    def __init__(
        self,
        world: "World",
        messages: Iterable[Told] | Mapping[str, Any],
        signals: Iterable[Told] | Mapping[str, Any],
    ) -> None:
        self._world = world
        self.messages = self._named(occurrences(messages))
        self.signals = self._named(occurrences(signals))
        self._undelivered: list[Occurrence] = []

    def deliver_next(self) -> bool:
        """Deliver one message or signal that somebody awaits by now; False when nobody awaits any."""
        for source in (self._undelivered, self.messages):
            for message in list(source):
                if self._deliver(message):
                    source.remove(message)
                    return True
        for signal in list(self.signals):
            if self._broadcast(signal, None):
                self.signals.remove(signal)
                return True
        return False

    def take(self, thrower: str, fact: Fact) -> None:
        """Send what an instance has thrown, along the message flows that are drawn. Other facts are no business of the post."""
        thrown: Mapping[str, Any] = fact.data or {}
        if fact.kind != "thrown" or thrown.get("kind") not in ("message", "signal"):
            return
        occurrence = Occurrence(thrown["name"], thrown.get("payload") or {}, _key(thrown))
        if thrown["kind"] == "signal":
            self._broadcast(occurrence, thrower)
        elif not thrown.get("delivered"):
            targets = self._world.program.routes.get(fact.element)
            sent = [occurrence._replace(targets=(t,)) for t in targets] if targets else [occurrence]
            self._undelivered.extend(message for message in sent if not self._deliver(message))

    def _named(self, told: list[Occurrence]) -> list[Occurrence]:
        """A message or signal may be told by its id as well."""
        names = self._world.program.names
        known = set(names.values())
        return [t if t.name in known else t._replace(name=names.get(t.name, t.name)) for t in told]

    def _deliver(self, message: Occurrence) -> bool:
        program, name, key = self._world.program, message.name, message.key
        if key is None:
            key = key_of(program, name, message.payload)
        for instance, state in self._world.states.items():
            for wait in state.waits.values():
                heard = name
                if message.targets:
                    # a message flow leads to its target, whatever the target calls the message
                    heard = (wait.name if (wait.start or wait.node) in message.targets else None) or ""
                if awaits(program, state, wait, heard, key):
                    self._world.apply(instance, inputs.Deliver(heard, message.payload, key, wait.id))
                    return True
        return self._begin(message)

    def _begin(self, message: Occurrence) -> bool:
        program, name = self._world.program, message.name
        starts = [target for target in message.targets if target in program.message_starts]
        if starts:
            (process, name), element = program.message_starts[starts[0]], starts[0]
        elif message.targets or name not in program.start_messages:
            return False
        else:
            process, element = program.start_messages[name]
        self._world.start(inputs.Start({}, process, element, name, dict(message.payload)))
        return True

    def _broadcast(self, signal: Occurrence, thrower: str | None) -> bool:
        reached = False
        begun = self._begun(signal.name)
        for instance, state in list(self._world.states.items()):
            waits = any(wait.kind == "signal" and wait.name == signal.name for wait in state.waits.values())
            if instance != thrower and waits:
                self._world.apply(instance, inputs.Broadcast(signal.name, signal.payload))
                reached = True
        for process, element in self._world.program.start_signals.get(signal.name, ()):
            if (process, element) not in begun:
                self._world.start(inputs.Start({}, process, element, signal.name, dict(signal.payload)))
                reached = True
        return reached

    def _begun(self, signal: str) -> set[tuple[str, str]]:
        """Parallel multiple starts of instances that have begun and for which this signal is one more part."""
        waits = ((s, w) for s in self._world.states.values() for w in s.waits.values() if w.name == signal)
        found = (
            (state.scopes[wait.scope].graph, wait.node) for state, wait in waits if wait.kind == "signal"
        )
        return {place for place in found if self._world.kinds.get(place) == "startEvent"}


def _key(thrown: Mapping[str, Any]) -> Any:
    """The key that a thrown message says, else the one that its conversation gives it."""
    key = thrown.get("key")
    return thrown.get("correlation") if key is None else key

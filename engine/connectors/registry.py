"""Which connectors there are, by name, set up as the operator's settings say. A new one is a line here and a file."""

from collections.abc import Mapping
from typing import Final

from engine.connectors.breaker import Breaker
from engine.connectors.connector import Connector, Parameter, Unavailable
from engine.connectors.exchange import Reach
from engine.connectors.hosts import AllowList
from engine.connectors.http import Http
from engine.connectors.mail import Mail, MailServer
from engine.connectors.stub import Stub
from engine.connectors.webhook import Webhook
from engine.kernel.clock import Clock
from engine.kernel.settings import Settings

PARAMETERS: Final[Mapping[str, tuple[Parameter, ...]]] = {
    kind.name: kind.parameters for kind in (Http, Mail, Webhook, Stub)
}
CONNECT_SECONDS: Final = 5.0
KIB: Final = 1024


class Connectors:
    """The connectors of one platform, and its secrets by name."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        largest = settings.service_kib * KIB
        reach = Reach(
            AllowList(settings.service_hosts),
            Breaker(),
            CONNECT_SECONDS,
            float(settings.service_seconds),
            largest,
        )
        server = MailServer(settings.smtp_url, settings.mail_from, float(settings.service_seconds), largest)
        held: tuple[Connector, ...] = (Http(reach), Mail(server), Webhook(reach, clock), Stub())
        self._held = {connector.name: connector for connector in held}
        self._credentials = settings.credentials

    def find(self, name: str) -> Connector:
        """The connector of that name; `Unavailable` (`connector-unknown`) when this release has none."""
        try:
            return self._held[name]
        except KeyError:
            raise Unavailable("connector-unknown", f"there is no connector {name!r}", again=False)

    def secret(self, name: str | None) -> str | None:
        """The secret of that name; `Unavailable` (`secret-missing`) when the operator has set none."""
        if name is None:
            return None
        found = self._credentials.get(name)
        if found is None:
            raise Unavailable("secret-missing", f"JINGBAN_CREDENTIAL_{name} is not set", again=False)
        return found

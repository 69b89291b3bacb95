"""F6, connectors: how a service task reaches what is not in this house. One file each, registered by name.

A connector does one exchange and tells one of three things: an answer, a `Refusal` (the business said no: a BPMN error), or
`Unavailable` (try again later, or have somebody mend it). It knows no case and no database, follows no address outside the
operator's list, and gets secrets by name from the settings, so that none stands in a process, an event or a log.
"""

from engine.connectors.connector import Connector, Parameter, Refusal, Request, Unavailable
from engine.connectors.registry import PARAMETERS, Connectors

__all__ = ["PARAMETERS", "Connector", "Connectors", "Parameter", "Refusal", "Request", "Unavailable"]

"""The examination of an installation (`jingban doctor`): each check looks at one thing and names the remedy."""

from engine.assembly.examination.checks import Check, Status
from engine.assembly.examination.examine import examine

__all__ = ["Check", "Status", "examine"]

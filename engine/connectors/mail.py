"""`mail`: send a letter by SMTP. The address of the server is the operator's (`JINGBAN_SMTP_URL`), never the process's.

A recipient that the server refuses for good (5xx) is a BPMN error where `jb:errors` names its code, else an incident; what may
pass (4xx, no connection) is tried again. The Message-ID is the same at every attempt.
"""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from engine.connectors.connector import Parameter, Refusal, Request, Unavailable

MOST_RECIPIENTS: Final = 50


@dataclass(frozen=True, slots=True)
class MailServer:
    """`url` is smtp://, smtp+starttls:// or smtps:// with user and password where needed; `sender` the From address."""

    url: str = field(repr=False)
    sender: str
    seconds: float
    largest: int


class Mail:
    """See the module."""

    name: ClassVar[str] = "mail"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("to", required=True),
        Parameter("subject", required=True),
        Parameter("text", required=True),
    )

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def call(self, request: Request) -> Mapping[str, Any]:
        """`{accepted}`: how many recipients the server took."""
        if not self._server.url or not self._server.sender:
            raise Unavailable(
                "mail-not-set-up", "JINGBAN_SMTP_URL and JINGBAN_MAIL_FROM are not set", again=False
            )
        letter, recipients = self._letter(request)
        try:
            with self._connected() as server:
                refused = server.send_message(letter, self._server.sender, recipients)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(request, [answer[0] for answer in error.recipients.values()]) from None
        except smtplib.SMTPResponseException as error:
            raise _refused(request, [error.smtp_code]) from None
        except ssl.SSLCertVerificationError as error:
            why = f"the mail server: {error.verify_message}"
            raise Unavailable("certificate-refused", why, again=False) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("mail-unreachable", f"the mail server: {type(error).__name__}") from None
        return {"accepted": Decimal(len(recipients) - len(refused))}

    def _letter(self, request: Request) -> tuple[EmailMessage, list[str]]:
        recipients = _recipients(request.inputs.get("to"))
        letter = EmailMessage()
        try:
            letter["From"] = self._server.sender
            letter["To"] = ", ".join(recipients)
            letter["Subject"] = request.text("subject")
            letter["Message-ID"] = f"<{request.id}@jingban>"
            letter.set_content(request.text("text"))
        except ValueError:
            raise Unavailable(
                "parameter-missing", "subject or address holds a line break", again=False
            ) from None
        if len(letter.as_bytes()) > self._server.largest:
            raise Unavailable("request-too-large", "the letter is too large", again=False)
        return letter, recipients

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self._server.url)
        host, seconds = parts.hostname or "", self._server.seconds
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=seconds)
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            with suppress(OSError, smtplib.SMTPException):
                server.close()
            raise
        return server


def _recipients(given: Any) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    addresses = [parseaddr(each)[1] if isinstance(each, str) else "" for each in listed]
    if not addresses or len(addresses) > MOST_RECIPIENTS or any("@" not in address for address in addresses):
        raise Unavailable(
            "parameter-missing", f"to must be 1 to {MOST_RECIPIENTS} mail addresses", again=False
        )
    return addresses


def _refused(request: Request, codes: list[int]) -> Exception:
    worst = max(codes, default=0)
    error = request.refused(worst)
    if error is not None:
        return Refusal(error, f"the mail server answered {worst}", {"status": Decimal(worst)})
    return Unavailable("mail-refused", f"the mail server answered {worst}", again=worst < 500)

"""Services to call in tests: a real HTTP server that does as it is told, and jobs run one by one instead of by a worker."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from approvals import Desk, bpmn, flow, item_content

from engine.assembly import Platform
from engine.assembly.jobs import handlers
from engine.cases.calls.ask import CALL_SERVICE

JSON = {"Content-Type": "application/json"}
Act = Callable[[BaseHTTPRequestHandler], None]


class Service(ThreadingHTTPServer):
    """Answers with what stands in `acts`, the last one again and again; `asked` is what it got."""

    daemon_threads = True

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.asked: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/register"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    def _any(self) -> None:
        service: Any = self.server
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        service.asked.append(
            {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
        )
        act = service.acts[0] if len(service.acts) == 1 else service.acts.pop(0)
        act(self)

    do_GET = do_POST = do_PUT = _any

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


def says(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Act:
    """Answer with this; bytes as they are, else JSON."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in (JSON if headers is None else headers).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return act


def drops(handler: BaseHTTPRequestHandler) -> None:
    """Go away without a word."""
    handler.connection.close()


def drips(handler: BaseHTTPRequestHandler) -> None:
    """One byte of header now and then, for ever."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


@contextmanager
def serving() -> Iterator[Service]:
    """A service on a free port."""
    service = Service()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield service
    service.shutdown()
    service.server_close()
    thread.join()


def run_jobs(platform: Platform, *, delayed: bool = False) -> int:
    """Do every waiting call once, in this thread; with `delayed` also those that should wait. How many were done."""
    states = ["waiting", "delayed"] if delayed else ["waiting"]
    found = [job for job in platform.jobs.list(states) if job.name == CALL_SERVICE]
    for job in found:
        platform.jobs.cancel(job.id)
        handlers(platform)[CALL_SERVICE](*job.id.split(":")[1:])
    return len(found)


def called(
    element: str, connector: str, *, inputs: dict[str, str], outputs: str = "", **attributes: str
) -> str:
    """A service task with a connector."""
    written = "".join(f' jb:{name}="{value}"' for name, value in attributes.items())
    given = "".join(f'<jb:input name="{name}" value="{value}"/>' for name, value in inputs.items())
    return (
        f'<bpmn:serviceTask id="{element}" name="{element}" jb:connector="{connector}"{written}>'
        f"<bpmn:extensionElements>{given}{outputs}</bpmn:extensionElements></bpmn:serviceTask>"
    )


def publish(desk: Desk, key: str, body: str, further: str = "") -> None:
    """Deploy and publish a process of this body."""
    desk.deploy({f"{key}.bpmn": bpmn(key, body, further)})
    desk.publish(item_content(key, key))


def calling_process(service: str) -> str:
    """Start → Ask → End, with a boundary event for the error `taken` that leads to Refused."""
    return (
        '<bpmn:startEvent id="Start"/>'
        + service
        + '<bpmn:boundaryEvent id="Taken" attachedToRef="Ask"><bpmn:errorEventDefinition errorRef="taken"/></bpmn:boundaryEvent>'
        + '<bpmn:endEvent id="End"/><bpmn:endEvent id="Refused"/>'
        + flow("Start", "Ask", "End")
        + flow("Taken", "Refused")
    )


TAKEN = '<bpmn:error id="taken" errorCode="name-taken"/>'

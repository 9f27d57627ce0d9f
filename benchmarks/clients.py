"""Many clients in one process, each with one kept connection: little work here, so that the server has the machine."""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Request = Callable[[], bytes]


@dataclass
class Measured:
    """What came back: seconds of each answer by status, and how long all of it took."""

    took: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.took

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Client:
    """Sends a request, waits for the whole answer, sends the next."""

    def __init__(self, port: int, request: Request) -> None:
        self.request = request
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begin()

    def begin(self) -> None:
        self.answer, self.expected = bytearray(), -1
        self.began = time.perf_counter()
        self.socket.sendall(self.request())

    def read(self) -> bool:
        """Whether the answer is whole."""
        received = self.socket.recv(1 << 18)
        if not received:
            raise ConnectionError("The server has closed the connection.")
        self.answer += received
        if self.expected < 0 and (end := self.answer.find(b"\r\n\r\n")) >= 0:
            self.expected = end + 4 + _length(bytes(self.answer[:end]).lower())
        return 0 <= self.expected <= len(self.answer)

    @property
    def status(self) -> int:
        return int(self.answer[9:12])


def measure(port: int, request: Request, *, clients: int, seconds: float) -> Measured:
    """All clients at once, for so many seconds; what is under way then is not counted."""
    measured, waiting = Measured(), selectors.DefaultSelector()
    for _ in range(clients):
        client = Client(port, request)
        waiting.register(client.socket, selectors.EVENT_READ, client)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in waiting.select(timeout=1):
            if key.data.read():
                measured.seconds.append(time.perf_counter() - key.data.began)
                status = key.data.status
                measured.statuses[status] = measured.statuses.get(status, 0) + 1
                key.data.begin()
    measured.took = time.perf_counter() - began
    for key in list(waiting.get_map().values()):
        key.data.socket.close()
    waiting.close()
    return measured


def _length(headers: bytes) -> int:
    for line in headers.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError(f"An answer without a length: {headers[:200]!r}")

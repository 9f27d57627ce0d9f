"""Through the door: posts to an address that was looked at first, and only to the machine that was looked at.

An address may lead into the hospital's own network: whoever could make the program call there would read what only it
can reach. So a name is resolved once, everything that it resolves to must be public or in one of the networks that the
settings allow, and the connection goes to just that address. Nothing is followed elsewhere.
"""

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

TIMEOUT = 10  # seconds
MOST_READ = 1000
PORTS = {"http": 80, "https": 443}
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in its last 32 bits

Address = IPv4Address | IPv6Address


class Unreachable(Exception):
    """The address may not be called, or does not answer; the reason in a few technical words."""


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post to the address; returns the status of the answer. Raises Unreachable."""
    parts = split(address)
    place = resolve(parts)
    connection = _connection(parts, place)
    try:
        target = parts.path or "/"
        connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, dict(headers))
        answer = connection.getresponse()
        answer.read(MOST_READ)
        return answer.status
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        connection.close()


def split(address: str) -> SplitResult:
    """The parts of an address that can be called at all. Raises Unreachable."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in PORTS and parts.hostname and parts.port != 0
    except ValueError as error:
        raise Unreachable("unusable address") from error
    if not usable or parts.username is not None or parts.password is not None:
        raise Unreachable("unusable address")
    return parts


def resolve(parts: SplitResult) -> Address:
    """Where the address leads; raises Unreachable where any of it leads into a network that is not allowed."""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("no server of this name") from error
    places = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not places or not all(map(_is_allowed, places)):
        raise Unreachable("address in a network that is not allowed")
    return places[0]


def _is_allowed(place: Address) -> bool:
    place = _within(place)
    inside = any(place in network for network in map(ip_network, settings.WEBHOOK_NETWORKS) if _same(place, network))
    return inside or (place.is_global and not place.is_multicast)


def _within(place: Address) -> Address:
    """The older address that some newer ones only wrap."""
    if not isinstance(place, IPv6Address):
        return place
    if place in TRANSLATED:
        return IPv4Address(int(place) & 0xFFFFFFFF)
    return place.ipv4_mapped or place.sixtofour or place


def _same(place: Address, network: object) -> bool:
    return place.version == network.version  # type: ignore[attr-defined]


def _connection(parts: SplitResult, place: Address) -> HTTPConnection:
    """To the machine that was looked at, whatever the name may resolve to by now."""
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "http":
        return _Pinned(str(parts.hostname), port, place)
    return _PinnedSecurely(str(parts.hostname), port, place)


class _Pinned(HTTPConnection):
    def __init__(self, host: str, port: int, place: Address) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self.place), self.port), TIMEOUT)


class _PinnedSecurely(HTTPSConnection):
    def __init__(self, host: str, port: int, place: Address) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT, context=self.trust)
        self.place = place

    def connect(self) -> None:
        plain = socket.create_connection((str(self.place), self.port), TIMEOUT)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)

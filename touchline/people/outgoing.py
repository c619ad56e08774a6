"""Call an address that somebody typed in: never into our own network, never without an end.

The name is resolved here, what it resolves to is looked at, and the connection is made to that very address, so a name
that means something else the second time gains nothing. Every redirect is looked at in the same way.
"""

import base64
import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

MOST_BYTES = 10_000_000
MOST_SECONDS = 20.0
MOST_REDIRECTS = 5
FOLLOWED = {"GET", "PROPFIND", "REPORT"}
PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CallRefused(Exception):
    """The call was not made, or its answer not taken; the text is a sentence fit for a person."""


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask of an address. Name and password go to the host they were meant for alone, and only over https."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    login: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said; `url` is where the redirects ended, header names are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def call(asked: Call, *, most_bytes: int = MOST_BYTES, seconds: float = MOST_SECONDS) -> Answer:
    """Ask and return the answer, whatever its status; CallRefused where there is none within these limits."""
    ends_at = time.monotonic() + seconds
    url, headers = asked.url, _headers(asked)
    for _ in range(MOST_REDIRECTS + 1):
        place = _place(url)
        answer = _once(place, asked, headers, most_bytes=most_bytes, ends_at=ends_at)
        onward = answer.headers.get("location", "")
        if answer.status not in {301, 302, 303, 307, 308} or not onward or asked.method not in FOLLOWED:
            return answer
        url = urljoin(url, onward)
        if _place(url)[:2] != place[:2]:
            headers.pop("Authorization", None)
    raise CallRefused(f"{place.hostname} leads from one address to the next without end.")


def _headers(asked: Call) -> dict[str, str]:
    headers = {"User-Agent": "Touchline", "Accept-Encoding": "identity"} | asked.headers
    if asked.login:
        if _place(asked.url).scheme != "https" and not _is_allowed(_place(asked.url)):
            raise CallRefused("A password is sent only to an address that begins with https://.")
        pair = base64.b64encode(f"{asked.login}:{asked.password}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    return headers


def _place(url: str) -> SplitResult:
    try:
        place = urlsplit(url)
        whole = place.scheme in PORTS and place.hostname and (place.port or True)
    except ValueError:
        whole = False
    if not whole:
        raise CallRefused("The address does not begin with https:// and a name.")
    return place


def _is_allowed(place: SplitResult) -> bool:
    return place.hostname in settings.OUTGOING_ALLOWED


def _once(place: SplitResult, asked: Call, headers: dict[str, str], *, most_bytes: int, ends_at: float) -> Answer:
    """One request and its answer, all of it before `ends_at`."""
    host = place.hostname
    try:
        with _connect(place, seconds=ends_at - time.monotonic()) as line:
            answer = _in_time(line, place, asked, headers, most_bytes=most_bytes, ends_at=ends_at)
    except ssl.SSLCertVerificationError as error:
        raise CallRefused(f"{host} does not prove that it is {host}: its certificate is not valid.") from error
    except (OSError, http.client.HTTPException) as error:
        if not isinstance(error, TimeoutError) and time.monotonic() < ends_at:
            raise CallRefused(f"{host} could not be reached.") from error
        raise CallRefused(f"{host} did not answer in time.") from error
    # What a line that was cut has brought so far can look like a whole answer.
    if time.monotonic() >= ends_at:
        raise CallRefused(f"{host} did not answer in time.")
    return answer


def _connect(place: SplitResult, *, seconds: float) -> socket.socket:
    if seconds <= 0:
        raise TimeoutError
    port = place.port or PORTS[place.scheme]
    line = socket.create_connection((str(_resolve(place, port)), port), timeout=seconds)
    if place.scheme == "http":
        return line
    context = ssl.create_default_context()
    return context.wrap_socket(line, server_hostname=place.hostname, do_handshake_on_connect=False)


def _in_time(
    line: socket.socket,
    place: SplitResult,
    asked: Call,
    headers: dict[str, str],
    *,
    most_bytes: int,
    ends_at: float,
) -> Answer:
    """Ask over this line. A server that sends a byte a second is never late by one read, so the line is cut."""
    cut = threading.Timer(max(ends_at - time.monotonic(), 0), _cut, [line])
    cut.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        return _ask(line, place, asked, headers, most_bytes)
    finally:
        cut.cancel()


def _cut(line: socket.socket) -> None:
    # It may have been closed by the other side in the same moment.
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _resolve(place: SplitResult, port: int) -> Address:
    """The address to connect to; refused when the name leads, even once, into a private network."""
    try:
        found = socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallRefused(f"{place.hostname} is not the name of anything on the internet.") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    if not _is_allowed(place) and not all(is_outside(address) for address in addresses):
        raise CallRefused(f"{place.hostname} lies inside a private network, so it is not called.")
    return addresses[0]


def is_outside(address: Address) -> bool:
    """Is this an address of the public internet, also where it wraps another one?"""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo or [None])[-1]
        if address in NAT64:
            within = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if within is not None and not is_outside(within):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _ask(line: socket.socket, place: SplitResult, asked: Call, headers: dict[str, str], most_bytes: int) -> Answer:
    connection = http.client.HTTPConnection(place.netloc.rpartition("@")[2])
    connection.sock = line
    target = (place.path or "/") + (f"?{place.query}" if place.query else "")
    connection.request(asked.method, target, body=asked.body or None, headers=headers)
    response = connection.getresponse()
    body = _body(response, place, most_bytes)
    told = {name.lower(): value for name, value in response.getheaders()}
    if told.get("content-encoding", "identity") != "identity":
        raise CallRefused(f"{place.hostname} answers in a packed form that was not asked for.")
    return Answer(url=place.geturl(), status=response.status, headers=told, body=body)


def _body(response: http.client.HTTPResponse, place: SplitResult, most_bytes: int) -> bytes:
    """Read as it comes, so that neither a wrong length nor an endless answer takes memory."""
    parts, size = [], 0
    while part := response.read(65_536):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise CallRefused(f"{place.hostname} sends more than {most_bytes / 1e6:.0f} MB, so it was not read.")
    if response.length:
        raise CallRefused(f"{place.hostname} stopped in the middle of its answer.")
    return b"".join(parts)

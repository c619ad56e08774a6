"""Read the calendars behind a CalDAV address (RFC 4791): find them, and ask for the entries of a stretch of time."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from xml.parsers import expat

from touchline.people.outgoing import MOST_BYTES, MOST_SECONDS, Answer, Call, CallRefused, call

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
MOST_CALENDARS = 20
WHOLE_VISIT = 60.0
FIND = b"""<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>
<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/></d:prop></d:propfind>"""
ASK = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One reading of one server: who asks, and when it has to be over."""

    login: str
    password: str
    ends_at: float

    def ask(self, method: str, url: str, body: bytes, *, most_bytes: int = MOST_BYTES) -> Answer:
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        asked = Call(url, method=method, body=body, headers=headers, login=self.login, password=self.password)
        answer = call(asked, most_bytes=most_bytes, seconds=min(self.ends_at - time.monotonic(), MOST_SECONDS))
        if answer.status in {401, 403}:
            raise CallRefused(f"{urlsplit(url).hostname} does not accept this name and password.")
        if answer.status != 207:
            raise CallRefused(f"{urlsplit(url).hostname} answers {answer.status} where CalDAV would answer 207.")
        return answer


def entries_text(address: str, *, login: str, password: str, start: datetime, end: datetime) -> bytes:
    """Every entry between two instants of every calendar at `address`, one calendar text after the other.

    The address may be a calendar, the home of several, or just the server. CallRefused with a sentence otherwise.
    """
    visit = Visit(login, password, time.monotonic() + WHOLE_VISIT)
    texts: list[bytes] = []
    query = ASK.format(start=f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}", end=f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for url in _calendars(visit, address):
        answer = visit.ask("REPORT", url, query.encode(), most_bytes=MOST_BYTES - sum(map(len, texts)))
        texts += [(data.text or "").encode() for data in _xml(answer).iter(f"{CALDAV}calendar-data")]
    return b"\r\n".join(texts)


def _calendars(visit: Visit, address: str) -> list[str]:
    """Follow a server's own signs from any address to the calendars: principal, home, collections."""
    todo, seen, found = [address], set[str](), list[str]()
    while todo and not found and len(seen) < MOST_CALENDARS:
        url = todo.pop(0)
        if url in seen:
            continue
        seen.add(url)
        answer = visit.ask("PROPFIND", url, FIND)
        for place, properties in _places(answer):
            if properties.find(f"{DAV}resourcetype/{CALDAV}calendar") is not None:
                found.append(place)
            todo += [urljoin(answer.url, onward) for onward in _onward(properties)]
    if not found:
        raise CallRefused(f"{urlsplit(address).hostname} shows no calendar at this address.")
    return list(dict.fromkeys(found))[:MOST_CALENDARS]


def _onward(properties: ElementTree.Element) -> Iterator[str]:
    for name in (f"{CALDAV}calendar-home-set", f"{DAV}current-user-principal"):
        for href in properties.iterfind(f"{name}/{DAV}href"):
            if href.text:
                yield href.text


def _places(answer: Answer) -> Iterator[tuple[str, ElementTree.Element]]:
    for response in _xml(answer).iter(f"{DAV}response"):
        href = response.findtext(f"{DAV}href") or ""
        for properties in response.iterfind(f"{DAV}propstat/{DAV}prop"):
            yield urljoin(answer.url, href), properties


def _xml(answer: Answer) -> ElementTree.Element:
    """Parse what the server sent; a text that defines entities of its own could unfold without end."""
    host = urlsplit(answer.url).hostname
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _refuse_doctype
    try:
        reader.Parse(answer.body, True)
        return ElementTree.fromstring(answer.body)
    except (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError) as error:
        raise CallRefused(f"{host} does not answer as a CalDAV server does.") from error


def _refuse_doctype(*_: object) -> None:
    raise CallRefused("The server sends a form of XML that CalDAV has no use for.")

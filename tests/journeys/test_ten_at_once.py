"""Ten clients write in one one-on-one at the same moment, and every word of each is there in the end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from touchline.oneonones.models import Commitment, Note, OneOnOne, PrivateNote, Topic

TABS, TURNS = 5, 6
HTMX = {"HX-Request": "true", "HX-Target": "saved"}


class Tab:
    """One open page: what it last knew of the note, and the tab it says it is."""

    def __init__(self, client, one, kind, name):
        self.client, self.url, self.name = client, f"/one-on-ones/{one.pk}", name
        self.kind, self.tab, self.version, self.body = kind, str(uuid4()), 0, ""

    def add(self, line):
        """Type one more line; where another tab was first, put both texts together as a person would."""
        self.body = f"{self.body}{line}\n"
        while True:
            form = {"body": self.body, "version": self.version, "tab": self.tab}
            answer = self.client.post(f"{self.url}/{self.kind}/", form, headers=HTMX)
            if answer.status_code == 200:
                self.version = int(re.search(r'-version" value="(\d+)"', answer.text)[1])
                return
            assert answer.status_code == 409, answer.status_code
            stored = unescape(re.search(r"readonly>\n?(.*?)</textarea>", answer.text, re.S)[1])
            self.version = int(re.search(r'name="version" value="(\d+)"', answer.text)[1])
            self.body = stored + "".join(f"{own}\n" for own in self.body.splitlines() if own not in stored)

    def work(self, start: Barrier):
        start.wait()
        try:
            for turn in range(TURNS):
                self.add(f"{self.name}, line {turn}")
                self.client.post(f"{self.url}/topics/", {"text": f"{self.name}, topic {turn}", "key": uuid4()})
                promised = {"who": "me", "what": f"{self.name}, promise {turn}", "when": "next", "key": uuid4()}
                self.client.post(f"{self.url}/commitments/", promised)
        finally:
            connection.close()


@pytest.mark.parametrize("kind", ["notes", "private-notes"])
def test_ten_clients_edit_one_meeting_at_once_and_no_text_is_lost(transactional_db, cast, sign_in, kind):
    now = timezone.now()
    one = OneOnOne.plan(cast.maya, cast.theo, starts_at=now + timedelta(hours=1), by=cast.maya, at=now)
    people = {"Maya": cast.maya, "Theo": cast.theo}
    tabs = [Tab(sign_in(people[who]), one, kind, f"{who} {n}") for who in people for n in range(TABS)]
    start = Barrier(len(tabs))
    with ThreadPoolExecutor(len(tabs)) as pool:
        list(pool.map(lambda tab: tab.work(start), tabs))
    written = {who: notes_of(kind, one, person) for who, person in people.items()}
    for tab in tabs:
        for turn in range(TURNS):
            assert f"{tab.name}, line {turn}\n" in written[tab.name.split()[0]]
    assert Topic.objects.count() == Commitment.objects.count() == len(tabs) * TURNS
    assert not set(re.findall(r"Theo \d", written["Maya"])) | set(re.findall(r"Maya \d", written["Theo"]))


def notes_of(kind, one, person) -> str:
    model = Note if kind == "notes" else PrivateNote
    return model.objects.get(one_on_one=one, author=person).body

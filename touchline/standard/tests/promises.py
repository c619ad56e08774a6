"""What every practice of the standard promises: inherit these tests, name the key and tell a story."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.laws.arrange import tables
from touchline.measures.standard import VERSION, Band
from touchline.standard.models import StoredReading
from touchline.standard.practice import practices
from touchline.standard.queries.document import indicators_document
from touchline.standard.readings import UNITS
from touchline.standard.storing import end_of, last_week_over, store_week

KEYS = [
    "id", "practice", "leader", "value", "unit", "n", "low", "high", "window", "band", "reasons", "standard",
]  # fmt: skip
MOST_QUERIES, MOST_BYTES, MOST_WORDS = 12, 45_000, 450
ACCESS = tables("access.toml")


def words_seen(html: str) -> int:
    """Words in the content of a page, without what stands folded away or is only read aloud."""
    content = html.split("<main")[1].split("</main>")[0]
    shown = re.sub(r"<details.*?</details>|<svg.*?</svg>", " ", content, flags=re.S)
    return len(re.sub(r"<[^>]+>", " ", shown).split())


class PracticePromises:
    """A practice's tests add `key`, a fixture `story` about Maya's team, and `later`, which changes a reading."""

    key: str

    @pytest.fixture(autouse=True)
    def _it_is_monday(self, monday):
        with time_machine.travel(monday, tick=False):
            yield

    @pytest.fixture
    def practice(self):
        return practices()[self.key]

    @pytest.fixture
    def found(self, cast, story, practice, monday):
        return practice.find(cast.maya, as_of=monday)

    @pytest.fixture
    def client(self, cast, story, sign_in):
        return sign_in(cast.maya)

    def test_there_is_one_reading_for_each_indicator_in_the_order_of_the_standard(self, practice, found):
        assert [one.id for one in found.readings] == list(practice.indicators)
        assert {one.practice for one in practice.indicators.values()} == {self.key}
        assert any(one.value is not None for one in found.readings)

    def test_every_indicator_answers_one_question_and_can_lead_the_page(self, practice):
        asked = [id for question in practice.questions for id in question.ids]
        assert sorted(asked) == sorted(practice.indicators)
        assert set(practice.headlines) | set(practice.withheld) | set(practice.ledes) <= set(practice.indicators)

    def test_every_reading_is_a_sentence_known_and_unknown(self, practice, found):
        for one in found.readings:
            unknown = replace(one, value=None, low=None, high=None, band=Band.TOO_LITTLE)
            for reading in (one, unknown):
                said = practice.says(found, reading)
                assert said[:1] == said[:1].upper(), said
                assert len(said.split()) > 2, said
                assert not said.endswith("."), said
            if one.value is not None:
                assert practice.says(found, one) != practice.says(found, unknown)

    def test_every_reading_has_a_window_and_a_unit(self, practice, found):
        assert set(found.windows) == set(practice.indicators)
        for id, indicator in practice.indicators.items():
            first, last = found.windows[id]
            assert first <= last <= found.last
            assert indicator.unit in UNITS

    def test_every_reading_opens_to_its_list_or_has_none_on_purpose(self, practice, found, client):
        assert set(practice.lists) == set(practice.indicators)
        for id, behind in practice.lists.items():
            answer = client.get(f"/{practice.slug}/going/{id}/")
            assert answer.status_code == (404 if behind is None else 200), id
            if behind is not None:
                assert practice.says(found, found.reading(id)) in answer.text
        assert client.get(f"/{practice.slug}/going/unknown/").status_code == 404

    def test_the_page_says_every_reading_and_its_band(self, practice, found, client):
        html = client.get(f"/{practice.slug}/going/").text
        for one in found.readings:
            assert practice.says(found, one) in html
        for question in practice.questions:
            assert question.asks in html
        assert html.count("How it is judged") == 1
        assert html.count("against-lane") == len(practice.indicators)

    def test_everybody_gets_what_the_table_of_access_says(self, cast, story, practice, sign_in):
        listed = next(id for id, behind in practice.lists.items() if behind)
        for name, path in (("going", f"/{practice.slug}/going/"), ("behind", f"/{practice.slug}/going/{listed}/")):
            let_in = ACCESS["groups"][ACCESS["get"][f"standard:{name}"]]
            for actor, who in ACCESS["actors"].items():
                if who:
                    status = sign_in(getattr(cast, who)).get(path).status_code
                    assert status == (200 if actor in let_in else 404), f"{path} for {actor}"

    def test_a_page_costs_twelve_queries_at_most_and_is_short(self, practice, client):
        listed = next(id for id, behind in practice.lists.items() if behind)
        for path in (f"/{practice.slug}/going/", f"/{practice.slug}/going/{listed}/"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                html = client.get(path).text
            assert len(captured) <= MOST_QUERIES, path
            assert len(html.encode()) <= MOST_BYTES, path
            assert words_seen(html) <= MOST_WORDS, path

    def test_the_document_has_every_key(self, cast, practice, found, monday):
        entries = indicators_document([cast.maya], self.key, as_of=monday)
        assert [list(entry) for entry in entries] == [KEYS] * len(practice.indicators)
        for entry, one in zip(entries, found.readings, strict=True):
            assert (entry["id"], entry["value"], entry["band"]) == (one.id, one.value, one.band)
            assert (entry["practice"], entry["standard"]) == (self.key, VERSION)
            assert entry["window"]["from"] <= entry["window"]["to"]

    def test_a_past_day_sees_nothing_of_what_came_later(self, cast, story, practice, monday):
        then, now = monday - timedelta(minutes=1), monday + timedelta(minutes=1)
        before = practice.find(cast.maya, as_of=then).readings
        self.later(cast, story, monday)
        assert practice.find(cast.maya, as_of=then).readings == before
        assert practice.find(cast.maya, as_of=now).readings != before

    def test_what_was_stored_is_what_is_counted_again_as_of_that_week(self, cast, story, practice, monday):
        week_on = last_week_over(cast.workspace, at=monday)
        store_week(cast.workspace, week_on, at=monday, practice=self.key)
        self.later(cast, story, monday)
        again = practice.find(cast.maya, as_of=end_of(week_on, cast.workspace))
        rows = {row.indicator: row for row in StoredReading.objects.filter(leader=cast.maya, week_on=week_on)}
        assert [rows[one.id].reading for one in again.readings] == list(again.readings)
        assert {id: (row.first_on, row.last_on) for id, row in rows.items()} == dict(again.windows)

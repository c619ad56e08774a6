"""What a person finds in their own one-on-ones: meetings, notes, topics, commitments. Each kind in one query."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from touchline.oneonones.models import Amendment, Commitment, Note, OneOnOne, PrivateNote, Topic
from touchline.people.models import Person
from touchline.ui.templatetags.fmt import plural

SHORTEST = 2
A_KIND = 20
AROUND = 70


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that holds what was looked for: `before`, `hit` and `after` are the words around it."""

    kind: str
    day: date
    with_: str
    url: str
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was looked for and where it stands, the newest first; `is_more` where a kind has more than are shown."""

    q: str
    hits: tuple[Hit, ...]
    is_more: bool
    today: date

    @property
    def finding(self) -> str:
        if len(self.q) < SHORTEST:
            return "Search your one-on-ones"
        if not self.hits:
            return f"Nothing of yours mentions “{self.q}”"
        places = f"More than {len(self.hits)} places" if self.is_more else plural(len(self.hits), "place")
        return f"{places} mention{'s' if places.startswith('1 ') else ''} “{self.q}”"


def search_page(reader: Person, *, q: str, now: datetime) -> SearchPage:
    """Look for `q`, whatever its case, in what `reader` may read; six queries, none for fewer than two letters."""
    q, today = " ".join(q.split())[:80], reader.day_of(now)
    if len(q) < SHORTEST:
        return SearchPage(q, (), is_more=False, today=today)
    kinds = [list(look(reader, q)) for look in (_meetings, _notes, _private_notes, _amendments, _topics, _commitments)]
    hits = sorted((hit for found in kinds for hit in found[:A_KIND]), key=lambda hit: hit.day, reverse=True)
    return SearchPage(q, tuple(hits), is_more=any(len(found) > A_KIND for found in kinds), today=today)


def _meetings(reader: Person, q: str) -> Iterable[Hit]:
    of = OneOnOne.objects.visible_to(reader.user).select_related("leader", "rep")
    named = Q(leader__name__icontains=q, rep=reader) | Q(rep__name__icontains=q) & ~Q(rep=reader)
    ones = of.filter(named | Q(outcome_why__icontains=q) | Q(moved_why__icontains=q)).order_by("-starts_at", "-pk")
    for one in ones[: A_KIND + 1]:
        said = [_other(one, reader).name, one.outcome_why, one.moved_why]
        text = next((words for words in said if q.casefold() in words.casefold()), said[0])
        yield _hit("One-on-one", text, q, one.starts_at, one, reader, one.pk)


def _notes(reader: Person, q: str) -> Iterable[Hit]:
    return _written(Note.objects.visible_to(reader.user), "Note", reader, q)


def _private_notes(reader: Person, q: str) -> Iterable[Hit]:
    return _written(PrivateNote.objects.visible_to(reader.user), "Note only you can see", reader, q)


def _written(notes: Any, kind: str, reader: Person, q: str) -> Iterable[Hit]:
    found = notes.filter(body__icontains=q).select_related("one_on_one__leader", "one_on_one__rep")
    for note in found.order_by("-one_on_one__starts_at", "-pk")[: A_KIND + 1]:
        one = note.one_on_one
        yield _hit(kind, note.body, q, one.starts_at, one, reader, one.pk)


def _amendments(reader: Person, q: str) -> Iterable[Hit]:
    found = Amendment.objects.visible_to(reader.user).filter(text__icontains=q)
    for each in found.select_related("one_on_one__leader", "one_on_one__rep").order_by("-at", "-pk")[: A_KIND + 1]:
        yield _hit("Amendment", each.text, q, each.at, each.one_on_one, reader, each.one_on_one_id)


def _topics(reader: Person, q: str) -> Iterable[Hit]:
    pair = OneOnOne.objects.filter(leader=OuterRef("leader"), rep=OuterRef("rep"))
    topics = Topic.objects.visible_to(reader.user).filter(text__icontains=q, withdrawn_at=None)
    found: QuerySet[Any] = topics.annotate(next_one=Subquery(pair.open().order_by("starts_at").values("pk")[:1]))
    for topic in found.select_related("leader", "rep").order_by("-raised_at", "-pk")[: A_KIND + 1]:
        where = topic.settled_in_id or topic.next_one
        yield _hit("Topic", topic.text, q, topic.settled_at or topic.raised_at, topic, reader, where)


def _commitments(reader: Person, q: str) -> Iterable[Hit]:
    found = Commitment.objects.visible_to(reader.user).filter(Q(what__icontains=q) | Q(dropped_why__icontains=q))
    for each in found.select_related("owner", "to").order_by("-made_at", "-pk")[: A_KIND + 1]:
        text = each.what if q.casefold() in each.what.casefold() else each.dropped_why
        yield _hit("Commitment", text, q, each.made_at, each, reader, each.one_on_one_id, "oneonones:commitments")


def _hit(
    kind: str, text: str, q: str, at: datetime, about: Any, reader: Person, one: int | None, otherwise: str = ""
) -> Hit:
    url = reverse("oneonones:show", args=[one]) if one else reverse(otherwise or "oneonones:index")
    return Hit(kind, reader.day_of(at), _other(about, reader).name, url, *_around(text, q))


def _other(about: Any, reader: Person) -> Person:
    """The other of the two: of a promise, or of a one-on-one; the rep for somebody it was handed over to."""
    one, two = (about.owner, about.to) if isinstance(about, Commitment) else (about.rep, about.leader)
    other: Person = two if one == reader else one
    return other


def _around(text: str, q: str) -> tuple[str, str, str]:
    """The words before the first `q` in the text, it as it stands there, and those after, cut at spaces."""
    flat = " ".join(text.split())
    found = re.search(re.escape(q), flat, re.IGNORECASE)
    if found is None:
        return flat[: 2 * AROUND], "", ""
    before, after = flat[: found.start()], flat[found.end() :]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return before, found.group(), after

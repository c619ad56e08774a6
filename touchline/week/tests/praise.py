"""A practice the week has never heard of: somebody is to be thanked, and somebody is asked to say thank you."""

from touchline.people.findings import Act, Finding
from touchline.people.models import Notice
from touchline.people.offers import Announced, Offer
from touchline.people.waiting import Section, Waiting

THANK = Section("Say thank you", 15, lambda n: f"{n} to thank")


def needs(team):
    for person in team.people:
        if person.first_name == "Theo":
            yield Finding(
                person=person,
                kind="praise",
                tag="Not thanked",
                weight=3,
                result="has closed the quarter",
                symptom="was never thanked",
                brief="Theo was never thanked.",
                act=Act(label="Thank Theo", url="/praise/"),
                is_between=True,
            )


def waits(person, at):
    yield Waiting(THANK, "Thank Priya for the handover", "Asked by Maya", "/praise/7/", at, lambda: "/praise/7/now/")


def thanks(webhook, reach, at):
    yield Notice(webhook=webhook, event="thanks", about="7", text="You were thanked.", url="/praise/7/", lined_up_at=at)


ANNOUNCES = (Announced("thanks", "You are thanked", thanks),)
OFFER = Offer(needs=needs, in_brief=True, waits=waits, in_own_week=True, announces=ANNOUNCES)

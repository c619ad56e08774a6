"""What waits for leader A today: the rep's topics, and promises both ways that are due or late."""

from datetime import timedelta

from touchline.demo import words
from touchline.demo.telling.people import Company, moment
from touchline.oneonones.models import Commitment, Topic


def set_the_scene(told: Company) -> None:
    """Add today's topics and the promises that make the week worth opening."""
    priya, helen, today = told["priya"], told["practises"], told.today
    first, second, third = _accounts(told, "priya")
    names = {"first": first, "second": second, "third": third}
    yesterday = today - timedelta(days=1)
    for line, hour in zip(words.TODAYS_TOPICS, (9, 11, 17), strict=True):
        Topic.raise_(line.format(**names), leader=helen, rep=priya, by=priya, at=moment(yesterday, hour))
    last = words.TODAYS_LEADER_TOPIC.format(**names)
    Topic.raise_(last, leader=helen, rep=priya, by=helen, at=moment(yesterday, 18))
    alder, finch, _ = _accounts(told, "marcus")
    amiras = _accounts(told, "amira")[0]
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    promises = (
        ("priya", "practises", f"Meet two more people at {second}", 0),
        ("practises", "priya", f"Introduce Priya to the finance director at {second}", 0),
        ("marcus", "practises", f"Written close plans for {alder} and {finch}", -4),
        ("practises", "amira", f"Ask finance for longer payment terms for {amiras}", -3),
        ("practises", "sam", "Send Sam the recording of a good first call", 1),
        ("joe", "practises", "Record one discovery call to review together", (friday - today).days),
    )
    for owner, to, what, days in promises:
        made = moment(today - timedelta(days=8), 11)
        due = today + timedelta(days=days)
        Commitment.make(what, owner=told[owner], to=told[to], due_on=due, by=told["practises"], at=made)


def _accounts(told: Company, key: str) -> list[str]:
    """Return the accounts of a rep's three largest open deals."""
    part = next(part for part in told.story.cast if part.key == key)
    names = dict.fromkeys(deal.account for deal in told.story.open_on(part, told.story.monday))
    return [*names, "Saltmarsh Rail", "Tealby Glass", "Ivyholt Foods"][:3]

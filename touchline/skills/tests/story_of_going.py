"""Half a year of Maya coaching Theo and Priya, with one of everything that counts and that does not."""

from datetime import UTC, date, datetime, time, timedelta

from touchline.skills.models import Focus, Observation, Practice, SecondRating, Skill, Terms

DAY = timedelta(days=1)
WORDS = {"behaviour": "Asked what it costs", "effect": "They named a sum", "next_try": "Ask who pays it"}


def at(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def tell(cast):
    """Theo works on Discovery since July and then on Negotiating, Priya a little on Discovery."""
    skills = {one.name: one for one in Skill.start_with(cast.workspace, by=cast.maya, at=at(date(2026, 5, 1)))}
    first = choose(cast, cast.theo, skills["Discovery"], date(2026, 7, 6), date(2026, 9, 27))
    for day, level in ((date(2026, 7, 8), 1), (date(2026, 8, 19), 2), (date(2026, 9, 16), 3)):
        see(cast, first, day, level=level)
    for day in (date(2026, 7, 8), date(2026, 7, 15), date(2026, 7, 29)):
        practise(first, day)
    first.close(by=cast.maya, at=at(date(2026, 9, 28)))
    second = choose(cast, cast.theo, skills["Negotiating"], date(2026, 10, 5), date(2026, 12, 20))
    for day in (date(2026, 10, 6), date(2026, 10, 7), date(2026, 10, 20)):
        practise(second, day)
    see(cast, second, date(2026, 10, 7), level=2, minutes=50)
    see(cast, second, date(2026, 10, 21), level=2, minutes=40, lead="leader")
    see(cast, second, date(2026, 11, 4), level=3, minutes=35, told_after=3 * DAY)
    see(cast, second, date(2026, 11, 11), level=3, minutes=25, told_after=None)
    see(cast, second, date(2026, 11, 22), level=3, minutes=20, told_after=None)
    Practice.note(second, kind="role_play", on=date(2026, 11, 17), by=cast.maya, at=at(date(2026, 11, 17)), minutes=30)
    Practice.note(second, kind="role_play", on=date(2026, 11, 18), by=cast.theo, at=at(date(2026, 11, 18)), minutes=30)
    third = choose(cast, cast.priya, skills["Discovery"], date(2026, 11, 2), date(2027, 1, 10), target=None)
    see(cast, third, date(2026, 11, 10), level=2, minutes=45)
    return [first, second, third]


def choose(cast, rep, skill, starts_on, ends_on, target=50):
    terms = Terms(
        skill=skill, behaviour="Asks what it costs", starts_on=starts_on, ends_on=ends_on, metric="first_stage",
        baseline=(12, 40), target=target, cue="new_deal", then="write down what it costs", minutes=30,
    )  # fmt: skip
    return Focus.choose(rep, terms, by=cast.maya, at=at(starts_on, 9))


def see(cast, focus, day, *, level, minutes=30, lead="rep", told_after=timedelta(hours=3), second=None):
    one = Observation.declare(focus, kind="call", lead=lead, by=cast.maya, at=at(day))
    one.score(level=level, minutes=minutes, by=cast.maya, at=at(day, 12))
    if told_after is not None:
        one.tell(**WORDS, by=cast.maya, at=at(day, 12) + told_after)
    if second:
        SecondRating.ask(one, cast.ines, by=cast.maya, at=at(day, 13)).give(second, by=cast.ines, at=at(day, 14))
    return one


def practise(focus, day):
    Practice.note(focus, kind="retry", on=day, by=focus.person, at=at(day, 17))

"""How each leader works on skills with their reps, told in the order in which it happened."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from random import Random

from touchline.demo import coaching_words as words
from touchline.demo.coaching import ATTENTION, DRAWING, Work
from touchline.demo.plot import STYLES
from touchline.demo.quarters import WEEK
from touchline.demo.telling.course import Course
from touchline.demo.telling.diary import Diary
from touchline.demo.telling.pair import Shares
from touchline.demo.telling.people import Company, moment
from touchline.people.models import Person
from touchline.skills.models import Draw, Pairing, Skill, Worksheet

Act = tuple[datetime, Callable[[], object]]


def coach(told: Company) -> None:
    """Describe the skills, then live what every leader and rep did about them; they still sit together."""
    skills = describe(told)
    acts = list(chain.from_iterable(_acts_of(told, key, skills) for key in STYLES))
    for _, act in sorted(acts, key=lambda act: act[0]):
        act()


def describe(told: Company) -> dict[str, Skill]:
    """Start with the starter set, a year and a half ago."""
    at = moment(told.story.monday - 78 * WEEK, 9)
    return {skill.name: skill for skill in Skill.start_with(told.workspace, by=told["practises"], at=at)}


def _acts_of(told: Company, key: str, skills: dict[str, Skill]) -> Iterator[Act]:
    """What one leader does, each act with its instant."""
    parts = {part.key: part for part in told.story.cast if part.leader == key}
    diary = Diary(told, key)
    courses = [Course(told, work, parts[work.rep], skills[work.skill], diary) for work in _works(told, key)]
    drawn = [course for course in courses if course.work.drawn]
    if len(drawn) >= Draw.LEAST_REPS:
        drawn_at = moment(diary.open_before(_first(told)), 15)
        yield drawn_at, lambda: _draw(told, drawn, at=drawn_at)
    else:
        drawn = []
    for course in courses:
        yield from course.acts(is_drawn=course in drawn)
    for weeks_ago in range(ATTENTION[key].pairs_weeks, -1, -1):
        yield from _pair_of_the_week(told, key, diary, weeks_ago)


def _works(told: Company, key: str) -> list[Work]:
    reps = {part.key for part in told.story.cast if part.leader == key}
    return [work for work in told.story.works if work.rep in reps]


def _first(told: Company) -> date:
    return told.story.monday - DRAWING.first * WEEK


def _draw(told: Company, courses: list[Course], *, at: datetime) -> None:
    """Draw the start weeks the simulation drew: the same dice, asked in the same order."""
    order = sorted(courses, key=lambda course: DRAWING.reps.index(course.work.rep))
    leader, first = order[0].leader, _first(told)
    terms = order[0].terms(first, first + DRAWING.lasts * WEEK - timedelta(days=3))
    baselines = {course.rep: course.baseline(first) for course in order}
    dice = DRAWING.dice(told.story.seed)
    draw = Draw.draw(leader, baselines, terms, weeks=DRAWING.weeks, dice=dice, by=leader, at=at)
    focuses = {focus.person_id: focus for focus in draw.focuses.select_related("person", "skill", "draw")}
    for course in order:
        course.focus = focuses[course.rep.pk]


def _pair_of_the_week(told: Company, key: str, diary: Diary, weeks_ago: int) -> Iterator[Act]:
    """Pair the team up on the Friday before; most of them write their side in the week, where it has begun."""
    week_on, leader = told.story.monday - weeks_ago * WEEK, told[key]
    parts = [part for part in told.story.cast if part.leader == key and part.is_here(weeks_ago)]
    people = [told[part.key] for part in parts]
    if len(people) < 2 or not diary.is_open(week_on + timedelta(days=2)):
        return
    dice = Random(f"pairs {told.story.seed} {key} {weeks_ago}")
    shares, pairs = Shares(dice), []

    def pair_up() -> None:
        pairs.extend(Pairing.pair_up(leader, people, week_on=week_on, turn=-weeks_ago, by=leader, at=made_at))

    def write(person: Person, at: datetime) -> None:
        pair = next((pair for pair in pairs if pair.can_write(person)), None)
        if pair is not None:
            said = {"question": dice.choice(words.PEER_QUESTIONS), "answer": dice.choice(words.PEER_ANSWERS)}
            accounts = told.story.open_on(next(part for part in parts if told[part.key] == person), at.date())
            account = accounts[0].account if accounts else "my next call"
            tried = dice.choice(words.PEER_TRIES).format(account=account)
            Worksheet.write(pair, by=person, next_try=tried, at=at, **said)

    made_at = moment(diary.open_before(week_on), 16)
    yield made_at, pair_up
    for person in people if weeks_ago else ():
        day = week_on + timedelta(days=dice.choice((2, 3, 4)))
        if shares.says("written", 0.85) and diary.is_open(day, person):
            at = moment(day, 16, dice.randrange(50))
            yield at, partial(write, person, at)

"""What waits for one person, whichever app it comes from: what, since when, where, and the press that settles it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that waits: its title in a mail, how many of it are said in a subject, what its press says.

    Sections stand in the order of `place`. Where a mail cannot list all of it, it lists the first, or with
    `shows_latest` the last.
    """

    title: str
    place: int
    counts: Callable[[int], str]
    press: str = ""
    shows_latest: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, a line more, and its page; `since` is when it came to wait as it does now.

    `since` is an instant where somebody wrote it down, or a day where it fell due on that day. `press` makes the
    address of a link that settles it at once; it is made only for a mail, and kept nowhere else.
    """

    section: Section
    what: str
    detail: str
    url: str
    since: datetime | date
    press: Callable[[], str] | None = None

    def is_news(self, *, sent_on: date, lined_up_at: datetime) -> bool:
        """Has it come after the mail of the day `sent_on`, lined up at that instant?"""
        if isinstance(self.since, datetime):
            return self.since > lined_up_at
        return self.since > sent_on

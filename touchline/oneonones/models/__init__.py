from touchline.oneonones.brief.asked import Asked
from touchline.oneonones.models.calendar import CalendarEntry, ConnectedCalendar, Feed, Mailing
from touchline.oneonones.models.closing import Closing
from touchline.oneonones.models.commitment import Commitment
from touchline.oneonones.models.focus_review import FocusReview
from touchline.oneonones.models.goal_review import GoalReview
from touchline.oneonones.models.history import Amendment, Handover, Usefulness
from touchline.oneonones.models.notes import Note, PrivateNote, StaleNote
from touchline.oneonones.models.oneonone import OneOnOne
from touchline.oneonones.models.rhythm import Rhythm
from touchline.oneonones.models.tap import Tap
from touchline.oneonones.models.topic import Topic
from touchline.oneonones.models.withdrawn import Withdrawn

__all__ = [
    "Amendment",
    "Asked",
    "CalendarEntry",
    "Closing",
    "Commitment",
    "ConnectedCalendar",
    "Feed",
    "FocusReview",
    "GoalReview",
    "Handover",
    "Mailing",
    "Note",
    "OneOnOne",
    "PrivateNote",
    "Rhythm",
    "StaleNote",
    "Tap",
    "Topic",
    "Usefulness",
    "Withdrawn",
]

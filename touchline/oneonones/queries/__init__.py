from touchline.oneonones.queries.meetings import Meeting, Pair, Past, course, next_one_on_one, pairs, week_of
from touchline.oneonones.queries.promises import Between, BothWays, Promise, promises_between, promises_of

__all__ = [
    "Between",
    "BothWays",
    "Meeting",
    "Pair",
    "Past",
    "Promise",
    "course",
    "next_one_on_one",
    "pairs",
    "promises_between",
    "promises_of",
    "week_of",
]

"""The readings of one leader or of all, as standard tells them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from touchline.cli.acting import Refused, person_named
from touchline.cli.documents import Document
from touchline.people.models import Workspace
from touchline.standard.queries.document import indicators_document, leaders_of


def indicators(
    workspace: Workspace, person: str | None, practice: str | None, as_of: datetime | None, *, now: datetime
) -> list[Document]:
    """Every reading asked for, as known now, or at the end of the day `as_of`."""
    if as_of is not None:
        now = datetime.combine(as_of.date(), time.max, tzinfo=ZoneInfo(workspace.zone))
    leaders = leaders_of(workspace, as_of=now)
    if person:
        who = person_named(workspace, person)
        if who not in leaders:
            raise Refused(f"Nobody reported to {who.name} in the thirteen weeks before.")
        leaders = [who]
    return indicators_document(leaders, practice, as_of=now)

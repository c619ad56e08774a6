from touchline.people.models.absence import Absence
from touchline.people.models.invitation import Invitation
from touchline.people.models.person import Person, Role
from touchline.people.models.reach import Digest, Reach
from touchline.people.models.seat import ReportingLine, Seat, Team
from touchline.people.models.user import User
from touchline.people.models.webhook import Notice, Webhook
from touchline.people.models.workspace import Workspace, real_zone

__all__ = [
    "Absence",
    "Digest",
    "Invitation",
    "Notice",
    "Person",
    "Reach",
    "ReportingLine",
    "Role",
    "Seat",
    "Team",
    "User",
    "Webhook",
    "Workspace",
    "real_zone",
]

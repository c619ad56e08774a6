from touchline.people.models.absence import Absence
from touchline.people.models.invitation import Invitation
from touchline.people.models.person import Person, Role
from touchline.people.models.seat import ReportingLine, Seat, Team
from touchline.people.models.user import User
from touchline.people.models.workspace import Workspace, real_zone

__all__ = ["Absence", "Invitation", "Person", "ReportingLine", "Role", "Seat", "Team", "User", "Workspace", "real_zone"]

"""What stands around every page: who is looking, where they can go, whom they lead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the navigation."""

    name: str
    url: str
    icon: str
    short: str = ""
    is_here: bool = False
    count: int = 0
    needs_you: bool = False
    is_tab: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A person as a line: name, initials, where to find them."""

    name: str
    initials: str
    url: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page; every part is empty for a visitor who has not signed in."""

    me: Face | None = None
    places: tuple[Place, ...] = ()
    reps: tuple[Face, ...] = ()
    reps_title: str = "Your reps"
    theme: str = "system"
    single_keys: bool = True
    is_demo: bool = False
    workspace: str = ""

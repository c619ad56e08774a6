"""What is typed behind the question mark of an address: read here, so that nothing in it is an error."""

from django.http import HttpRequest

LAST_PAGE = 1_000_000
LARGEST = 2**63 - 1
LONGEST = 200


def whole_number(text: str) -> int | None:
    """Return the number `text` says in plain digits, or None where it says none a database could hold."""
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def whole_numbers(text: str) -> list[int]:
    """Return the numbers in a list with commas; what is no number is left out."""
    found = (whole_number(part) for part in text.split(","))
    return [number for number in found if number is not None]


def page_number(request: HttpRequest) -> int:
    """Return which page of a list is asked for; anything unreadable means the first."""
    return min(whole_number(request.GET.get("page", "")) or 1, LAST_PAGE)


def words(request: HttpRequest, name: str = "q") -> str:
    """Return what is searched for, without what no database can compare."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]

"""Small numbers as words, so that a computed sentence reads as a person would say it."""

from django.contrib.humanize.templatetags.humanize import apnumber


def few(n: int) -> str:
    """Return "four" for 4 and "12" for 12."""
    return str(apnumber(n))


def some(n: int, one: str, many: str = "") -> str:
    """Return "one promise" for 1, "four promises" for 4; `many` is `one` with an s where nothing is given."""
    return f"{few(n)} {one if n == 1 else many or one + 's'}"


def of(part: int, whole: int) -> str:
    """Return "four of nine", and "10 of 24" where a word would stand beside a figure."""
    return f"{part} of {whole}" if whole > 9 else f"{few(part)} of {few(whole)}"


def opening(text: str) -> str:
    """Return the text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]

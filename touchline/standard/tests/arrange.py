"""Addresses of the standard for the laws: its pages are asked for about one-on-ones."""

PARAMETERS = {
    "indicator": lambda world: "O1",
    "practice": lambda world: "one-on-ones",
}

"""Bring a CRM export in: read, preview, apply, undo. The process is in `process`, one step of it per module."""

from touchline.crm.importing.process import (
    answer,
    apply,
    begin,
    confirm,
    correct,
    discard,
    line_up,
    read,
    recover,
    take_answers,
    take_columns,
    undo,
)

__all__ = [
    "answer",
    "apply",
    "begin",
    "confirm",
    "correct",
    "discard",
    "line_up",
    "read",
    "recover",
    "take_answers",
    "take_columns",
    "undo",
]

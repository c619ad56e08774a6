"""Questions an import has to ask, and the answers it was given."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Asking:
    """Collects questions that have no answer yet; an answer that is not among the choices is asked again."""

    answers: dict[str, str] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def choose(self, key: str, text: str, choices: list[str]) -> str:
        """Return the answer to `key`, or an empty string after noting the question."""
        if (answer := self.answers.get(key, "")) in choices:
            return answer
        if all(question["key"] != key for question in self.questions):
            self.questions.append({"key": key, "text": text, "choices": choices})
        return ""

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

from touchline.skills.models.draw import Draw
from touchline.skills.models.focus import Focus, Terms, TooManyFocusesError
from touchline.skills.models.judgement import Hunch, Verdict
from touchline.skills.models.observation import Observation, SecondRating
from touchline.skills.models.practice import Pairing, Practice, Skip, Worksheet
from touchline.skills.models.skill import Edition, Metric, Skill

__all__ = [
    "Draw",
    "Edition",
    "Focus",
    "Hunch",
    "Metric",
    "Observation",
    "Pairing",
    "Practice",
    "SecondRating",
    "Skill",
    "Skip",
    "Terms",
    "TooManyFocusesError",
    "Verdict",
    "Worksheet",
]

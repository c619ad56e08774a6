"""What a stage name means: open, won or lost, and where it comes in the order."""

import re

OPEN, WON, LOST = "open", "won", "lost"
WON_WORDS = {"won", "closedwon", "sold", "win", "dealwon", "closewon", "signed", "orderwon", "booked"}
LOST_WORDS = {"lost", "closedlost", "deallost", "closelost", "disqualified", "abandoned", "dead", "churned"}
# The order in which companies name the steps; what is not here is asked once.
STEPS = re.findall(
    r"\w+",
    """
    lead new newlead open opportunity identified suspect prospect prospecting contacted contactmade
    appointment appointmentscheduled meetingscheduled firstmeeting meeting qualification qualify qualified
    qualifiedtobuy qualifiedlead engaging engaged engagement discovery needsanalysis needs needsdefined
    analysis develop valueproposition solution solutiondesign demo demoscheduled demonstration presentation
    presentationscheduled iddecisionmakers idecisionmakers decisionmakers perceptionanalysis perception
    evaluation evaluate technicalevaluation trial pilot poc proofofconcept proposal propose proposalmade
    proposalsent proposalpricequote proposalprice quote quotesent quotation rfp shortlisted businesscase
    decisionmakerboughtin decision procurement legal negotiation negotiate negotiationreview negotiations
    negotiationsstarted review contract contractsent contracting verbal verbalcommit verbalagreement commit
    committed closing close pending onhold inprogress active
    """,
)
POSITIONS = {name: number for number, name in enumerate(STEPS)}
UNKNOWN_POSITION, WON_POSITION, LOST_POSITION = 150, 900, 901


def bare(name: str) -> str:
    """Reduce `03 - Closed Won` to `closedwon`."""
    return re.sub(r"[^a-z]", "", name.lower())


def meaning(name: str) -> str:
    """Return open, won or lost, or an empty string when the name does not say."""
    plain = bare(name)
    words = set(re.findall(r"[a-z]+", name.lower()))
    if plain in WON_WORDS or "won" in words:
        return WON
    if plain in LOST_WORDS or "lost" in words:
        return LOST
    return OPEN if plain in POSITIONS else ""


def position(name: str, outcome: str) -> int:
    """Where the stage comes in the order; a number in front of the name decides, then what such steps usually are."""
    if outcome == WON:
        return WON_POSITION
    if outcome == LOST:
        return LOST_POSITION
    if number := re.match(r"\s*(\d{1,2})\b", name):
        return int(number.group(1))
    return POSITIONS.get(bare(name), UNKNOWN_POSITION)

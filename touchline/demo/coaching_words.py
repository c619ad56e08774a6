"""What is said about work on a skill in the demo. Ours, short, and filled in with the rep's own deals."""

# By skill: the behaviour, the cue as the CRM or the calendar shows it, and what the rep then does.
PLANS = {
    "Preparing a call": (
        "Writes down before each meeting what has to be true at its end, and sends the agenda the day before",
        "meeting",
        "send the agenda and my one question by four o’clock",
    ),
    "Discovery": (
        "Asks what the problem costs, and whom, before showing anything",
        "new_deal",
        "write down what it costs them and who pays for it",
    ),
    "Agreeing the next step": (
        "Ends each meeting with a day, a purpose and something the customer does before it",
        "no_step",
        "call and agree a day before I go home",
    ),
    "Showing the product": (
        "Shows the three things that answer what was said, and stops after each to ask",
        "meeting",
        "choose three things to show and leave out the rest",
    ),
    "Qualifying out": (
        "Asks the question that could end the deal in the first two meetings",
        "new_deal",
        "ask in the second meeting what would make this a no",
    ),
    "Finding the second contact": (
        "Meets a second person, with a reason of their own, before any price is sent",
        "stage",
        "ask who else has to live with it",
    ),
    "Making the case in figures": (
        "Builds the sum together with the customer, from their own figures",
        "stage",
        "ask for the three figures the sum needs",
    ),
    "Answering doubts": (
        "Asks what is behind a doubt before answering it",
        "meeting",
        "write down the doubt I expect and the question I ask back",
    ),
    "Negotiating": (
        "Moves nothing without getting a date, a scope or a name for it",
        "date",
        "name what we would need in return",
    ),
    "Forecasting one’s own deals": (
        "Knows each step to the signature, who takes it and how long it took last time",
        "date",
        "write down which step slipped and why",
    ),
}

# By skill: what was done, what it did, what to try next.
FEEDBACK = {
    "Preparing a call": (
        (
            "You opened {account} with the one outcome you wanted and asked whether it was still theirs.",
            "They dropped two topics and stayed ten minutes longer on the third.",
            "Send the agenda the day before, so that they can bring whoever is missing.",
        ),
        (
            "There was no agenda for {account}; the first ten minutes went on who is who.",
            "The operations lead left before the question you came for.",
            "Write the one question on top of the page and ask it in the first five minutes.",
        ),
        (
            "You had tried your guess on their shift manager before the call with {account}.",
            "When you named it, they corrected one figure and gave you the rest.",
            "Do the same for Thursday: one call inside before the meeting.",
        ),
    ),
    "Discovery": (
        (
            "You asked {account} what a late count costs in a month and waited.",
            "They worked it out aloud and wrote the sum down themselves.",
            "Ask next whose budget it comes out of.",
        ),
        (
            "You took the first answer at {account} and went on to the product.",
            "They spoke of saving time; nobody has said how much or for whom.",
            "Ask “and then what happens?” twice before showing anything.",
        ),
        (
            "You followed the Friday overtime at {account} to the person who signs it off.",
            "She asked to be in the next call.",
            "Open the next call with her figure, not with ours.",
        ),
    ),
    "Agreeing the next step": (
        (
            "You closed the call with {account} on a day and on the figures they bring.",
            "They put it in the calendar while you were still talking.",
            "Say before the call ends what happens if the figures are not there.",
        ),
        (
            "You offered {account} to send something and left the day open.",
            "Nothing holds them to a next conversation.",
            "Propose two days aloud and stay silent until one is chosen.",
        ),
        (
            "You asked {account} what they need to do before the trial, and wrote it into the shared plan.",
            "Their manager changed one date herself.",
            "Send the plan to the second contact as well.",
        ),
    ),
    "Showing the product": (
        (
            "You showed {account} their own Wednesday and stopped.",
            "They argued about it among themselves for five minutes.",
            "Ask who would do it differently before showing the second thing.",
        ),
        (
            "You went through the menu with {account} from left to right.",
            "Two of them were reading mail by the second tab.",
            "Choose three things tonight and cut the rest.",
        ),
    ),
    "Qualifying out": (
        (
            "You asked {account} in the second meeting what would make this a no.",
            "They named the budget date, and it is in spring.",
            "Agree now what both do until then, or let it go.",
        ),
        (
            "You kept {account} although nobody has answered for three weeks.",
            "It stands in the forecast with a date that is yours alone.",
            "Call once more with the question that could end it.",
        ),
    ),
    "Finding the second contact": (
        (
            "You asked {account} who has to work differently on Monday.",
            "They gave you two names and offered to introduce you to one.",
            "Meet the second one with a reason of their own, not with the same slides.",
        ),
        (
            "You heard the name of the finance director at {account} and went on.",
            "Whoever signs has still not met us.",
            "Ask for fifteen minutes with one question only they can answer.",
        ),
    ),
    "Making the case in figures": (
        (
            "You let {account} fill in the hours themselves.",
            "They changed eleven to nine and trusted the rest.",
            "Ask what the sum leaves out before their finance people do.",
        ),
        (
            "You used our averages in the sum for {account}.",
            "They asked where the numbers come from, and the talk ended there.",
            "Bring an empty sheet and fill it in together.",
        ),
    ),
    "Answering doubts": (
        (
            "You asked {account} whether it is the price or having to defend it alone.",
            "It was the second, and she told you who would ask.",
            "Write the two answers she needs on one page.",
        ),
        (
            "You answered the doubt at {account} before it was finished.",
            "They repeated it at the end of the call.",
            "Count to three, then ask what is behind it.",
        ),
    ),
    "Negotiating": (
        (
            "You asked {account} for the start date before you spoke of terms.",
            "They gave it, and the discount was not raised again.",
            "Name the trade in the first price call, not in the last.",
        ),
        (
            "You gave {account} the round number when they went silent.",
            "They asked for more the day after.",
            "Have the thing you want in return on paper before the call.",
        ),
    ),
    "Forecasting one’s own deals": (
        (
            "You named each step to the signature at {account} and who takes it.",
            "Legal is missing, and we know it three weeks early.",
            "Ask them how long legal took the last time.",
        ),
        (
            "Your date for {account} is the end of the quarter.",
            "Nothing that has to happen before it has a day.",
            "Put three days in front of it, and ask the customer about the first.",
        ),
    ),
}
TRIES = (
    "Tried it at {account}: asked twice before showing anything",
    "Did it in two calls; the second went better",
    "Forgot it in the first call at {account}, did it in the second",
    "{account}: they answered at once, I had expected a fight",
    "",
)
ROLE_PLAYS = ("Opening of the call with {account}, three times", "The price question at {account}, both ways round")
WITH_PEERS = ("Went through the call at {account} with a colleague beforehand", "Swapped notes after our calls")

PEER_QUESTIONS = (
    "How do you get the second person into the room?",
    "What do you write down before a first call?",
    "When do you let a deal go?",
    "What do you say when they ask for the price at once?",
    "How do you end a call so that the next one happens?",
    "Which question got you the most this month?",
)
PEER_ANSWERS = (
    "Ask who will have to change something on Monday, and offer to call them together.",
    "One outcome and one question, nothing else; it fits on a card.",
    "After two weeks without an answer, with a mail that says so.",
    "Ask what they would compare it with, then give a range.",
    "Have the calendar open and say two days aloud.",
    "“What happens if you do nothing?” and then wait.",
)
PEER_TRIES = (
    "Use it in my next two first calls",
    "Try it at {account} this week",
    "Write the card before each call until Friday",
    "Send the mail to the two deals that went quiet",
)

CLOSED_WHYS = ("Its weeks are over; the next thing comes", "Works on something else from Monday", "Its weeks are over")

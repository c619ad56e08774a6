"""The skills a company begins with, in our own words: four levels each, and what good and bad sound like."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that is said about a skill; `metric` names what the CRM counts of it, or is empty."""

    name: str
    metric: str
    about: str
    levels: tuple[str, ...]
    sounds_good: str = ""
    sounds_bad: str = ""

    def with_(self, **words: Any) -> "Wording":
        """The same with some of its words changed."""
        return replace(self, **words)


STARTER = (
    Wording(
        name="Preparing a call",
        metric="meetings_held",
        about="Knowing before the call what has to be true at its end, and why it is worth the customer’s hour.",
        levels=(
            "Opens the CRM record while the call is ringing; the call has no stated outcome.",
            "Has read up on the company and the person, and has questions written down.",
            "Sends an agenda the day before, opens with the one outcome wanted, and has a guess to test.",
            "Tries the guess on somebody inside first, so that the people who have to be there are there.",
        ),
        sounds_good="“By four we should know whether the night shift can use it. Is that still the question?”",
        sounds_bad="“I just wanted to check in and see where you are.”",
    ),
    Wording(
        name="Discovery",
        metric="first_stage",
        about="Finding out what the problem costs, whom it costs, and what happens if nothing is done.",
        levels=(
            "Asks what the customer wants, then shows the product.",
            "Asks how it is done today and what goes wrong; takes the first answer and moves on.",
            "Follows one problem to what it costs a month and who pays for it, in the customer’s own figures.",
            "Puts two answers together, and the customer says: nobody here has looked at it like that.",
        ),
        sounds_good="“When that happens on a Friday, who stays late, and what does the month look like for them?”",
        sounds_bad="“So what keeps you up at night?”",
    ),
    Wording(
        name="Qualifying out",
        metric="win_rate",
        about="Leaving early what will not be won, so that the time goes to what can be.",
        levels=(
            "Closes a deal as lost only when the customer says so.",
            "Can say which of the open deals will not close, and leaves them open.",
            "Asks in the first two meetings the question that could end the deal, and acts on the answer.",
            "Says no first, tells the customer why, and is called back when the reason has gone.",
        ),
        sounds_good="“If the budget is only set in spring, I would rather speak again then. Am I wrong?”",
        sounds_bad="“They have gone quiet, but they really liked it.”",
    ),
    Wording(
        name="Finding the second contact",
        metric="win_rate",
        about="Standing on more than one pair of eyes: those who use it, the one who pays, whoever could stop it.",
        levels=(
            "Talks to one person, and hears of the others from them.",
            "Has the others’ names and jobs in the CRM, and has not spoken to them.",
            "Has met two more, each with a reason of their own, and can say what each of them gains or loses.",
            "Has given somebody inside the page they show in the meetings the rep is not in.",
        ),
        sounds_good="“Who will have to change how they work on Monday? Could we ask them now?”",
        sounds_bad="“She said she would run it past the others.”",
    ),
    Wording(
        name="Agreeing the next step",
        metric="close_kept",
        about="Ending each conversation with something both do by a day, so that a date in the CRM means something.",
        levels=(
            "Ends with “I’ll send you something”.",
            "Proposes to meet again; the day is looked for by mail afterwards.",
            "Leaves with a day, a purpose, and something the customer does before it.",
            "Keeps one list of steps up to the signature with the customer, who corrects it unasked.",
        ),
        sounds_good="“For that you would need last year’s figures by Thursday. Who has them?”",
        sounds_bad="“Great talk. Let’s stay in touch.”",
    ),
    Wording(
        name="Showing the product",
        metric="first_stage",
        about="Showing the three things that answer what the customer said, and nothing else.",
        levels=(
            "Shows everything, in the order of the menu.",
            "Leaves things out, and says what each one is for; the customer mostly listens.",
            "Shows the customer’s own case with their data, and stops to ask what it would change.",
            "Hands over the mouse; the customer explains to a colleague what it does for them.",
        ),
        sounds_good="“You said the count is wrong by Wednesday. Here is Wednesday. What would you do now?”",
        sounds_bad="“And what is also really nice is this tab here.”",
    ),
    Wording(
        name="Making the case in figures",
        metric="win_rate",
        about="Putting what it is worth into a sum the customer’s finance people would sign.",
        levels=(
            "Says that it saves time, without a figure.",
            "Shows a sum built on our assumptions.",
            "Builds the sum with the customer, from their figures, and says aloud what it leaves out.",
            "The customer sends the sum to their finance people under their own name.",
        ),
        sounds_good="“You put in eleven hours. If it were six, would it still be worth doing?”",
        sounds_bad="“Customers usually see three times what they pay.”",
    ),
    Wording(
        name="Answering doubts",
        metric="win_rate",
        about="Taking a doubt as news about how they decide, not as a ball to be hit back.",
        levels=(
            "Contradicts, or gives way at once.",
            "Gives a prepared answer before the customer has finished.",
            "Asks what is behind it and who else has it, answers that, and checks whether it is settled.",
            "Names the likely doubt before the customer does, with what it would take to settle it.",
        ),
        sounds_good="“Is it the price, or that you would have to defend it alone?”",
        sounds_bad="“Actually we are cheaper if you look at the whole package.”",
    ),
    Wording(
        name="Negotiating",
        metric="win_rate",
        about="Trading, not giving: whatever moves, something moves the other way.",
        levels=(
            "Offers a discount before being asked for one.",
            "Holds the price for a while, then takes off a round number for nothing.",
            "Moves only when something comes back: a date, a smaller scope, an introduction.",
            "Has agreed weeks before what would be traded for what, so that nothing new comes up at the end.",
        ),
        sounds_good="“We can do that over three years. What would you take out to keep it at one?”",
        sounds_bad="“If you sign by Friday I can do something.”",
    ),
    Wording(
        name="Forecasting one’s own deals",
        metric="close_kept",
        about="Saying what will close, when, and what would have to go wrong, and being right about it.",
        levels=(
            "Enters the last day of the quarter as the close date.",
            "Has a date from the customer, and cannot say what has to happen before it.",
            "Names each step to the signature, who takes it, and how long it took the last time.",
            "Says a month ahead which deal will slip and why; the date moves once, and then holds.",
        ),
        sounds_good="“Legal took nineteen days last time, so it is the eighth, not the thirtieth.”",
        sounds_bad="“It should still come in this month.”",
    ),
)

"""The skills a company begins with, in our own words: four levels each, and what good and bad sound like."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that is said about a skill; `metric` names what the CRM counts of it, or is empty."""

    name: str
    metric: str
    about: str
    levels: tuple[str, ...]
    sounds_good: str = ""
    sounds_bad: str = ""

    def with_(self, **words) -> "Wording":
        """The same with some of its words changed."""
        return replace(self, **words)


STARTER = (
    Wording(
        name="Preparing a call",
        metric="meetings_held",
        about="Knowing before the call what has to be true at its end, and why it is worth the customer’s hour.",
        levels=(
            "Opens the CRM record while the call is ringing.",
            "Knows the company and the person, and has questions written down.",
            "Has one outcome in mind, an agenda the customer agreed to, and a guess to be tested.",
            "Has tried the guess on somebody inside beforehand; the customer brings the right people.",
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
            "Asks about the present and the problem; takes the first answer.",
            "Follows a problem to what it costs and to whom it belongs, in the customer’s own figures.",
            "The customer sees something about their business they had not put together before.",
        ),
        sounds_good="“When that happens on a Friday, who stays late, and what does the month look like for them?”",
        sounds_bad="“So what keeps you up at night?”",
    ),
    Wording(
        name="Qualifying out",
        metric="win_rate",
        about="Leaving early what will not be won, so that the time goes to what can be.",
        levels=(
            "Keeps whatever answers the phone.",
            "Knows what a good deal looks like, and keeps the others too.",
            "Asks the question that could end the deal in the first two meetings, and acts on the answer.",
            "Says no first, tells why, and is called back when the reason has gone.",
        ),
        sounds_good="“If the budget is only set in spring, I would rather speak again then. Am I wrong?”",
        sounds_bad="“They have gone quiet, but they really liked it.”",
    ),
    Wording(
        name="Finding the second contact",
        metric="win_rate",
        about="Standing on more than one pair of eyes: users, the one who pays, and whoever could stop it.",
        levels=(
            "Talks to one person.",
            "Knows the others by name and has not spoken to them.",
            "Has met two more, each for their own reason, and knows what each of them wins.",
            "Somebody inside argues for it in rooms the rep is not in.",
        ),
        sounds_good="“Who will have to change how they work on Monday? Could we ask them now?”",
        sounds_bad="“She said she would run it past the others.”",
    ),
    Wording(
        name="Agreeing the next step",
        metric="close_kept",
        about="Ending each conversation with something both do by a day, so that a date in the CRM means something.",
        levels=(
            "Says “I’ll send you something”.",
            "Proposes a next meeting; the day is found later by mail.",
            "Leaves with a day, a purpose and something the customer does before it.",
            "Customer and rep keep one written plan to the signature, and the customer corrects it.",
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
            "Leaves things out, and says what each is for.",
            "Shows the customer’s own case with their data, and stops to ask what it would change.",
            "The customer drives, and says the sentence the rep would have said.",
        ),
        sounds_good="“You said the count is wrong by Wednesday. Here is Wednesday. What would you do now?”",
        sounds_bad="“And what is also really nice is this tab here.”",
    ),
    Wording(
        name="Making the case in figures",
        metric="win_rate",
        about="Putting the worth of it into a sum the customer’s finance people would sign.",
        levels=(
            "Speaks of saving time.",
            "Uses a calculator with our assumptions.",
            "Builds the sum with the customer, from their figures, and names what it leaves out.",
            "The customer’s own paper has the sum in it, with their name under it.",
        ),
        sounds_good="“You put in eleven hours. If it were six, would it still be worth doing?”",
        sounds_bad="“Customers usually see three times what they pay.”",
    ),
    Wording(
        name="Answering doubts",
        metric="win_rate",
        about="Taking a doubt as news about how they decide, not as a ball to be hit back.",
        levels=(
            "Argues, or gives way.",
            "Has an answer ready, and gives it at once.",
            "Asks what is behind it and who else has it, then answers that.",
            "Raises the doubt first, with what it would take to settle it.",
        ),
        sounds_good="“Is it the price, or that you would have to defend it alone?”",
        sounds_bad="“Actually we are cheaper if you look at the whole package.”",
    ),
    Wording(
        name="Negotiating",
        metric="win_rate",
        about="Trading, not giving: whatever moves, something moves the other way.",
        levels=(
            "Opens with a discount.",
            "Holds the price, then gives a round number at the end.",
            "Never moves without getting something: a date, a scope, a name.",
            "Has agreed early what would be traded, so that the last week holds no surprise.",
        ),
        sounds_good="“We can do that over three years. What would you take out to keep it at one?”",
        sounds_bad="“If you sign by Friday I can do something.”",
    ),
    Wording(
        name="Forecasting one’s own deals",
        metric="close_kept",
        about="Saying what will close, when, and what would have to go wrong, and being right about it.",
        levels=(
            "The date is the end of the quarter.",
            "Has dates from the customer, and does not ask what happens on the way to them.",
            "Knows each step to the signature, who takes it and how long it took last time.",
            "Says early which deal will slip, and why, and is believed.",
        ),
        sounds_good="“Legal took nineteen days last time, so it is the eighth, not the thirtieth.”",
        sounds_bad="“It should still come in this month.”",
    ),
)

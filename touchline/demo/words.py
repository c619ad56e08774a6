"""What people in the demo say and write. Ours, short, and filled in with the rep's own deals."""

REP_TOPICS = (
    "{account}: the finance director asked for a three-year price",
    "I am stuck at {account}. Who should I call?",
    "{account} went quiet after the {stage}",
    "Can I shadow {peer} on a contract call?",
    "{account}: they want a reference in their own trade",
    "{account}: can we move on payment terms?",
    "My Friday prospecting block keeps getting booked over",
    "{account} wants to start small. Do we let them?",
    "Who covers {account} while I am away?",
    "What did {peer} do to get two managers in the room?",
)
LEADER_TOPICS = (
    "{account}: who loses if nothing changes?",
    "{account}: the date moved again. What do they need to see first?",
    "Next quarter: where does the first third come from?",
    "{account}: what would make this a no?",
    "The two deals with no dated next step",
    "What worked at {account} that you could repeat?",
)
# Each promise with a number and a unit where there is one.
REP_PROMISES = (
    ("Get a signing date from {account}", None, ""),
    ("Meet the finance director at {account}", None, ""),
    ("Write a close plan for {account} and share it with them", None, ""),
    ("Send {account} the three-year option", None, ""),
    ("Call customers we have not spoken to since spring", 8, "calls"),
    ("Map who has to live with it at {account}", None, ""),
    ("Close {account} or let it go", None, ""),
    ("Book first calls from the trade fair list", 5, "calls"),
    ("Put a dated next step on every open deal", None, ""),
    ("Record one discovery call to review together", 1, "call"),
)
LEADER_PROMISES = (
    ("Ask finance for longer payment terms for {account}", None, ""),
    ("Join the price call with {account}", None, ""),
    ("Introduce {rep} to the operations lead at {account}", None, ""),
    ("Get legal to answer {account}", None, ""),
    ("Find a reference in {account}’s trade", None, ""),
    ("Clear {rep}’s Friday mornings of internal meetings", None, ""),
)
NOTES = (
    "{account}: still one contact. Agreed to ask who else has to live with it before sending any price.",
    "{account} is real: their finance director gave us the date the old contract ends.",
    "Went through {account} and {other}. {other} has a next step and a date, {account} has neither.",
    "Pipeline is thin for next quarter. Two mornings a week are blocked for first calls.",
    "{account}: price is not the problem, their busy season is. Offer a start after it.",
    "What worked at {other}: asked for the second name before the demo, not after. Try it at {account}.",
    "{account} wants a trial. Agreed what a good one shows, in writing, before it starts.",
    "Reviewed the quarter. On pace if {account} signs; {other} is the spare.",
    "{account}: three date moves and nothing new from them. Close plan or let go.",
    "Talked about {other}: lost on timing. The question list would have shown it in week two.",
)
REP_NOTES = (
    "{account}: call their operations lead before Friday, then send the plan.",
    "Agreed: {other} gets a date or goes.",
    "Next time bring the names at {account} and what each of them loses.",
    "Mornings for first calls. Start with the list from the trade fair.",
    "{other}: ask for the second name before the demo.",
)
PRIVATE_NOTES = (
    "Quieter than usual. Ask how the week looks before going to deals.",
    "Optimistic about {account} again. Ask for the evidence, not the feeling.",
    "Good week. Say so with the detail next time.",
    "Ready for something bigger; think about who could be learning from this.",
    "Avoids the price talk. Offer a role-play before {account}.",
)
MISSED_WHYS = ("Board preparation", "Customer escalation", "Forecast call ran over", "Travel", "")
MOVED_WHYS = ("Clash with a customer visit", "Asked for a later day", "Travel", "")
REP_COULD_NOT = ("Customer visit", "Stuck in traffic", "Site visit ran over", "")
ILL = "Ill"
NO_LONGER = "Somebody else leads the account now"
STATUS_TOPICS = (
    "{account}: when does it sign?",
    "Where is {account}?",
    "{account} and {other}: still in this quarter?",
    "Forecast for the call tomorrow",
    "{account}: what is legal waiting for?",
)

# What the VP and a leader talk about; {rep} and {other} are in the leader's team.
LEADER_RAISES = (
    "{rep} is behind. What I have tried, and what is next",
    "I need a decision on the opening in my team",
    "{rep} could lead somebody. How do we find out?",
    "My forecast call takes two hours. May I shorten it?",
    "{account}: would you meet their managing director?",
    "How do you talk about a missed quarter with {rep}?",
    "Two of us sell to the same group. Who decides?",
)
VP_RAISES = (
    "How many of your reps make quota without their largest deal?",
    "What did you and {rep} agree on last time?",
    "Who in your team has not had a one-on-one this month?",
    "Where would you put one more rep?",
    "What would {other} say you should stop doing?",
)
LEADER_PLEDGES = (
    ("Sit in on a discovery call with {rep}", 1, "call"),
    ("Agree a plan for the quarter with {rep}, in writing", None, ""),
    ("Close or date every deal past its close date", None, ""),
    ("Bring three names for the opening", 3, "names"),
    ("Ask {other} what would make one-on-ones more useful", None, ""),
)
VP_PLEDGES = (
    ("Decide on the opening with finance", None, ""),
    ("Meet the managing director of {account}", None, ""),
    ("Settle who sells to the group", None, ""),
    ("Free your team from the Thursday report", None, ""),
)
STEERING_NOTES = (
    "{rep} and {other} are behind. Agreed what is tried first, and by when we look again.",
    "Went through who makes quota and who does not. {rep} needs calls observed, not more reports.",
    "The opening: what the role has to be able to do comes before names.",
    "Forecast: {account} stays out until their board has met.",
    "Looked at how the last quarter was made. Without the largest deal it falls short.",
)
STEERING_PRIVATE = ("Carries {rep}’s deals alone. Ask what would happen in a holiday.", "Ready for a bigger team.")

EFFORT_GOALS = (
    ("Deals over $40k with an executive met", "Late losses came from deals nobody senior had met", 10),
    ("Discovery calls reviewed together", "Better questions early save weeks later", 6),
    ("Customers asked for a reference", "Two trades have none yet", 5),
)
MILESTONES = (
    "Close plan agreed in writing with {account}",
    "Second contact met at {account}",
    "Next quarter’s first third named, deal by deal",
    "Territory list cleaned: every account kept or dropped",
    "Price talk role-played with a colleague",
)
RAMP_MILESTONES = (
    "First discovery call led alone",
    "First-call certification",
    "Demo with a customer’s own data",
    "First close plan agreed in writing",
)

# Today's one-on-one: what the rep has added and what is promised for today.
TODAYS_TOPICS = (
    "{first}: the finance director asked for a three-year price",
    "I am stuck at {second}. Who should I call?",
    "Can I shadow Amira’s close-plan call this week?",
)
TODAYS_LEADER_TOPIC = "{third}: what would you do differently?"

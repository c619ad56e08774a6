"""What the plans have to say about the people of a leader."""

from touchline.people.offers import Offer
from touchline.plans.needs import needs

OFFER = Offer(needs=needs, in_brief=True)

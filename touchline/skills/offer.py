"""What skills have to say about the people of a leader, and what waits for somebody about them."""

from touchline.people.offers import Offer
from touchline.skills.needs import needs
from touchline.skills.waiting import waits

OFFER = Offer(needs=needs, in_brief=True, waits=waits)

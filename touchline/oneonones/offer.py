"""What one-on-ones have to say about the people of a leader, and what waits for somebody about them."""

from touchline.oneonones.announcing import ANNOUNCES
from touchline.oneonones.needs import needs
from touchline.oneonones.waiting import waits
from touchline.people.offers import Offer

OFFER = Offer(needs=needs, waits=waits, announces=ANNOUNCES)

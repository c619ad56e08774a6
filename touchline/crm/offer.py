"""What the CRM has to say about the people of a leader."""

from touchline.crm.needs import needs
from touchline.people.offers import Offer

OFFER = Offer(needs=needs)

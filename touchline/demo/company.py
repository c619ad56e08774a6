"""The company the demo plays in. Every name here is invented; a likeness to a real firm or person is chance."""

from collections.abc import Iterator

NAME = "Quillhaven"
DOMAIN = "quillhaven.example"
CURRENCY = "USD"
HOLIDAYS = "GB-ENG"
CRM = "Quillhaven CRM"
DEAL_URL = "https://crm.quillhaven.example/deals/{id}"

PRODUCTS = ("Planner", "Dispatch", "Ledger", "Fieldbook")

VP = "Margit Halvorsen"
EXECUTIVES = (("David Osei", "Chief executive"), ("Laura Lindholm", "Chief financial officer"))
ADMINISTRATOR = "Piotr Zielinski"

STEMS = """
Aldermoor Brackenby Calderay Corvane Dunhollow Eskmere Farrowgate Gildersby Hallowick Inverlea Jorvane Kelbrooke
Lindowe Marrowby Netherwick Osterley Pellowe Quenby Ravensholt Silverby Tarnbeck Ulverley Vantrey Wexcombe Yarrowby
Zelmere Ambrel Belarra Castavel Dorvane Elmarin Fiorelle Grantova Halvorsund Istrane Jalvera Kestana Lumarque
Montrey Nordveig Olvanna Pradella Quintero-Vale Rosmarre Solvane Tamarque Undine Veldora Wintra Xandry Ysolde
Zarelle Arkana Birchmoss Copperfen Driftholm Emberly Foxhallow Greywater Heronsea Ironmere Juniper-Lane Kingsfell
Larchway Mosswold Northmere Oakhanger Pinehythe Quarrywood Redfern-Dale Stonewick Thistledown Umberleigh Violetta-
Park Willowmarsh Amberside Bluehythe Cloverfold Dewhurst-Mill Eastwold Fernhollow Goldbeck Hazelmoor Ivyholt
Jasperfield Knollwood Lavenby Mapleford Newhythe Orchardby Peregrine-Bay Rowanfell Saltmarsh Tealby
"""
SECTORS = """
Clinics Foods Freight Homes Textiles Water Schools Logistics Glass Bakeries Dental Motors Ceramics Farms Energy
Printing Rail Pharmacies Timber Packaging Hotels Laundries Steel Couriers Optics Plastics Breweries Nurseries
"""


def email(name: str) -> str:
    """Return the address somebody called `name` has here."""
    return ".".join(word.lower() for word in name.replace("'", "").split()) + f"@{DOMAIN}"


def accounts() -> Iterator[str]:
    """Yield every company there is to sell to, in an order that mixes names and sectors."""
    stems, sectors = STEMS.split(), SECTORS.split()
    for turn in range(len(sectors)):
        for place, stem in enumerate(stems):
            yield f"{stem.replace('-', ' ')} {sectors[(place * 5 + turn) % len(sectors)]}"

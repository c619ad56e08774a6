"""What axe, the console and the ruler say about a page, each asked only where the answer can differ.

A page is looked at in full, wide and narrow. What the dark theme changes are colours; what the narrowest phone
changes is the room there is. A page whose elements are those of one looked at before is only measured.
"""

from axe_playwright_python.sync_playwright import Axe

WIDE, NARROW, NARROWEST = 1440, 390, 320
EVERYTHING = None
COLOURS = ["color-contrast", "link-in-text-block"]
ROOM = ["target-size", "scrollable-region-focusable"]
LOOKS = [
    (WIDE, "light", EVERYTHING),
    (WIDE, "dark", COLOURS),
    (NARROW, "dark", EVERYTHING),
    (NARROW, "light", COLOURS),
    (NARROWEST, "light", ROOM),
]
ELEMENTS = """() => {
    const told = (one) => [one.tagName, one.className.baseVal ?? one.className, one.getAttribute('role'),
        one.getAttribute('type'), one.hasAttribute('aria-label'), one.hasAttribute('href')].join(' ')
    const main = document.querySelector('main') ?? document.body
    return [main, document.body].map(part => [...part.querySelectorAll(part === main ? '*' : ':not(main *)')]
        .map(part === main ? told : (one) => one.tagName).join())
}"""


def elements(tab) -> set[int]:
    """What the page and the frame around it are made of, whatever their words; rows that repeat count once."""
    return {hash(tuple(dict.fromkeys(told.split(",")))) for told in tab.evaluate(ELEMENTS)}


def violations(tab, rules=EVERYTHING) -> list[str]:
    """What axe finds, by all its rules or by those named."""
    options = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = Axe().run(tab, options=options).response["violations"]
    return [f"{violation['id']}: {node['html'][:120]}" for violation in found for node in violation["nodes"]]


def wrong_on(page, looks=LOOKS, *, known: set[int]) -> list[str]:
    """Everything wrong with the page in the tab; `known` are the elements of the pages looked at before."""
    seen = elements(page.tab)
    wrong = []
    for width, scheme, rules in looks:
        page.tab.set_viewport_size({"width": width, "height": 900})
        page.tab.emulate_media(color_scheme=scheme)
        if page.tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{width}: the page scrolls sideways")
        if not seen <= known:
            wrong += [f"{width} {scheme} {found}" for found in violations(page.tab, rules)]
    known |= seen
    return wrong + page.complaints

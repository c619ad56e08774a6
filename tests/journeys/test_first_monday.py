"""The story of the product: first run, an import, My week, a one-on-one, a commitment kept. On a real server."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.laws.tree import ROOT

ROSTER = """Name,Email,Manager
Theo Brandt,theo@fieldstone.example,Maya Okonkwo
Priya Raman,priya@fieldstone.example,Maya Okonkwo
"""


def deals(today: date) -> str:
    """Twenty deals of two reps: won, lost and open, some without a next step."""
    lines = ["Opportunity ID,Opportunity Name,Account Name,Owner,Stage,Amount,Created Date,Close Date,Next Step"]
    for n in range(20):
        stage = ["Closed Won", "Closed Lost", "Proposal", "Negotiation"][n % 4]
        close = today + timedelta(days=n + 1 if n % 4 > 1 else -3 * n - 1)
        owner = ["Theo Brandt", "Priya Raman"][n // 2 % 2]
        step = "Call the buyer" if n % 3 else ""
        lines.append(
            f"D{n},Deal {n},Account {n},{owner},{stage},{4000 + 500 * n},{today - timedelta(90)},{close},{step}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def server(tmp_path):
    """`touchline serve` on an empty home of its own, with its worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"TOUCHLINE_HOME": str(tmp_path / "home"), "TOUCHLINE_TESTING": "0", "PORT": str(port)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "touchline.cli.main", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    wait_for(port)
    yield f"http://localhost:{port}"
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    said = (tmp_path / "log").read_text()
    assert "Traceback" not in said, said


def wait_for(port, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def tab(chromium):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield page
    context.close()


def test_the_first_monday(server, tab, tmp_path):
    today = date.today()
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "deals.csv").write_text(deals(today))
    arrive(server, tab)
    bring_in_deals(server, tab, [tmp_path / "roster.csv", tmp_path / "deals.csv"])
    tab.goto(server)
    expect(tab.get_by_role("main")).to_contain_text(re.compile("Theo|Priya"))
    set_the_rhythms(server, tab)
    hold_the_one_on_one(server, tab)
    keep_the_commitment(server, tab)


def arrive(server, tab):
    tab.goto(server)
    tab.get_by_label("Company").fill("Fieldstone")
    tab.get_by_label("Your name").fill("Maya Okonkwo")
    tab.get_by_label("Your e-mail address").fill("maya@fieldstone.example")
    tab.get_by_label(re.compile("password", re.I)).fill("green pitch at seven")
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_role("link", name="Import an export").click()


def bring_in_deals(server, tab, files):
    tab.get_by_label("Files of one export").set_input_files(files)
    tab.get_by_role("button", name="Check the files").click()
    tab.get_by_role("button", name=re.compile(r"^Import \d+ rows")).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Imported")


def set_the_rhythms(server, tab):
    tab.goto(f"{server}/one-on-ones/rhythms/")
    expect(tab.get_by_role("group", name="Theo Brandt")).to_be_visible()
    tab.get_by_role("button", name="Set 2 rhythms").click()
    tab.goto(f"{server}/one-on-ones/")
    expect(tab.get_by_role("main")).to_contain_text("Theo Brandt")


def hold_the_one_on_one(server, tab):
    row = tab.get_by_role("row").filter(has_text="Theo Brandt")
    row.get_by_role("link").last.click()
    tab.get_by_label("Will do what").fill("Call the buyer at Account 3")
    tab.get_by_role("button", name="Add commitment").click()
    expect(tab.get_by_text("Call the buyer at Account 3")).to_be_visible()


def keep_the_commitment(server, tab):
    tab.goto(f"{server}/commitments/")
    promise = tab.get_by_role("button", name="Kept: Call the buyer at Account 3")
    expect(promise).to_have_attribute("aria-pressed", "false")
    promise.click()
    # Pressed at once, and gone from what is open as soon as the server has answered.
    expect(tab.get_by_role("button", name="Kept: Call the buyer at Account 3", pressed=False)).to_have_count(0)
    expect(tab.get_by_role("status")).to_contain_text("Kept: Call the buyer at Account 3")
    tab.goto(f"{server}/commitments/?which=settled")
    expect(tab.get_by_role("main")).to_contain_text("Call the buyer at Account 3")
    tab.goto(f"{server}/one-on-ones/")
    expect(tab.get_by_role("main")).to_contain_text("Theo Brandt")

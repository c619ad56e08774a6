"""One skill from both sides: diagnose, choose, observe from a phone without connection, score, practise, verdict."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from touchline.skills.models import Focus, Observation, Practice, Skill, Terms
from touchline.skills.tests.story_of_a_focus import decide, practise

BEHAVIOUR = "Asks in the first two meetings what could end the deal"


@pytest.fixture
def skills(cast):
    """Theo wins less than luck explains over a year; the company has its skills and a CRM export of today."""
    now = timezone.now()
    cast.workspace.facts_as_of = now
    cast.workspace.save(update_fields=["facts_as_of"])
    first = cast.workspace.today(now) - timedelta(weeks=50)
    for rep, hits in ((cast.theo, 6), (cast.priya, 30)):
        decide(cast, rep, first, 50, hits=hits, n=60)
    return {skill.name: skill for skill in Skill.start_with(cast.workspace, by=cast.maya, at=now)}


def choose(cast, skill, *, weeks_ago=0, **terms):
    now = timezone.now() - timedelta(weeks=weeks_ago)
    starts_on = cast.workspace.today(now)
    agreed = Terms(skill, BEHAVIOUR, starts_on=starts_on, ends_on=starts_on + timedelta(70), **terms)
    return Focus.choose(cast.theo, agreed, by=cast.maya, at=now)


def finding(tab):
    return tab.get_by_role("heading", level=1)


def is_clean(page):
    """Neither axe nor the console nor the policy complains, and nothing scrolls sideways."""
    violations = Axe().run(page.tab).response["violations"]
    assert not violations, [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]
    assert not page.tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not page.complaints


def test_diagnose_choose_observe_from_a_phone_score_oneself_and_practise(cast, skills, open_page):
    diagnose_and_choose(open_page(cast.maya), cast.theo)
    focus = Focus.objects.get(person=cast.theo)
    assert (focus.metric, focus.target) == ("win_rate", 40)
    observe_offline(open_page(cast.maya, width=390), focus)
    seen = Observation.objects.get()
    assert (seen.level, seen.counts, seen.behaviour) == (2, True, "You asked what would stop them")
    score_oneself_and_practise(open_page(cast.theo, width=390), focus)
    assert not Practice.objects.exists()


def diagnose_and_choose(page, rep):
    page.tab.goto(f"/reps/{rep.pk}/diagnosis/")
    is_clean(page)
    page.tab.get_by_role("link", name="Choose a focus").first.click()
    page.tab.get_by_role("link", name=re.compile("Qualifying out")).first.click()
    page.tab.get_by_label("The behaviour, in words").fill(BEHAVIOUR)
    page.tab.get_by_label("To how many percent").fill("40")
    page.tab.get_by_label(re.compile("^If")).select_option("new_deal")
    page.tab.get_by_label("then I").fill("ask what would stop it")
    page.tab.get_by_role("button", name="Choose focus").click()
    expect(finding(page.tab)).to_have_text("Not observed yet")


def observe_offline(page, focus):
    """Two taps, the second without a connection; then the feedback, with a word that asks for another try."""
    page.tab.goto(f"/focuses/{focus.pk}/")
    page.tab.get_by_role("link", name="Observe Theo").click()
    is_clean(page)
    page.tab.get_by_role("button", name="Call, Theo leads").click()
    expect(finding(page.tab)).to_have_text("Call, Theo leads: which level did you see?")
    is_clean(page)
    page.tab.context.set_offline(True)
    page.tab.get_by_role("button", name="2. With help").click()
    status = page.tab.get_by_role("status").get_by_text("Not sent yet: no connection. Kept on this device.")
    expect(status).to_be_visible()
    assert Observation.objects.get().level is None
    page.tab.context.set_offline(False)
    expect(finding(page.tab)).to_have_text("Theo: level 2, with help")
    page.tab.get_by_label("What Theo did").fill("You are a natural: you asked what would stop them")
    page.tab.get_by_label("What it did").fill("They named the budget freeze")
    page.tab.get_by_label("What Theo tries next").fill("Ask who can lift it")
    page.tab.get_by_role("button", name="Give feedback").click()
    expect(page.tab.get_by_text("“natural” names a trait")).to_be_visible()
    page.tab.get_by_label("What Theo did").fill("You asked what would stop them")
    page.tab.get_by_role("button", name="Give feedback").click()
    expect(page.tab.get_by_role("button", name="Keep the changes")).to_be_visible()


def score_oneself_and_practise(page, focus):
    page.tab.goto(f"/focuses/{focus.pk}/")
    expect(finding(page.tab)).to_have_text("Maya saw your call: score yourself first")
    expect(page.tab.get_by_role("main")).not_to_contain_text("Ask who can lift it")
    page.tab.get_by_role("link", name="Score yourself", exact=True).click()
    is_clean(page)
    page.tab.get_by_role("button", name="3. On their own").click()
    expect(finding(page.tab)).to_have_text("You say level 3, Maya says level 2")
    expect(page.tab.get_by_role("main")).to_contain_text("Ask who can lift it")
    is_clean(page)
    page.tab.get_by_role("link", name="Qualifying out").click()
    page.tab.get_by_label("What came of it, in a line").fill("They named the date themselves")
    page.tab.get_by_role("button", name="Note practice").click()
    expect(page.tab.locator("#practice")).to_contain_text("They named the date themselves")
    page.tab.get_by_role("button", name="Undo").click()
    expect(page.tab.locator("#practice")).not_to_contain_text("They named the date themselves")


def test_a_verdict_is_taken_on_its_day_and_closing_keeps_it(cast, skills, open_page):
    focus = choose(cast, skills["Qualifying out"], weeks_ago=9, metric="win_rate", baseline=(6, 30), target=40)
    practise(focus)
    page = open_page(cast.maya)
    page.tab.goto(f"/focuses/{focus.pk}/")
    expect(finding(page.tab)).to_have_text("The first look is due: has it moved?")
    is_clean(page)
    page.tab.get_by_role("button", name="Take the first look").click()
    said = focus.verdicts.get(look="first").get_said_display()
    expect(page.tab.locator("#verdict")).to_contain_text(said.split()[0])
    page.tab.get_by_label("Why now").fill("Her next one is negotiating")
    page.tab.get_by_role("button", name="Close focus").click()
    expect(finding(page.tab)).to_contain_text(f"Closed on {timezone.now():%-d %B}: {said.lower()}")
    assert focus.verdicts.get(look="close").said == focus.verdicts.get(look="first").said


def test_a_third_focus_asks_which_of_two_is_closed(cast, skills, open_page):
    for name in ("Discovery", "Negotiating"):
        choose(cast, skills[name])
    tab = open_page(cast.maya, width=390).tab
    tab.goto(f"/reps/{cast.theo.pk}/focuses/new/")
    expect(finding(tab)).to_have_text("Which one do you close, and with what verdict?")
    tab.get_by_role("button", name="Close Discovery").click()
    expect(finding(tab)).to_have_text("Which skill would help Theo most?")
    assert [focus.skill.name for focus in Focus.objects.active()] == ["Negotiating"]


def test_a_call_the_leader_leads_is_kept_and_not_counted(cast, skills, open_page):
    focus = choose(cast, skills["Discovery"])
    tab = open_page(cast.maya, width=390).tab
    tab.goto(f"/focuses/{focus.pk}/observe/")
    tab.get_by_role("button", name="Call, you lead").click()
    tab.get_by_role("button", name="3. On their own").click()
    expect(tab.get_by_role("main")).to_contain_text("You led, so it does not count.")
    assert not Observation.objects.counting().exists()


def test_a_tap_kept_on_the_phone_goes_out_from_any_page_of_its_author_and_from_nobody_elses(cast, skills, open_page):
    focus = choose(cast, skills["Discovery"])
    tab = open_page(cast.maya, width=390).tab
    tab.goto(f"/focuses/{focus.pk}/observe/")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Role-play, Theo leads").click()
    expect(tab.get_by_text("Kept on this device.")).to_be_visible()
    tab.evaluate("document.body.dataset.me = 'somebody else'")
    tab.context.set_offline(False)
    tab.wait_for_timeout(1500)
    assert not Observation.objects.exists()
    tab.goto("/commitments/")
    for _ in range(40):
        if Observation.objects.exists():
            break
        tab.wait_for_timeout(250)
    declared = Observation.objects.get()
    assert (declared.kind, declared.declared_lead) == ("role_play", "rep")

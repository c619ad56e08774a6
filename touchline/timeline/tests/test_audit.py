"""The administrator looks up who changed what, and finds nothing anybody said."""

from datetime import date

from touchline.people.models import Role
from touchline.timeline.models import record


def test_acts_on_facts_are_listed_and_words_between_two_are_not(cast, sign_in, monday):
    record("quota.set", by=cast.maya, about=cast.theo, label="Quota of Theo Brandt set", at=monday)
    record("operator.acted", by=cast.adam, about=None, label="Backup written to kept.tar", at=monday)
    record("commitment.made", by=cast.maya, about=cast.theo, label="Commitment made", at=monday)
    record("goal.agreed", by=cast.maya, about=cast.theo, label="Goal set: Twelve first meetings", at=monday)
    page = sign_in(cast.adam).get("/audit/").text
    assert "Facts and settings were last changed 23 November 2026" in page
    assert "Quota of Theo Brandt set" in page
    assert "Backup written to kept.tar" in page
    assert "Commitment made" not in page
    assert "Twelve first meetings" not in page


def test_access_given_and_ended_is_listed_with_who_did_it(cast, sign_in):
    cast.ines.grant(Role.Kind.ADMINISTRATOR, by=cast.adam, on=date(2026, 11, 20))
    cast.ines.revoke(Role.Kind.ADMINISTRATOR, by=cast.maya, on=date(2026, 11, 21))
    cast.noor.move(to=cast.maya, by=cast.adam, on=date(2026, 11, 22))
    page = " ".join(sign_in(cast.adam).get("/audit/").text.split())
    assert "Administrator from this day, by Adam" in page
    assert "No longer administrator, by Maya Okonkwo" in page
    assert page.index("Reports to Maya Okonkwo, by Adam") < page.index("No longer administrator")


def test_another_company_is_not_in_it(cast, sign_in, monday):
    record("import.applied", by=cast.stranger, about=None, label="Elsewhere’s import", at=monday)
    assert "Elsewhere’s import" not in sign_in(cast.adam).get("/audit/").text


def test_nobody_else_knows_the_page(cast, sign_in):
    for who in (cast.theo, cast.ines, cast.vera, cast.omar):
        assert sign_in(who).get("/audit/").status_code == 404

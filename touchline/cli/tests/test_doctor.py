import json

import pytest

pytestmark = pytest.mark.slow


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(touchline):
    done = touchline("doctor", "--json")
    assert done.returncode == 1
    findings = {finding["about"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert findings["migrations"]["state"] == "wrong"
    assert findings["worker"]["mend"] == "Start it: touchline serve."
    assert findings["backups"]["says"] == "There has been none."
    touchline(python="from touchline.cli.preparing import prepare; prepare()")
    touchline("backup", touchline.home / "kept.tar")
    later = {f["about"]: f["state"] for f in json.loads(touchline("doctor", "--json").stdout)["findings"]}
    assert later["migrations"] == later["backups"] == later["disk"] == "ok"


def test_without_a_mail_server_something_is_wrong_where_people_work(touchline):
    touchline(python=TWO_PEOPLE + "prepare(); join('maya')")
    assert mail_of(touchline) == "note"
    touchline(python=TWO_PEOPLE + "join('theo')")
    assert mail_of(touchline) == "wrong"


TWO_PEOPLE = """
from touchline.cli.preparing import prepare
from touchline.people.models import Person, User
def join(name):
    workspace, _ = Workspace.objects.get_or_create(name="Fieldstone", defaults={"created_at": datetime.now(UTC)})
    Person.objects.create(workspace=workspace, name=name, user=User.objects.create_user(f"{name}@fieldstone.example"))
"""


def mail_of(touchline):
    findings = json.loads(touchline("doctor", "--json").stdout)["findings"]
    return next(finding["state"] for finding in findings if finding["about"] == "mail")


def test_help_names_every_command_without_setting_django_up(touchline):
    done = touchline("--help")
    assert done.returncode == 0
    assert "restore" in done.stdout
    assert not (touchline.home / "secret_key").exists()

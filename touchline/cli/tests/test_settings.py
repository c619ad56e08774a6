"""Every setting an operator is told of starts every command, and a wrong one is one sentence."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
GOOD = {
    "EMAIL_URL": "smtp://127.0.0.1:26090",
    "DATABASE_URL": "sqlite:///{home}/other.sqlite3",
    "PORT": "8123",
    "TOUCHLINE_BIND": "0.0.0.0",
    "TOUCHLINE_FROM": "Touchline <touchline@touchline.example>",
    "TOUCHLINE_HOSTS": "one.example,two.example",
    "TOUCHLINE_IMPORT_MAX_BYTES": "1000",
    "TOUCHLINE_OUTGOING_ALLOWED": "calendar.touchline.internal",
    "TOUCHLINE_PROXIES": "1",
    "TOUCHLINE_URL": "https://touchline.example",
}
WRONG = [
    ("EMAIL_URL", "a.mail.server", "EMAIL_URL is not understood. It has the form submission://"),
    ("EMAIL_URL", "smtp://user:opensesame@host:port", "EMAIL_URL is not understood."),
    ("DATABASE_URL", "mango://user:opensesame@host/name", "DATABASE_URL is not understood. It has the form postgres:"),
    ("PORT", "eighty", "Invalid value for '--port'"),
    ("TOUCHLINE_PROXIES", "many", '"TOUCHLINE_PROXIES" invalid'),
    ("TOUCHLINE_URL", "touchline.example", "TOUCHLINE_URL is the address people type"),
]


@pytest.fixture
def run(tmp_path):
    """Run a command in a home of its own with more in the environment; returns the finished process."""

    def go(command, **more):
        environment = {name: value for name, value in os.environ.items() if name not in GOOD}
        environment |= {"TOUCHLINE_HOME": str(tmp_path), **more}
        start = ["-c", command] if " " in command else ["-m", "touchline.cli.main", command]
        return subprocess.run(
            [sys.executable, *start], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    return go


@pytest.mark.parametrize("name", GOOD)
def test_a_documented_setting_starts(run, tmp_path, name):
    done = run(
        "from touchline.cli.main import django_ready; django_ready()", **{name: GOOD[name].format(home=tmp_path)}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_mail_server_is_what_mail_goes_through(run):
    asked = "from touchline.cli.main import django_ready; django_ready(); from django.conf import settings; "
    asked += "print(settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS)"
    said = run(asked, EMAIL_URL="submission://maya:secret@mail.example").stdout
    assert said.split() == ["django.core.mail.backends.smtp.EmailBackend", "mail.example", "587", "True"]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_setting_is_one_sentence_without_its_password(run, name, value, sentence):
    done = run("serve", **{name: value})
    assert done.returncode in {1, 2}
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "opensesame" not in done.stderr


def test_the_doctor_survives_a_wrong_setting_and_says_so(run):
    done = run("doctor", EMAIL_URL="a.mail.server")
    assert done.returncode == 1
    assert done.stdout.startswith("wrong configuration  EMAIL_URL is not understood.")

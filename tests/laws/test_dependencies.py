"""What is installed is pinned and explained, and the repository names no machine and no package host."""

import re
import tomllib

from tests.laws import tree

LOCKS = ("requirements.lock", "requirements-dev.lock")
MACHINE = re.compile(r"(?<![\w.}])/(?:root|work|tmp|home)/[\w.]")
ALLOWED = {"test_dependencies.py"}


def test_every_runtime_dependency_says_why():
    text = (tree.ROOT / "pyproject.toml").read_text()
    block = text.split("\ndependencies = [\n")[1].split("\n]")[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert [line for line in lines if not re.search(r'",\s+# \w', line)] == []
    # One is holidays: no small table of ours could follow 250 countries.
    # The 28th and 29th write and read calendars: a parser of our own for repeating entries would be wrong for years.
    # The 31st reads EMAIL_URL, as its neighbour reads DATABASE_URL.
    assert len(lines) <= 36


def test_the_locks_hold_every_dependency_with_hashes():
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["project"]
    wanted = {_name(line) for line in project["dependencies"]}
    for lock in LOCKS:
        pins = re.findall(r"^([\w.-]+)==[^\n]+\\\n(\s+--hash=sha256:)?", (tree.ROOT / lock).read_text(), re.M)
        assert all(has_hash for _, has_hash in pins)
        assert wanted - {_name(pin) for pin, _ in pins} == set()


def test_the_locks_name_no_index():
    for lock in LOCKS:
        assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", (tree.ROOT / lock).read_text())


def test_no_file_names_a_path_of_one_machine():
    text = {".py", ".md", ".toml", ".html", ".css", ".js", ".lock", ".txt", ".json", ""}
    hits = [
        f"{tree.where(path, number)}: {line.strip()}"
        for path in tree.kept()
        if path.suffix in text and path.name not in ALLOWED
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert hits == []


def test_the_pattern_finds_a_path_of_a_machine():
    assert MACHINE.search("see /root/x")
    assert not MACHINE.search("{{ home }}/work/x")
    assert not MACHINE.search("reps/work/")


def _name(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")

"""Rules about single lines. Each carries lines it must catch and lines it must leave alone."""

import re
from dataclasses import dataclass

import pytest

from tests.laws import tree


@dataclass(frozen=True)
class Rule:
    """A pattern nobody may write in files whose path holds one of `where` ("" is every file); `why` teaches the fix."""

    why: str
    pattern: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    where: tuple[str, ...] = ("",)
    kind: str = ".py"
    tests: bool = False
    but: tuple[str, ...] = ()


CLOCK = r"timezone\.(now|localdate|localtime)\(|date\.today\(|datetime\.(now|today|utcnow)\(|time\.time\("
CODE = [
    Rule(
        "Start every read in a view at visible_to, known_to or administered_by: all else leaks another team's people",
        r"\.objects\.(?!visible_to\(|known_to\(|administered_by\()(?!.*__in=visible\b)",
        bad=("Goal.objects.get(pk=1)", "Goal.objects.all()"),
        good=(
            "Goal.objects.visible_to(user)",
            "Goal.objects.known_to(me)",
            "Person.objects.administered_by(request.user)",
            "Seat.objects.current().filter(person__in=visible)",
        ),
        where=("/views/", "/api/", "/agents/"),
    ),
    Rule(
        "Catch the error you expect, by name",
        r"except\s*(:|\(?([^)]*,\s*)?(Base)?Exception\b)",
        bad=("except:", "except Exception as e:", "except (OSError, Exception):"),
        good=("except ValueError:", "except QueryInTemplate:"),
    ),
    Rule(
        "A state changes by a verb on its model, called from the view",
        r"(?<!form)(?<!session)\.(save|update|bulk_create|delete)\(|\.objects\.create\(",
        bad=("goal.save()", "goals.update(x=1)", "Goal.objects.create(name=name)", "goal.delete()"),
        good=("goal.close(by=me, at=now)", "goal = form.save()", "request.session.update(seen=1)"),
        where=("/views/",),
    ),
    Rule(
        "The clock is read at the edge (view, command, task) and passed in as `at` or `today`",
        CLOCK,
        bad=("timezone.now()", "date.today()", "datetime.now(UTC)"),
        good=("def keep(self, *, by, at):", "workspace.today(at)"),
        where=("/measures/", "/queries", "/models", "/demo/", "/ui/charts"),
        but=("demo/loading.py",),
    ),
    Rule(
        "An instant becomes a day only where somebody is: person.day_of(instant), or workspace.today(instant)",
        r"(_at|\bas_of|\binstant)\.date\(\)|\.astimezone\(.*\)\.date\(\)|zone or \w+(\.\w+)*\.workspace\.zone",
        bad=("closed_at.date()", "at.astimezone(zone_of(me)).date()", "ZoneInfo(me.zone or me.workspace.zone)"),
        good=("me.day_of(closed_at)", "workspace.today(now)", "starts_at.astimezone(me.own_zone).time()"),
        where=("/queries", "/models", "/views/", "/forms", "/needs.py", "/waiting.py"),
        but=("people/models/", "oneonones/models/oneonone.py", "crm/forms/imports.py", "queries/usefulness.py"),
    ),
    Rule(
        "Call the verb instead of listening for its signal",
        r"@receiver\b|\.connect\(.*sender|django\.dispatch|models\.signals",
        bad=("@receiver(post_save)", "from django.dispatch import Signal", "from django.db.models.signals import x"),
        good=("receiver = commitment.to",),
    ),
    Rule(
        "Give the change a name and write a verb; an overridden save() hides what happens",
        r"def (save|delete)\(self",
        bad=("    def save(self, *args, **kwargs):",),
        good=("def keep(self, *, by, at):", "saved = 1"),
        where=("/models", "/models/"),
    ),
    Rule(
        "Build the state with real verbs and put a fake at the network's edge; nothing is patched",
        r"unittest\.mock|from unittest import mock|\bmocker\b",
        bad=("from unittest.mock import patch", "def test(mocker):"),
        good=("import pytest", "monkeypatch.setenv('PORT', '1')"),
        tests=True,
    ),
    Rule(
        "Say why in words; a banner is not a comment",
        r"^\s*#\s*[-=*#~]{3,}|^\s*#.*[-=*~]{5,}\s*$",
        bad=("# ------", "# ==== Models ====", "    # ---- helpers"),
        good=("# A passkey is bound to a name.", "x = a - b"),
        tests=True,
    ),
]
MARKUP = [
    Rule(
        "No inline script: put it in a module of ui/static",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son[a-z]+=|hx-on|\bjs:|href=\"javascript:",
        bad=("<script>", '<a onclick="x()">', '<div hx-on:click="x">', '<a href="javascript:x">'),
        good=("<script src=\"{% static 'ui/js/app.js' %}\" defer></script>", '<p data-on="1">'),
        kind=".html",
    ),
    Rule(
        "No style attribute or element: the policy refuses it; use a class, an attribute or SVG geometry",
        r"\sstyle=|<style\b",
        bad=('<p style="color:red">', "<style>"),
        good=('<p class="style">', '<c-chart data-style="x" />'),
        kind=".html",
    ),
    Rule(
        "Colours stand among the tokens only",
        r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(rgb|hsl|oklch|oklab|lab|lch)a?\(",
        bad=("color: #fff;", "fill: rgb(1 2 3);", "background: oklch(0.5 0.1 200);"),
        good=("color: var(--ink);", "#main {", "color-mix(in srgb, var(--a), var(--b))"),
        kind=".css",
        but=("/tokens",),
    ),
]
RULES = CODE + MARKUP


def named(rule):
    return rule.why.split(":")[0][:60]


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_catches_what_it_should(rule):
    assert [line for line in rule.bad if not re.search(rule.pattern, line)] == []
    assert [line for line in rule.good if re.search(rule.pattern, line)] == []


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_is_kept(rule):
    hits = [
        f"{tree.where(path, number)}: {line.strip()}"
        for path in _files(rule)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(rule.pattern, line)
    ]
    assert not hits, f"{rule.why}\n" + "\n".join(hits)


def _files(rule):
    if rule.kind == ".py":
        found = tree.all_python() if rule.tests else tree.python()
    else:
        found = [path for path in tree.kept() if path.suffix == rule.kind and path.is_relative_to(tree.PACKAGE)]
    return [
        path
        for path in found
        if any(part in tree.where(path) for part in rule.where)
        and not any(part in tree.where(path) for part in rule.but)
        and path.name != "test_lines.py"
    ]

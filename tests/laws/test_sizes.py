"""Small enough to read: files, functions, views, templates, style sheets, scripts, comments."""

import ast
import gzip
import io
import tokenize

from tests.laws import tree

DRAWERS = {
    "services", "selectors", "managers", "utils", "util", "helpers", "common", "base", "misc", "core",
    "repositories", "handlers", "processors", "mixins", "signals", "constants",
}  # fmt: skip
EMPTY_NAMES = ("Manager", "Handler", "Processor", "Helper", "Service", "Util", "Data", "Info")
FROM_DJANGO = {"BaseUserManager"}


def test_no_file_is_a_drawer_for_anything():
    assert [tree.where(p) for p in tree.all_python() if {p.stem, *p.relative_to(tree.ROOT).parts[:-1]} & DRAWERS] == []


def test_a_class_is_named_after_what_it_is():
    hollow = [
        f"{tree.where(path, node.lineno)} {node.name}"
        for path in tree.python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_NAMES) and node.name not in FROM_DJANGO
    ]
    assert hollow == []


def test_a_file_has_at_most_400_lines():
    assert _longer(tree.all_python(), 400) == []


def test_a_function_has_fewer_than_50_lines():
    paths = tree.all_python()
    assert [tree.where(p, f.lineno) for p, f in tree.functions(paths) if tree.lines(f) >= 50] == []


def test_a_view_module_has_at_most_150_lines_and_half_its_views_at_most_12():
    modules = [path for path in tree.python() if path.parent.name == "views"]
    assert _longer(modules, 150) == []
    lengths = sorted(
        tree.lines(f) for _, f in tree.functions(modules) if f.args.args and f.args.args[0].arg == "request"
    )
    assert not lengths or lengths[len(lengths) // 2] <= 12


def test_a_template_has_at_most_120_lines():
    assert _longer(tree.templates(), 120) == []


def test_a_style_sheet_has_at_most_150_lines_and_all_together_4000():
    sheets = [p for p in tree.kept() if p.suffix == ".css" and p.is_relative_to(tree.PACKAGE)]
    assert _longer(sheets, 150) == []
    assert sum(map(_length, sheets)) <= 4000


def test_our_script_is_500_lines_in_all_and_8_kb_on_the_wire():
    scripts = [p for p in tree.kept() if p.suffix in (".js", ".mjs") and p.is_relative_to(tree.PACKAGE)]
    assert sum(map(_length, scripts)) <= 500
    assert sum(len(gzip.compress(p.read_bytes())) for p in scripts) <= 8 * 1024


def test_comments_are_rare():
    """A file that needs a comment on more than one line in ten wants better names."""
    talkative = {}
    for path in tree.python(tests=True):
        source = path.read_text()
        comments = [
            token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type == tokenize.COMMENT
        ]
        if len(comments) > max(3, source.count("\n") / 10):
            talkative[tree.where(path)] = len(comments)
    assert talkative == {}


def _longer(paths, limit):
    return [f"{tree.where(path)} has {_length(path)}" for path in paths if _length(path) > limit]


def _length(path):
    return len(path.read_text().splitlines())

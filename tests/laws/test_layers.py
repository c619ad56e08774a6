"""Apps import downwards only; the contracts stand in pyproject.toml."""

import sys
from pathlib import Path

from click.testing import CliRunner

from tests.laws import tree


def test_every_import_contract_is_kept():
    from importlinter.cli import lint_imports_command

    sys.path.insert(0, str(tree.ROOT))
    said = CliRunner().invoke(lint_imports_command, ["--no-cache", "--config", str(Path(tree.ROOT, "pyproject.toml"))])
    assert said.exit_code == 0, said.output
    assert "0 broken" in said.output

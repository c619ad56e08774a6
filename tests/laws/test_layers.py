"""Apps import downwards only; the contracts stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from tests.laws import tree


def test_every_import_contract_is_kept():
    # A process of its own, for it switches off every logger of the one it runs in.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", tree.ROOT / "pyproject.toml"]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout

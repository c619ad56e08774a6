"""Run a module as a child that ends with its parent: `python -m touchline.cli.tethered MODULE ARGUMENT…`.

Standard input is a pipe nobody writes to. It ends when the parent does, however the parent ended, and then the child's
whole process group is killed: whoever went on would write into data that is no longer served.
"""

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def end_with_the_parent() -> None:
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()

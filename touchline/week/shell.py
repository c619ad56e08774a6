"""The frame around every page, answered for ui."""

from touchline.ui.shell import Shell


def shell_for(request) -> Shell:
    return Shell()

"""python -m touchline.bench NAME: measure one thing against its baseline in the same run."""

from importlib import import_module

import click

NAMES = ("import", "load", "pages", "verdict")


class Benches(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = {"import": "importing"}.get(cmd_name, cmd_name)
        return import_module(f"touchline.bench.{module}").main if cmd_name in NAMES else None


@click.group(cls=Benches)
def main() -> None:
    """Measure the import of a million rows, every page over ten years, many clients, or how often a verdict is luck."""


if __name__ == "__main__":
    main(prog_name="bin/bench")

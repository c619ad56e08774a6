"""Touchline as it is, with three addresses more that take writes without a browser."""

from touchline.settings import *  # noqa: F403

ROOT_URLCONF = "tests.chaos.addresses"

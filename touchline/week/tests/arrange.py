"""Addresses of the week for the laws: its pages about a team are asked for as Maya's."""

INSTEAD = {"week:team-of": {"person_id": lambda world: world.maya.pk}}

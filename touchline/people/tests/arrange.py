"""People for the laws: somebody new who was invited, a webhook of Theo's, and more reps of Maya's."""

from datetime import timedelta

from touchline.people.models import Invitation, Person, Role, User, Webhook


def arrange(world, at):
    """Adam invites Nela; Theo has a webhook."""
    today = world.workspace.today(at)
    world.newcomer = Person.join(world.workspace, name="Nela", email="nela@fieldstone.example", by=world.adam, on=today)
    _, world.token = Invitation.send(world.newcomer, by=world.adam, at=at)
    world.webhook = Webhook.add(
        world.theo, kind="slack", address="https://127.0.0.1/hook", events=["due"], at=at - timedelta(minutes=1)
    )


def crowd(world, n, at):
    """One rep more of Maya's, who is `world.another` until the next comes."""
    today = world.workspace.today(at)
    email = f"rep{n}@{world.maya.email.split('@')[1]}"
    rep = Person.objects.create(
        workspace=world.workspace, user=User.objects.create_user(email), name=f"Rep {n}", email=email
    )
    rep.grant(Role.Kind.REP, by=world.maya, on=today)
    rep.move(to=world.maya, by=world.maya, on=today - timedelta(200))
    world.another = rep


PARAMETERS = {
    "kind": lambda world: "executive",
    "person_id": lambda world: world.theo.pk,
    "seat_id": lambda world: world.theo.seats.get(to_on=None).pk,
    "token": lambda world: world.token,
    "webhook_id": lambda world: world.webhook.pk,
}
SENT = {
    "people:moved": lambda world: {"leader": world.ines.pk, "on": "2026-11-02"},
    "people:left": lambda world: {"on": "2026-11-02"},
}

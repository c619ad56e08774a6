"""CRM facts for the laws: a source with a deal of Theo's, an import that is previewed, an owner to match."""

from datetime import timedelta

from touchline.crm.models import Account, Deal, Import, ImportFile, Quota, SetAside, Source, Stage
from touchline.crm.models.source import Owner


def arrange(world, at):
    """Theo has one open deal; Maya brought in a file that waits to be applied."""
    today = world.workspace.today(at)
    source = Source.objects.create(workspace=world.workspace, name="CRM", created_at=at)
    stage = Stage.objects.create(source=source, name="Proposal", outcome="open", position=1)
    account = Account.objects.create(source=source, external_id="A1", name="Northwind")
    world.source = source
    world.deal = Deal.objects.create(
        source=source,
        external_id="D1",
        name="Northwind renewal",
        account=account,
        owner=world.theo,
        stage=stage,
        outcome="open",
        amount_minor=1_200_000,
        currency="USD",
        created_on=today - timedelta(60),
        close_on=today + timedelta(10),
    )
    world.imported = Import.objects.create(
        source=source, state=Import.State.PREVIEWED, as_of=at, by=world.maya, started_at=at
    )
    table = {"sheet": "", "holds": "deals", "headers": ["Deal"], "rows": 1, "columns": {}, "samples": {}, "why": {}}
    world.file = ImportFile.objects.create(
        batch=world.imported, name="deals.csv", sha256="0" * 64, size=1, rows=1, found={"tables": [table]}
    )
    world.owner = Owner.objects.create(source=source, key="t.brandt", name="T. Brandt")


def crowd(world, n, at):
    """Three deals more for Theo and for the newest rep; one import, one row set aside and one quota more."""
    today = world.workspace.today(at)
    won, _ = Stage.objects.get_or_create(source=world.source, name="Won", outcome="won", position=8)
    lost, _ = Stage.objects.get_or_create(source=world.source, name="Lost", outcome="lost", position=9)
    for owner in (world.another, world.theo):
        for stage, days in ((world.deal.stage, 30), (won, -40), (lost, -20)):
            Deal.objects.create(
                source=world.source,
                external_id=f"{owner.pk}.{stage.pk}.{n}",
                name=f"Deal {n}",
                account=world.deal.account,
                owner=owner,
                stage=stage,
                outcome=stage.outcome,
                amount_minor=900_000 + n,
                currency="USD",
                created_on=today - timedelta(100),
                close_on=today + timedelta(days - n % 60),
                decided_on=None if stage.outcome == "open" else today - timedelta(n % 60),
            )
    Owner.objects.create(source=world.source, key=f"owner {n}")
    batch = Import.objects.create(source=world.source, as_of=at, by=world.maya, started_at=at, state="applied")
    file = ImportFile.objects.create(batch=batch, name=f"{n}.csv", sha256=f"{n:064}", size=1)
    SetAside.objects.create(batch=world.imported, file=file, line=n + 1, reason="No stage.", row={"id": n})
    month = today.replace(day=1) - timedelta(days=1 + 31 * n)
    days = {"starts_on": month.replace(day=1), "ends_on": month}
    Quota.agree(world.theo, **days, amount_minor=100_000_00, currency="USD", by=world.maya, at=at)


PARAMETERS = {
    "deal_id": lambda world: world.deal.pk,
    "file_id": lambda world: world.file.pk,
    "import_id": lambda world: world.imported.pk,
    "owner_id": lambda world: world.owner.pk,
    "source_id": lambda world: world.source.pk,
}
INSTEAD = {"crm:numbers-of": {"person_id": lambda world: world.maya.pk}}

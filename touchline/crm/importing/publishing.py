"""Write a plan into the facts: one short transaction, with what was there before kept for undo."""

from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import available_timezones

import polars as pl
from django.db.models import Model

from touchline.crm.importing import bulk
from touchline.crm.importing.comparing import DAYS
from touchline.crm.importing.proposing import arrange, propose
from touchline.crm.importing.stages import position
from touchline.crm.importing.staging import Folder
from touchline.crm.learning import count_pushes
from touchline.crm.models import Account, Activity, Alias, Before, Deal, DealChange, Import, Mapping, Owner, Stage
from touchline.people.models import Person, Workspace

MadeRow = TypeVar("MadeRow", bound=Model)


def publish(batch: Import, folder: Folder, *, by: Person | None, at: datetime) -> None:
    """Write everything the folder of an import holds; the caller opens the transaction."""
    writer = Writer(batch, by=by, at=at)
    humans = writer.write_people(folder.load_json("people"))
    writer.write_owners(folder.load_json("people"), humans)
    writer.write_accounts(folder.load("accounts"))
    writer.write_deals(folder.load("deals"), folder.load_json("stages"), folder.load("changes"))
    writer.write_activities(folder.load("activities"))
    writer.remember(folder.load_json("aliases"), folder.load_json("mappings"))


class Writer:
    """Writes one import, keeping a note of every row it makes or changes."""

    def __init__(self, batch: Import, *, by: Person | None, at: datetime) -> None:
        self.batch, self.source, self.by, self.at = batch, batch.source, by, at
        self.zones = available_timezones()

    def write_people(self, plan: dict[str, Any]) -> dict[int, int]:
        """Make the people who are not there yet; return number in the plan → key.

        Seats and roles are given where whoever applies it may give them, else they wait as proposals.
        """
        workspace = self.source.workspace
        proposed = propose(plan, workspace)
        numbers = {n: human["pk"] or self._person(workspace, human) for n, human in enumerate(plan["humans"])}
        entries = [proposal.as_entry(numbers) for proposal in proposed.proposals]
        self.batch.notes += proposed.left_out
        if self.by is None or self.by.is_administrator:
            arrange(self.batch, entries, by=self.by, at=self.at)
        else:
            self.batch.proposals = entries
        return numbers

    def _person(self, workspace: Workspace, human: dict[str, Any]) -> int:
        zone = human["zone"] if human["zone"] in self.zones else ""
        return self._made(
            Person.objects.create(
                workspace=workspace,
                name=human["name"],
                email=human["email"],
                title=human["title"],
                zone=zone,
                started_on=human["started_on"] or None,
            )
        ).pk

    def write_owners(self, plan: dict[str, Any], humans: dict[int, int]) -> None:
        known = {owner.key: owner for owner in self.source.owners.filter(ignored_at=None)}
        ignored = set(self.source.owners.exclude(ignored_at=None).values_list("key", flat=True))
        people = self.source.workspace.people.in_bulk(list(humans.values()))
        for key, number in plan["owners"].items():
            person = humans[number] if number is not None else None
            name, email = plan["named"][key]
            if key in ignored:
                continue
            if key not in known:
                self._made(Owner.objects.create(source=self.source, key=key, name=name, email=email, person_id=person))
            elif person and known[key].person_id is None and self._may_match(known[key], people[person]):
                self._keep(Owner, pl.Series([known[key].pk]))
                self.source.owners.filter(key=key).update(person=person, name=name, email=email)
                self.source.deals.filter(owner_in_source=known[key], owner=None).update(owner=person)
                self.source.activities.filter(owner_in_source=known[key], owner=None).update(owner=person)

    def write_accounts(self, accounts: pl.DataFrame) -> None:
        new, changed = accounts.filter(pl.col("id").is_null()), accounts.filter(pl.col("id").is_not_null())
        facts = ["name", "sector", "country"]
        fresh = new.select(pl.col("ref").alias("external_id"), *facts)
        bulk.insert(Account, fresh.with_columns(source_id=self.source.pk, first_import_id=self.batch.pk))
        self._keep(Account, changed["id"])
        bulk.update(Account, changed.select("id", *facts))

    def write_deals(self, deals: pl.DataFrame, stages: dict[str, str], changes: pl.DataFrame) -> None:
        self._stages(stages)
        deals = deals.join(self._lookup(Stage, "name", "stage"), on="stage", how="left", maintain_order="left")
        deals = deals.join(
            self._lookup(Account, "external_id", "account_ref"), on="account_ref", how="left", maintain_order="left"
        )
        deals = deals.join(self._owners(), on="owner_ref", how="left", maintain_order="left").rename(
            {"key": "external_id"}
        )
        columns = [
            "external_id", "name", "account_ref_id", "owner_in_source_id", "owner_id", "stage_id", "outcome",
            "amount_minor", "currency", *DAYS, "next_step", "product", "kind",
        ]  # fmt: skip
        deals = deals.select("id", *columns).rename({"account_ref_id": "account_id"})
        deals = deals.with_columns(last_import_id=pl.lit(self.batch.pk))
        new, changed = deals.filter(pl.col("id").is_null()), deals.filter(pl.col("id").is_not_null())
        # Three of the four indexes begin with the owner: in that order their pages are filled one after the other.
        new = new.sort("owner_id", maintain_order=True).with_columns(
            bulk.reserve(Deal, new.height), source_id=pl.lit(self.source.pk), first_import_id=pl.lit(self.batch.pk)
        )
        fresh = new.select(pl.col("external_id").alias("key"), pl.col("id").alias("fresh"))
        changes = changes.join(fresh, on="key", how="left", maintain_order="left")
        changes = changes.with_columns(deal_id=pl.coalesce("id", "fresh")).sort("deal_id", maintain_order=True)
        self._keep(Deal, changed["id"])
        bulk.insert(Deal, with_pushes(new, changes))
        bulk.update(Deal, changed)
        rows = changes.select(
            "deal_id", "field", pl.col("old").str.slice(0, 240), pl.col("new").str.slice(0, 240),
            instant("seen_after"), instant("seen_by"), pl.lit(self.batch.pk).alias("batch_id"),
        )  # fmt: skip
        bulk.insert(DealChange, rows)
        for part in pl.concat([changed["id"], changes["id"].drop_nulls()]).unique().to_frame().iter_slices(500):
            count_pushes(Deal.objects.filter(pk__in=part["id"].to_list()))

    def _stages(self, stages: dict[str, str]) -> None:
        known = set(self.source.stages.values_list("name", flat=True))
        for name, outcome in stages.items():
            if name not in known:
                place = position(name, outcome)
                self._made(Stage.objects.create(source=self.source, name=name, outcome=outcome, position=place))

    def write_activities(self, activities: pl.DataFrame) -> None:
        if activities.is_empty():
            self._link_orphans()
            return
        deals = self._lookup(Deal, "external_id", "deal_key").rename({"deal_key_id": "deal_id"})
        frame = activities.join(deals, on="deal_key", how="left", maintain_order="left")
        frame = frame.join(self._owners(), on="owner_ref", how="left", maintain_order="left")
        frame = frame.select(
            "id", pl.col("key").alias("external_id"), "kind", "subject", "deal_id", "deal_key", "owner_in_source_id",
            "owner_id", "on", instant("at"), "done",
        )  # fmt: skip
        new, changed = frame.filter(pl.col("id").is_null()).drop("id"), frame.filter(pl.col("id").is_not_null())
        bulk.insert(Activity, new.with_columns(source_id=self.source.pk, first_import_id=self.batch.pk))
        self._keep(Activity, changed["id"])
        bulk.update(Activity, changed)
        self._link_orphans()

    def _link_orphans(self) -> None:
        """Activities that came before their deal find it now."""
        orphans = self.source.activities.filter(deal=None).exclude(deal_key="")
        if not orphans.exclude(first_import=self.batch).exists():
            return
        mine = dict(self.source.deals.filter(first_import=self.batch).values_list("external_id", "pk"))
        for activity in orphans.filter(deal_key__in=list(mine)):
            orphans.filter(pk=activity.pk).update(deal=mine[activity.deal_key])

    def remember(self, aliases: dict[str, str], mappings: list[dict[str, Any]]) -> None:
        for spelling, means in aliases.items():
            alias, made = Alias.objects.get_or_create(
                source=self.source, field="product", spelling=spelling, defaults={"means": means}
            )
            if made:
                self._made(alias)
        is_remembered = self.by is None or self.by.is_administrator
        for mapping in mappings:
            if not is_remembered:
                mapping["corrected_by_id"] = None
            kept, made = Mapping.objects.get_or_create(
                source=self.source,
                headers_hash=mapping.pop("headers_hash"),
                defaults={**mapping, "remembered_at": self.at},
            )
            if made:
                self._made(kept)
            elif mapping["corrected_by_id"]:
                self.source.mappings.filter(pk=kept.pk).update(**mapping, remembered_at=self.at)

    def _owners(self) -> pl.DataFrame:
        rows = list(self.source.owners.values_list("key", "pk", "person"))
        schema = {"owner_ref": pl.String, "owner_in_source_id": pl.Int64, "owner_id": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _lookup(self, model: type[Model], column: str, name: str) -> pl.DataFrame:
        rows = model._default_manager.filter(source=self.source).values_list(column, "pk")
        return pl.DataFrame(
            list(rows), schema={name: pl.String, f"{name.removesuffix('_in_source')}_id": pl.Int64}, orient="row"
        )

    def _may_match(self, owner: Owner, person: Person) -> bool:
        return self.by is None or owner.can_match(self.by, person)

    def _keep(self, model: type[Model], ids: pl.Series) -> None:
        """Keep rows as they are before they change."""
        if ids.len():
            was = bulk.raw_rows(model, ids)
            bulk.insert(Before, was.with_columns(batch_id=self.batch.pk, model=pl.lit(model._meta.label)))

    def _made(self, row: MadeRow) -> MadeRow:
        """Note that a row was made, and return it."""
        Before.objects.create(batch=self.batch, model=row._meta.label, row=row.pk, was=None)
        return row


def with_pushes(deals: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Say of each open deal how often its close date was moved later; 0 for a deal that is decided."""
    later = (pl.col("field") == int(DealChange.Field.CLOSE)) & (pl.col("old") != "") & (pl.col("new") > pl.col("old"))
    counted = changes.filter(later).group_by("deal_id").agg(pl.len().cast(pl.Int64).alias("pushes"))
    deals = deals.join(counted, left_on="id", right_on="deal_id", how="left", maintain_order="left")
    is_open = pl.col("outcome") == Stage.Outcome.OPEN.value
    return deals.with_columns(pushes=pl.when(is_open).then("pushes").fill_null(0))


def instant(name: str) -> pl.Expr:
    """Write an instant as both databases read it: `2026-11-23 07:40:00`, in UTC."""
    return pl.col(name).str.replace("T", " ", literal=True)

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Reading"),
                            ("needs_answer", "Needs an answer"),
                            ("previewed", "Ready to apply"),
                            ("applying", "Applying"),
                            ("applied", "Applied"),
                            ("refused", "Refused"),
                            ("discarded", "Discarded"),
                            ("undone", "Undone"),
                        ],
                        default="reading",
                        max_length=16,
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("step", models.CharField(blank=True, max_length=80)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("questions", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("notes", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=240)),
                ("sector", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=120)),
                (
                    "first_import",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts_first_seen",
                        to="crm.import",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=240)),
                ("path", models.CharField(blank=True, max_length=400)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("holds", models.CharField(blank=True, max_length=16)),
                ("sheet", models.CharField(blank=True, max_length=120)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="crm.import"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="import_file_by_hash")],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("share", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "starts_on", "ends_on"), name="quota_once_per_period"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="quota_ends_after_it_begins"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gte", 0)), name="quota_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 1)), name="quota_share_of_a_whole"
                    ),
                ],
                "indexes": [models.Index(fields=["starts_on", "person"], name="quota_by_period")],
            },
        ),
        migrations.CreateModel(
            name="QuotaChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("old_minor", models.BigIntegerField(null=True)),
                ("new_minor", models.BigIntegerField(null=True)),
                ("old_share", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                ("new_share", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=240)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quota_changes", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="quota_change_by_person")],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("row", models.JSONField()),
                ("mended_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="set_aside_rows", to="crm.import"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="set_aside_rows", to="crm.importfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("line__gte", 1)), name="set_aside_line_counts_from_one")
                ],
                "indexes": [models.Index(fields=["batch", "line"], name="set_aside_by_line")],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "deal_url",
                    models.CharField(
                        blank=True, help_text="Address of a deal, with {id} where its id goes.", max_length=240
                    ),
                ),
                ("keeps_next_steps", models.BooleanField(default=False)),
                ("holds_quarter", models.FloatField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="people.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("workspace", "name"), name="source_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("ignored_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="crm_owners",
                        to="people.person",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="owners", to="crm.source"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="owner_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Mapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headers_hash", models.CharField(max_length=64)),
                ("holds", models.CharField(max_length=16)),
                ("columns", models.JSONField(default=dict)),
                ("formats", models.JSONField(default=dict)),
                ("remembered_at", models.DateTimeField()),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mappings", to="crm.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "headers_hash"), name="mapping_once_per_headers")
                ],
            },
        ),
        migrations.AddField(
            model_name="import",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="crm.source"
            ),
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=240)),
                (
                    "outcome",
                    models.CharField(choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")], max_length=4),
                ),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("created_on", models.DateField(null=True)),
                ("close_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("stage_since", models.DateField(null=True)),
                ("next_step", models.CharField(blank=True, max_length=240)),
                ("next_step_on", models.DateField(null=True)),
                ("pushes", models.PositiveSmallIntegerField(default=0)),
                ("product", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "New business"),
                            ("expansion", "Expansion"),
                            ("renewal", "Renewal"),
                            ("", "Not stated"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="crm.account",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="people.person",
                    ),
                ),
                (
                    "first_import",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals_first_seen",
                        to="crm.import",
                    ),
                ),
                (
                    "last_import",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals_last_changed",
                        to="crm.import",
                    ),
                ),
                (
                    "owner_in_source",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="crm.owner",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deals",
                        to="crm.source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="deal_once_per_source"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "won", "lost"])), name="deal_outcome_known"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["owner", "outcome", "decided_on"], name="deal_by_owner"),
                    models.Index(fields=["owner", "created_on"], name="deal_by_owner_created"),
                    models.Index(fields=["owner", "close_on"], name="deal_by_owner_close"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=24)),
                ("spelling", models.CharField(max_length=200)),
                ("means", models.CharField(max_length=200)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="crm.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "field", "spelling"), name="alias_spelling_once"),
                    models.CheckConstraint(
                        condition=models.Q(("spelling", models.F("means")), _negated=True), name="alias_means_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("task", "Task"), ("call", "Call"), ("meeting", "Meeting"), ("email", "E-mail")],
                        max_length=8,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=240)),
                ("deal_key", models.CharField(blank=True, max_length=120)),
                ("on", models.DateField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("done", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="people.person",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="crm.deal",
                    ),
                ),
                (
                    "first_import",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities_first_seen",
                        to="crm.import",
                    ),
                ),
                (
                    "owner_in_source",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="crm.owner",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="crm.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="activity_once_per_source")
                ],
                "indexes": [
                    models.Index(fields=["owner", "on"], name="activity_by_owner"),
                    models.Index(fields=["deal", "on"], name="activity_by_deal"),
                ],
            },
        ),
        migrations.AddField(
            model_name="account",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="accounts", to="crm.source"
            ),
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")], max_length=4),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("odds", models.FloatField(null=True)),
                ("odds_n", models.PositiveIntegerField(default=0)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="crm.source"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [models.UniqueConstraint(fields=("source", "name"), name="stage_name_once")],
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="crm.stage"
            ),
        ),
        migrations.CreateModel(
            name="DealChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Stage"), (2, "Amount"), (3, "Close date"), (4, "Owner"), (5, "Next step")]
                    ),
                ),
                ("old", models.CharField(blank=True, max_length=240)),
                ("new", models.CharField(blank=True, max_length=240)),
                ("seen_after", models.DateTimeField(null=True)),
                ("seen_by", models.DateTimeField()),
                (
                    "deal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="crm.deal",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="crm.import",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["deal", "field", "seen_by"], name="change_by_deal")],
            },
        ),
        migrations.CreateModel(
            name="Before",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=40)),
                ("row", models.BigIntegerField()),
                ("was", models.JSONField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="before", to="crm.import"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "befores",
                "constraints": [models.UniqueConstraint(fields=("batch", "model", "row"), name="before_once_per_row")],
            },
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["source", "-applied_at"], name="import_by_time"),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["source", "name"], name="account_by_name"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("source", "external_id"), name="account_once_per_source"),
        ),
    ]

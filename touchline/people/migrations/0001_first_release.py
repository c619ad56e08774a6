import datetime
import django.db.models.deletion
import django.db.models.functions.text
import touchline.people.models.holidays
import touchline.people.models.reach
import touchline.people.models.workspace
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("times_signed_out", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "zone",
                    models.CharField(
                        blank=True, max_length=64, validators=[touchline.people.models.workspace.real_zone]
                    ),
                ),
                (
                    "holidays",
                    models.CharField(
                        blank=True, max_length=10, validators=[touchline.people.models.holidays.real_holidays]
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=6,
                    ),
                ),
                ("single_keys", models.BooleanField(default=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None),
                            ("started_on", None),
                            ("left_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="person_leaves_after_starting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wants_digest", models.BooleanField(default=True)),
                ("quiet_from", models.TimeField(default=datetime.time(18, 0))),
                ("quiet_to", models.TimeField(default=datetime.time(8, 0))),
                ("quiet_days", models.JSONField(blank=True, default=touchline.people.models.reach.weekend)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reach", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("slack", "Slack"), ("teams", "Teams")], default="slack", max_length=5),
                ),
                ("sealed_address", models.TextField()),
                ("host", models.CharField(max_length=255)),
                ("events", models.JSONField(default=list)),
                ("added_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="webhooks", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("fiscal_year_starts", models.PositiveSmallIntegerField(default=1)),
                ("week_starts", models.PositiveSmallIntegerField(default=0)),
                (
                    "zone",
                    models.CharField(
                        default="UTC", max_length=64, validators=[touchline.people.models.workspace.real_zone]
                    ),
                ),
                (
                    "holidays",
                    models.CharField(
                        blank=True, max_length=10, validators=[touchline.people.models.holidays.real_holidays]
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[("all", "All won deals"), ("new", "New business only")], default="all", max_length=3
                    ),
                ),
                ("second_factor_required", models.BooleanField(default=False)),
                ("sends_invitations", models.BooleanField(default=False)),
                ("demo_anchor", models.DateField(null=True)),
                ("facts_as_of", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fiscal_year_starts__range", (1, 12))),
                        name="workspace_fiscal_year_starts_in_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week_starts__range", (0, 6))), name="workspace_week_starts_on_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="teams", to="people.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("workspace", "name"), name="team_name_once")],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="people", to="people.workspace"
            ),
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_on", models.DateField()),
                ("lined_up_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "sent_on"), name="digest_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("leave", "Leave"), ("illness", "Illness")], default="leave", max_length=8
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("uid", models.CharField(blank=True, max_length=255)),
                ("entered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "from_on"], name="absence_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="absence_ends_after_it_begins"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("uid", ""), _negated=True), ("withdrawn_at", None)),
                        fields=("person", "uid"),
                        name="absence_once_per_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("steps", models.PositiveSmallIntegerField()),
                (
                    "above",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines_below", to="people.person"
                    ),
                ),
                (
                    "below",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines_above", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("above", "below"), name="line_drawn_once")],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "Leader"),
                            ("rep", "Rep"),
                            ("executive", "Executive"),
                            ("interviewer", "Interviewer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("person", "kind"), name="role_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="seats_led",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="people.person"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="seats", to="people.team"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["leader", "to_on"], name="seat_by_leader")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("person",), name="seat_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("from_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="seat_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leader", None), models.Q(("leader", models.F("person")), _negated=True), _connector="OR"
                        ),
                        name="seat_not_with_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("tomorrow", "A one-on-one is the next day"),
                            ("due", "A promise of yours is due"),
                            ("overdue", "A promise of yours is overdue"),
                            ("topic", "A topic was added for you"),
                        ],
                        max_length=8,
                    ),
                ),
                ("about", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=400)),
                ("url", models.CharField(max_length=300)),
                ("lined_up_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="people.webhook"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("posted_at", None)), fields=["lined_up_at"], name="notice_waiting")
                ],
                "constraints": [models.UniqueConstraint(fields=("webhook", "event", "about"), name="notice_once")],
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["workspace", "name"], name="person_by_name"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("workspace"),
                condition=models.Q(("email", ""), _negated=True),
                name="person_email_once_per_workspace",
            ),
        ),
    ]

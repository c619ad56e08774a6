import django.db.models.deletion
import touchline.people.models.workspace
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first_release"),
        ("plans", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConnectedCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("file", "File"), ("address", "Address"), ("caldav", "CalDAV")], max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("sealed_address", models.TextField(blank=True)),
                ("login", models.CharField(blank=True, max_length=200)),
                ("sealed_password", models.TextField(blank=True)),
                ("takes_leave", models.BooleanField(default=False)),
                ("connected_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connected_calendars",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["next_at"], name="calendar_by_turn")
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feed", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="people.person"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)), fields=("rep", "former", "to"), name="handover_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("is_cancelled", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField()),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("of_sequence", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("sent_at__gte", models.F("tried_at")), _connector="OR"),
                        name="mailing_tried_before_sent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OneOnOne",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("due_on", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("moved_from", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                ("moved_why", models.CharField(blank=True, max_length=200)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "Open"), ("held", "Held"), ("missed", "Missed"), ("excused", "Excused")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True)),
                ("outcome_why", models.CharField(blank=True, max_length=200)),
                (
                    "missed_by",
                    models.CharField(blank=True, choices=[("leader", "The leader"), ("rep", "The rep")], max_length=6),
                ),
                ("recorded_at", models.DateTimeField(null=True)),
                ("is_holiday", models.BooleanField(default=False)),
                ("by_itself", models.BooleanField(default=False)),
                ("talked_minutes", models.PositiveSmallIntegerField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "absence",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.absence"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="one_on_ones_led", to="people.person"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="one_on_ones", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("outcome_at", None)),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("outcome_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="one_on_one_outcome_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("leader", models.F("rep")), _negated=True), name="one_on_one_of_two"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["leader", "starts_at"], name="one_on_one_by_leader"),
                    models.Index(fields=["rep", "starts_at"], name="one_on_one_by_rep"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(blank=True, max_length=20000)),
                ("version", models.PositiveIntegerField(default=0)),
                ("tab", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="oneonones.oneonone"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("one_on_one", "author"), name="note_once_per_author")],
            },
        ),
        migrations.CreateModel(
            name="GoalReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="plans.goal"
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="plans.milestone",
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_reviews",
                        to="oneonones.oneonone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one_on_one", "goal"), name="goal_reviewed_once_per_one_on_one"),
                    models.UniqueConstraint(
                        fields=("one_on_one", "milestone"), name="milestone_reviewed_once_per_one_on_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("goal", None), ("milestone__isnull", False)),
                            models.Q(("goal__isnull", False), ("milestone", None)),
                            _connector="OR",
                        ),
                        name="review_of_a_goal_or_a_milestone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=240)),
                ("number", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("due_on", models.DateField()),
                ("first_due_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("renegotiated_at", models.DateTimeField(null=True)),
                (
                    "difficulty",
                    models.PositiveSmallIntegerField(choices=[(1, "Easy"), (2, "Fair"), (3, "Hard")], null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("kept", "Kept"), ("missed", "Missed"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("settled_on", models.DateField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("dropped_why", models.CharField(blank=True, max_length=200)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="commitments", to="people.person"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments_received",
                        to="people.person",
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="commitments",
                        to="oneonones.oneonone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("owner", models.F("to")), _negated=True), name="commitment_to_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_on", None), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("settled_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="commitment_settled_has_a_day",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["owner", "state", "due_on"], name="commitment_by_owner"),
                    models.Index(fields=["to", "state", "due_on"], name="commitment_by_receiver"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lined_up_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closings", to="people.person"
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closings", to="oneonones.oneonone"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("one_on_one", "person"), name="closing_once")],
            },
        ),
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=255)),
                ("slot", models.CharField(blank=True, max_length=32)),
                ("starts_at", models.DateTimeField()),
                ("is_cancelled", models.BooleanField(default=False)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                (
                    "asks",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing"),
                            ("cancelled", "Is it cancelled?"),
                            ("moved", "Is it at another time?"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="oneonones.connectedcalendar",
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_entries",
                        to="oneonones.oneonone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "uid", "slot"), name="calendar_entry_once_per_instance")
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questions", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "one_on_one",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="oneonones.oneonone"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amendments", to="oneonones.oneonone"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(blank=True, max_length=20000)),
                ("version", models.PositiveIntegerField(default=0)),
                ("tab", models.UUIDField(null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="oneonones.oneonone"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("one_on_one", "author"), name="privatenote_once_per_author")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[(7, "Weekly"), (14, "Every two weeks"), (28, "Every four weeks")], default=7
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("at_time", models.TimeField()),
                (
                    "zone",
                    models.CharField(
                        blank=True, max_length=64, validators=[touchline.people.models.workspace.real_zone]
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("agenda", models.TextField(blank=True, max_length=2000)),
                ("starts_on", models.DateField()),
                ("falls_due_from", models.DateField()),
                ("agreed_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(null=True)),
                ("pause_reason", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rhythms_led", to="people.person"
                    ),
                ),
                (
                    "rep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rhythms", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("leader", "rep"), name="rhythm_once_per_pair"
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__range", (0, 6))), name="rhythm_on_a_weekday"),
                    models.CheckConstraint(condition=models.Q(("minutes__range", (5, 240))), name="rhythm_long_enough"),
                ],
            },
        ),
        migrations.AddField(
            model_name="oneonone",
            name="rhythm",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="one_on_ones",
                to="oneonones.rhythm",
            ),
        ),
        migrations.CreateModel(
            name="Tap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("confirm", "Confirm that a one-on-one took place"),
                            ("keep", "Mark a commitment as kept"),
                        ],
                        max_length=7,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taps",
                        to="oneonones.commitment",
                    ),
                ),
                (
                    "one_on_one",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taps",
                        to="oneonones.oneonone",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="taps", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "confirm"), ("commitment", None), ("one_on_one__isnull", False)),
                            models.Q(("act", "keep"), ("commitment__isnull", False), ("one_on_one", None)),
                            _connector="OR",
                        ),
                        name="tap_on_what_its_act_is_about",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=240)),
                ("raised_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="people.person"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "settled_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="topics_settled",
                        to="oneonones.oneonone",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["leader", "rep", "settled_at"], name="topic_by_pair")],
            },
        ),
        migrations.CreateModel(
            name="Usefulness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "one_on_one",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        related_query_name="rating",
                        to="oneonones.oneonone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("score__range", (1, 5))), name="usefulness_one_to_five")
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["leader", "starts_at"], name="withdrawn_by_leader"),
                    models.Index(fields=["rep", "starts_at"], name="withdrawn_by_rep"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="oneonone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rhythm", None), _negated=True),
                fields=("rhythm", "due_on"),
                name="one_on_one_once_per_slot",
            ),
        ),
    ]

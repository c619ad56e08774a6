import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("drawn_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draws", to="people.person"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("about", models.CharField(max_length=240)),
                ("levels", models.JSONField()),
                ("sounds_good", models.CharField(blank=True, max_length=240)),
                ("sounds_bad", models.CharField(blank=True, max_length=240)),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Focus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("behaviour", models.CharField(max_length=240)),
                (
                    "metric",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("win_rate", "Deals won, of those decided"),
                            ("first_stage", "New deals that left the first stage within 30 days"),
                            ("close_kept", "Close dates that held, of those that came"),
                            ("meetings_held", "Meetings held, of those planned"),
                        ],
                        max_length=16,
                    ),
                ),
                ("baseline_hits", models.PositiveIntegerField(default=0)),
                ("baseline_n", models.PositiveIntegerField(default=0)),
                ("target", models.PositiveSmallIntegerField(help_text="In percent.", null=True)),
                (
                    "cue",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_deal", "a new deal is opened"),
                            ("meeting", "a meeting stands in the calendar for tomorrow"),
                            ("stage", "a deal moves to another stage"),
                            ("date", "a close date is about to be moved"),
                            ("no_step", "a deal has no next step on Friday"),
                            ("lost", "a deal is lost"),
                        ],
                        max_length=8,
                    ),
                ),
                ("then", models.CharField(blank=True, max_length=200)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("chosen_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_why", models.CharField(blank=True, max_length=240)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="focuses",
                        to="skills.draw",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="focuses", to="skills.edition"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="focuses", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "focuses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="focus_ends_after_it_starts"
                    ),
                    models.CheckConstraint(condition=models.Q(("place__in", (1, 2))), name="focus_two_places"),
                    models.CheckConstraint(
                        condition=models.Q(("baseline_n__gte", models.F("baseline_hits"))),
                        name="focus_baseline_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target", None), ("target__lte", 100), _connector="OR"),
                        name="focus_target_in_percent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("person", "place"), name="focus_two_at_a_time"
                    ),
                ],
                "indexes": [models.Index(fields=["person", "starts_on"], name="focus_by_person")],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ride_along", "Ride-along"),
                            ("call", "Call"),
                            ("role_play", "Role-play"),
                            ("deal_review", "Deal review"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "declared_lead",
                    models.CharField(choices=[("rep", "The rep leads"), ("leader", "The leader leads")], max_length=6),
                ),
                ("declared_at", models.DateTimeField()),
                (
                    "rep_says_led",
                    models.CharField(
                        blank=True, choices=[("rep", "The rep leads"), ("leader", "The leader leads")], max_length=6
                    ),
                ),
                ("on", models.DateField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("self_level", models.PositiveSmallIntegerField(null=True)),
                ("self_at", models.DateTimeField(null=True)),
                ("behaviour", models.CharField(blank=True, max_length=400)),
                ("effect", models.CharField(blank=True, max_length=400)),
                ("next_try", models.CharField(blank=True, max_length=400)),
                ("feedback_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "focus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="observations", to="skills.focus"
                    ),
                ),
                (
                    "observer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations_made",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), models.Q(("level__gte", 1), ("level__lte", 4)), _connector="OR"
                        ),
                        name="observation_level_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("self_level", None),
                            models.Q(("self_level__gte", 1), ("self_level__lte", 4)),
                            _connector="OR",
                        ),
                        name="observation_own_level_of_four",
                    ),
                ],
                "indexes": [models.Index(fields=["focus", "on"], name="observation_by_focus")],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pairings_made", to="people.person"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="pairing_of_two"
                    ),
                    models.UniqueConstraint(fields=("one", "week_on"), name="pairing_once_a_week"),
                    models.UniqueConstraint(fields=("other", "week_on"), name="pairing_once_a_week_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("retry", "Tried it in the field"),
                            ("role_play", "Role-play"),
                            ("peer", "With a peer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("said", models.CharField(blank=True, max_length=240)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "focus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="practices", to="skills.focus"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "practices",
                "indexes": [models.Index(fields=["focus", "on"], name="practice_by_focus")],
            },
        ),
        migrations.CreateModel(
            name="SecondRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_ratings",
                        to="skills.observation",
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="second_ratings", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("observation", "rater"), name="second_rating_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), models.Q(("level__gte", 1), ("level__lte", 4)), _connector="OR"
                        ),
                        name="second_rating_of_four",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "metric",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("win_rate", "Deals won, of those decided"),
                            ("first_stage", "New deals that left the first stage within 30 days"),
                            ("close_kept", "Close dates that held, of those that came"),
                            ("meetings_held", "Meetings held, of those planned"),
                        ],
                        max_length=16,
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True, unique=True)),
                (
                    "edition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="skills.edition"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skills", to="people.workspace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("workspace", "name"), name="skill_name_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="focus",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="focuses", to="skills.skill"
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="skills.skill"
            ),
        ),
        migrations.AddField(
            model_name="draw",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="skills.skill"
            ),
        ),
        migrations.CreateModel(
            name="Skip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "focus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skips", to="skills.focus"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("focus", "day"), name="skip_once")],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "look",
                    models.CharField(
                        choices=[("first", "First look"), ("second", "Second look"), ("close", "When it was closed")],
                        max_length=6,
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("moved", "Moved"),
                            ("leaning_yes", "Leaning yes"),
                            ("cant_tell", "Can’t tell yet"),
                            ("leaning_no", "Leaning no"),
                            ("went_down", "Went down"),
                            ("too_early", "Too early to say"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "design",
                    models.CharField(
                        choices=[
                            ("one_rep", "One rep before and after, against the team"),
                            ("drawn", "Several reps, start weeks drawn by chance"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("win_rate", "Deals won, of those decided"),
                            ("first_stage", "New deals that left the first stage within 30 days"),
                            ("close_kept", "Close dates that held, of those that came"),
                            ("meetings_held", "Meetings held, of those planned"),
                        ],
                        max_length=16,
                    ),
                ),
                ("before_from", models.DateField()),
                ("before_to", models.DateField()),
                ("after_from", models.DateField()),
                ("after_to", models.DateField()),
                ("hits_before", models.PositiveIntegerField(default=0)),
                ("n_before", models.PositiveIntegerField(default=0)),
                ("hits_after", models.PositiveIntegerField(default=0)),
                ("n_after", models.PositiveIntegerField(default=0)),
                ("team_hits_before", models.PositiveIntegerField(default=0)),
                ("team_n_before", models.PositiveIntegerField(default=0)),
                ("team_hits_after", models.PositiveIntegerField(default=0)),
                ("team_n_after", models.PositiveIntegerField(default=0)),
                ("prior_mean", models.FloatField(null=True)),
                ("prior_strength", models.FloatField(null=True)),
                ("p_up", models.FloatField(null=True)),
                ("p_worth", models.FloatField(null=True)),
                ("points", models.FloatField(null=True)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("luck_tail", models.FloatField(null=True)),
                ("p_drawn", models.FloatField(null=True)),
                ("why", models.JSONField(default=list)),
                ("version", models.CharField(max_length=16)),
                ("looked_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
                (
                    "focus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="skills.focus"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("focus", "look"), name="verdict_once_per_look"),
                    models.CheckConstraint(
                        condition=models.Q(("n_before__gte", models.F("hits_before"))), name="verdict_hits_of_n"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worksheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=240)),
                ("answer", models.CharField(blank=True, max_length=400)),
                ("next_try", models.CharField(blank=True, max_length=240)),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "pairing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="worksheets", to="skills.pairing"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pairing", "author"), name="worksheet_once_per_author")
                ],
            },
        ),
        migrations.CreateModel(
            name="Hunch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("will", "Will"),
                            ("skill", "Skill"),
                            ("knowledge", "Knowledge"),
                            ("territory", "Territory"),
                        ],
                        max_length=12,
                    ),
                ),
                ("lever", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hunches", to="people.person"
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
                "constraints": [models.UniqueConstraint(fields=("leader", "rep"), name="hunch_once_per_pair")],
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("skill", "number"), name="edition_number_once"),
        ),
    ]

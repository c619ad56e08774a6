import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("why", models.CharField(blank=True, max_length=240)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("hand", "Noted by hand"),
                            ("won_amount", "Won, from the CRM"),
                            ("won_deals", "Deals won, from the CRM"),
                            ("created_amount", "Pipeline created, from the CRM"),
                            ("created_deals", "Deals created, from the CRM"),
                            ("next_steps", "Share of open deals with a dated next step, from the CRM"),
                        ],
                        default="hand",
                        max_length=16,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("money", "Money"), ("count", "Number"), ("percent", "Percent")],
                        default="count",
                        max_length=8,
                    ),
                ),
                ("is_learning", models.BooleanField(default=False)),
                ("start", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=16)),
                ("target", models.DecimalField(decimal_places=2, max_digits=16)),
                ("value", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("starts_on", models.DateField()),
                ("due_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("key", models.UUIDField(null=True, unique=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("revised_at", models.DateTimeField(null=True)),
                ("parked_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="people.person"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("starts_on"))), name="goal_due_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target", models.F("start")), _negated=True), name="goal_goes_somewhere"
                    ),
                ],
                "indexes": [models.Index(fields=["person", "due_on"], name="goal_by_person")],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=2, max_digits=16)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="check_ins", to="plans.goal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("key", models.UUIDField(null=True, unique=True)),
                ("reached_at", models.DateTimeField(null=True)),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="milestones",
                        to="plans.goal",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="people.person"
                    ),
                ),
                (
                    "reached_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reached_at", None), ("reached_by", None)),
                            models.Q(("reached_at__isnull", False), ("reached_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="milestone_reached_at_and_by_together",
                    )
                ],
                "indexes": [models.Index(fields=["person", "due_on"], name="milestone_by_person")],
            },
        ),
    ]

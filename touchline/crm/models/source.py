from django.db import models
from django.db.models import Q

from touchline.people.models import Person, Workspace


class Source(models.Model):
    """One CRM that facts come from, with the pattern of its deal pages."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sources")
    name = models.CharField(max_length=120)
    deal_url = models.CharField(max_length=240, blank=True, help_text="Address of a deal, with {id} where its id goes.")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="source_name_once")]

    def __str__(self):
        return self.name

    def url_of(self, external_id: str) -> str:
        return self.deal_url.replace("{id}", external_id) if self.deal_url and external_id else ""


class Owner(models.Model):
    """A name or id that owns deals in a source, and the person it stands for (null: not matched)."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="owners")
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="crm_owners")
    ignored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="owner_key_once")]

    def __str__(self):
        return self.name or self.key


class Alias(models.Model):
    """A spelling in a source that means another one: product GTXPro is GTX Pro."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    field = models.CharField(max_length=24)
    spelling = models.CharField(max_length=200)
    means = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "field", "spelling"], name="alias_spelling_once"),
            models.CheckConstraint(name="alias_means_another", condition=~Q(spelling=models.F("means"))),
        ]

    def __str__(self):
        return f"{self.spelling} means {self.means}"

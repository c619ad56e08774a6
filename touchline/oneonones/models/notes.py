from django.db import models, transaction
from django.db.models import Q

from touchline.oneonones.models.oneonone import OneOnOne
from touchline.people.models import Person
from touchline.people.models.acting import Scoped, verb


class StaleNote(Exception):
    """The note was changed in another tab since this text was loaded; carries what is stored now."""

    def __init__(self, stored):
        super().__init__("This note was changed in another tab.")
        self.stored = stored


class NoteQuerySet(Scoped["Note"]):
    def seen_by(self, me: Person) -> Q:
        """Shared notes are for whoever may see the one-on-one."""
        return Q(one_on_one__in=OneOnOne.objects.known_to(me))


class PrivateNoteQuerySet(Scoped["PrivateNote"]):
    def seen_by(self, me: Person) -> Q:
        """Private notes belong to their author alone."""
        return Q(author=me)


class Writing(models.Model):
    """What one author wrote in one one-on-one. Each author has an own row, so two people never overwrite each other."""

    one_on_one = models.ForeignKey(OneOnOne, models.CASCADE, related_name="%(class)ss")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    body = models.TextField(blank=True, max_length=20_000)
    version = models.PositiveIntegerField(default=0)
    tab = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["one_on_one", "author"], name="%(class)s_once_per_author")]

    def __str__(self):
        return self.body[:60]

    LOCKS = True

    @classmethod
    def can_write(cls, by: Person, one_on_one: OneOnOne) -> bool:
        """The two of a one-on-one write in it, each a note of their own."""
        return one_on_one.can_change(by)

    @classmethod
    @verb("write")
    def write(cls, one_on_one, *, by, body, version, at, tab=None):
        """Store `body` as the author’s note; raise StaleNote if another tab stored another text since `version`.

        A tab never conflicts with itself: an answer lost on the way leaves it with an old version of its own text.
        """
        if cls.LOCKS:
            one_on_one.refuse_when_locked(at)
        note, _ = cls.objects.select_for_update().get_or_create(
            one_on_one=one_on_one, author=by, defaults={"written_at": at}
        )
        if note.body == body:
            return note
        if note.version != version and (tab is None or note.tab != tab):
            raise StaleNote(note)
        note.body, note.version, note.tab, note.written_at = body, note.version + 1, tab, at
        note.save(update_fields=["body", "version", "tab", "written_at"])
        return note

    @classmethod
    @transaction.atomic
    def bring_in(cls, notes):
        """Store many of the past at once, each as the first that was written."""
        for note in notes:
            if cls.LOCKS:
                note.one_on_one.refuse_when_locked(note.written_at)
            note.version = 1
        cls.objects.bulk_create(notes)


class Note(Writing):
    """A note both can read."""

    objects = NoteQuerySet.as_manager()

    class Meta(Writing.Meta):
        pass


class PrivateNote(Writing):
    """A note only its author can ever read, and go on writing in."""

    LOCKS = False

    objects = PrivateNoteQuerySet.as_manager()

    class Meta(Writing.Meta):
        pass

"""What the hourly tick does for one-on-ones."""

from touchline.oneonones.models import OneOnOne, Rhythm


def fall_due_all(at) -> int:
    """Let every rhythm fall due four weeks ahead, ending those of reps who have moved; returns how many run."""
    part(at)
    running = list(Rhythm.objects.running().select_related("leader__workspace", "rep__workspace"))
    for rhythm in running:
        rhythm.fall_due(until=rhythm.leader.workspace.today(at) + Rhythm.AHEAD)
    OneOnOne.objects.filter(starts_at__gt=at).excuse_where_away(at)
    return len(running)


def part(at) -> None:
    """End the rhythms of pairs who are none any more, and excuse what somebody had prepared; what was due stays due.

    What was due and nobody can tell the outcome of any more was missed, by nobody.
    """
    for rhythm in Rhythm.objects.running().of_a_pair_no_longer().select_related("leader__workspace", "rep"):
        rhythm.end(by=None, at=at)
    to_come = OneOnOne.objects.open().filter(starts_at__gt=at).of_a_pair_no_longer()
    for one in to_come.select_related("leader__workspace", "rep__workspace", "rhythm"):
        why = "has left" if one.rep.left_on else "has another leader now"
        one.excuse(why=f"{one.rep.name} {why}", by=None, at=at)
    over = OneOnOne.objects.open().filter(starts_at__lte=at).nobody_can_tell()
    for one in over.select_related("leader__workspace", "rep__workspace", "rhythm"):
        one.miss(why="No longer a pair", by=None, at=at)

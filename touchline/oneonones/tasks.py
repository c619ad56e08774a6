"""What the daily tick does for one-on-ones."""

from touchline.oneonones.models import Rhythm


def fall_due_all(at) -> int:
    """Let every rhythm fall due four weeks ahead, ending those of reps who have moved; returns how many run."""
    for rhythm in Rhythm.objects.running().of_a_pair_no_longer().select_related("leader__workspace", "rep"):
        rhythm.end(by=None, at=at)
    running = list(Rhythm.objects.running().select_related("leader__workspace", "rep"))
    for rhythm in running:
        rhythm.fall_due(until=rhythm.leader.workspace.today(at) + Rhythm.AHEAD)
    return len(running)

from django.urls import path

from touchline.oneonones.views import commitments, goals, going, notes, one_on_ones, rhythms, topics

app_name = "oneonones"
urlpatterns = [
    path("one-on-ones/", one_on_ones.index, name="index"),
    path("one-on-ones/new/", one_on_ones.new, name="new"),
    path("one-on-ones/log/", one_on_ones.log, name="log"),
    path("one-on-ones/going/", going.going, name="going"),
    path("one-on-ones/going/<str:indicator>/", going.behind, name="going-behind"),
    path("one-on-ones/rhythms/", rhythms.index, name="rhythms"),
    path("one-on-ones/rhythms/<int:rhythm_id>/paused/", rhythms.paused, name="rhythm-paused"),
    path("one-on-ones/rhythms/<int:rhythm_id>/resumed/", rhythms.resumed, name="rhythm-resumed"),
    path("one-on-ones/<int:one_on_one_id>/", one_on_ones.show, name="show"),
    path("one-on-ones/<int:one_on_one_id>/held/", one_on_ones.held, name="held"),
    path("one-on-ones/<int:one_on_one_id>/missed/", one_on_ones.missed, name="missed"),
    path("one-on-ones/<int:one_on_one_id>/excused/", one_on_ones.excused, name="excused"),
    path("one-on-ones/<int:one_on_one_id>/moved/", one_on_ones.moved, name="moved"),
    path("one-on-ones/<int:one_on_one_id>/reopened/", one_on_ones.reopened, name="reopened"),
    path("one-on-ones/<int:one_on_one_id>/notes/", notes.shared, name="notes"),
    path("one-on-ones/<int:one_on_one_id>/private-notes/", notes.private, name="private-notes"),
    path("one-on-ones/<int:one_on_one_id>/topics/", topics.new, name="topic-new"),
    path("one-on-ones/<int:one_on_one_id>/topics/<int:topic_id>/settled/", topics.settled, name="topic-settled"),
    path("one-on-ones/<int:one_on_one_id>/topics/<int:topic_id>/reopened/", topics.reopened, name="topic-reopened"),
    path("one-on-ones/<int:one_on_one_id>/topics/<int:topic_id>/withdrawn/", topics.withdrawn, name="topic-withdrawn"),
    path("one-on-ones/<int:one_on_one_id>/topics/<int:topic_id>/restored/", topics.restored, name="topic-restored"),
    path("one-on-ones/<int:one_on_one_id>/goals/<int:goal_id>/reviewed/", goals.reviewed, name="goal-reviewed"),
    path("one-on-ones/<int:one_on_one_id>/goals/<int:goal_id>/unreviewed/", goals.unreviewed, name="goal-unreviewed"),
    path("one-on-ones/<int:one_on_one_id>/commitments/", commitments.new, name="commitment-new"),
    path("commitments/", commitments.index, name="commitments"),
    path("commitments/<int:commitment_id>/kept/", commitments.kept, name="commitment-kept"),
    path("commitments/<int:commitment_id>/missed/", commitments.missed, name="commitment-missed"),
    path("commitments/<int:commitment_id>/dropped/", commitments.dropped, name="commitment-dropped"),
    path("commitments/<int:commitment_id>/renegotiated/", commitments.renegotiated, name="commitment-renegotiated"),
    path("commitments/<int:commitment_id>/reopened/", commitments.reopened, name="commitment-reopened"),
]

from django.http import Http404
from django.urls import path

from touchline.skills.views import (
    focuses,
    going,
    library,
    looks,
    observations,
    observing,
    overview,
    pairs,
    practices,
    second_ratings,
)


def soon(request, **wanted):
    raise Http404


app_name = "skills"
urlpatterns = [
    path("skills/", overview.index, name="index"),
    path("skills/own/", overview.own, name="own"),
    path("skills/going/", going.going, name="going"),
    path("skills/going/<str:indicator>/", going.behind, name="going-behind"),
    path("skills/library/", library.index, name="library"),
    path("skills/library/started/", library.started, name="library-started"),
    path("skills/library/new/", library.new, name="skill-new"),
    path("skills/library/<int:skill_id>/", library.show, name="skill"),
    path("skills/library/<int:skill_id>/edit/", library.edit, name="skill-edit"),
    path("skills/library/<int:skill_id>/retired/", library.retired, name="skill-retired"),
    path("skills/library/<int:skill_id>/restored/", library.restored, name="skill-restored"),
    path("skills/pairs/", pairs.index, name="pairs"),
    path("skills/pairs/made/", pairs.made, name="pairs-made"),
    path("skills/pairs/parted/", pairs.parted, name="pairs-parted"),
    path("pairings/<int:pairing_id>/written/", pairs.written, name="worksheet-written"),
    path("focuses/<int:focus_id>/", focuses.show, name="focus"),
    path("focuses/<int:focus_id>/closed/", focuses.closed, name="focus-closed"),
    path("focuses/<int:focus_id>/reopened/", focuses.reopened, name="focus-reopened"),
    path("focuses/<int:focus_id>/start-moved/", focuses.start_moved, name="focus-start-moved"),
    path("focuses/<int:focus_id>/observe/", observing.observe, name="observe"),
    path("focuses/<int:focus_id>/observations/logged/", observing.logged, name="observation-logged"),
    path("focuses/<int:focus_id>/practised/", practices.practised, name="practised"),
    path("focuses/<int:focus_id>/prompts/<int:number>/skipped/", practices.skipped, name="prompt-skipped"),
    path("focuses/<int:focus_id>/prompts/<int:number>/asked/", practices.asked, name="prompt-asked"),
    path("practices/<int:practice_id>/withdrawn/", practices.withdrawn, name="practice-withdrawn"),
    path("observations/<int:observation_id>/", observations.show, name="observation"),
    path("observations/<int:observation_id>/scored/", observations.scored, name="observation-scored"),
    path("observations/<int:observation_id>/told/", observations.told, name="observation-told"),
    path("observations/<int:observation_id>/self-scored/", observations.self_scored, name="observation-self-scored"),
    path("observations/<int:observation_id>/led/", observations.led, name="observation-led"),
    path("observations/<int:observation_id>/withdrawn/", observing.withdrawn, name="observation-withdrawn"),
    path("observations/<int:observation_id>/second-asked/", observations.second_asked, name="second-asked"),
    path("second-ratings/<int:rating_id>/", second_ratings.show, name="second-rating"),
    path("focuses/<int:focus_id>/looked/", looks.looked, name="looked"),
    path("reps/<int:person_id>/focuses/new/", soon, name="focus-new"),
    path("skills/draws/new/", soon, name="draw-new"),
    path("skills/draws/<int:draw_id>/", soon, name="draw"),
    path("reps/<int:person_id>/diagnosis/", soon, name="diagnosis"),
    path("reps/<int:person_id>/diagnosis/hunch/", soon, name="hunch"),
]

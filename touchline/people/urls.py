from django.urls import path

from touchline.people.views import cast, invitations, people, reach, roles, seats, settings, welcome

app_name = "people"
urlpatterns = [
    path("welcome/", welcome.show, name="welcome"),
    path("welcome/demo/", welcome.demo_asked, name="load-demo"),
    path("welcome/next/", welcome.following, name="welcome-next"),
    path("demo/", cast.index, name="cast"),
    path("demo/<int:person_id>/chosen/", cast.chosen, name="cast-chosen"),
    path("people/", people.index, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<int:person_id>/", people.show, name="person"),
    path("people/<int:person_id>/edit/", people.edit, name="person-edit"),
    path("people/<int:person_id>/roles/<str:kind>/granted/", roles.granted, name="role-granted"),
    path("people/<int:person_id>/roles/<str:kind>/revoked/", roles.revoked, name="role-revoked"),
    path("people/<int:person_id>/moved/", seats.moved, name="moved"),
    path("people/<int:person_id>/seats/<int:seat_id>/moved-back/", seats.moved_back, name="moved-back"),
    path("people/<int:person_id>/left/", seats.left, name="left"),
    path("people/<int:person_id>/returned/", seats.returned, name="returned"),
    path("people/<int:person_id>/invited/", invitations.invited, name="invited"),
    path("people/<int:person_id>/invitation/withdrawn/", invitations.withdrawn, name="invitation-withdrawn"),
    path("invitations/<str:token>/", invitations.show, name="invitation"),
    path("settings/", settings.show, name="settings"),
    path("settings/profile/", settings.profile_changed, name="profile-changed"),
    path("settings/workspace/", settings.workspace_changed, name="workspace-changed"),
    path("settings/signed-out-everywhere/", settings.signed_out_everywhere, name="signed-out-everywhere"),
    path("settings/reach/", reach.show, name="reach"),
    path("settings/reach/changed/", reach.changed, name="reach-changed"),
    path("settings/reach/webhooks/", reach.webhook_added, name="webhook-added"),
    path("settings/reach/webhooks/<int:webhook_id>/chosen/", reach.webhook_chosen, name="webhook-chosen"),
    path("settings/reach/webhooks/<int:webhook_id>/tested/", reach.webhook_tested, name="webhook-tested"),
    path("settings/reach/webhooks/<int:webhook_id>/resumed/", reach.webhook_resumed, name="webhook-resumed"),
    path("settings/reach/webhooks/<int:webhook_id>/removed/", reach.webhook_removed, name="webhook-removed"),
]

"""How somebody signs in: allauth with our lookups, our encryption and no open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter

from touchline.people.models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        return (
            User.objects.filter(pk=user_id, is_active=True)
            .select_related("person__workspace")
            .prefetch_related("person__roles")
            .first()
        )


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class MFAAdapter(DefaultMFAAdapter):
    pass

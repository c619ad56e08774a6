from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager):
    """How Django makes a login: by e-mail, never by a user name."""

    def create_user(self, email, password=None):
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A login. What somebody may see hangs on their Person, never on the login."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Accounts()

    def __str__(self):
        return self.email

    @property
    def is_staff(self) -> bool:
        """No one is: the stock admin is not part of the product."""
        return False

"""Keep a secret in a row so that the database alone does not tell it: the key lies outside, in the home folder."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Give back what was sealed; InvalidToken when it was sealed with another key."""
    return _cipher().decrypt(sealed.encode()).decode()


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.MFA_KEY.encode()).digest()))

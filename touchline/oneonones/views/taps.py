from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from touchline.oneonones.models import Tap
from touchline.oneonones.models.tap import Standing
from touchline.people.rates import is_too_often
from touchline.ui.pages import page

MOST_A_MINUTE = 20


# The secret in the address is what lets somebody act, not a session, so there is nothing to forge; and a page that
# sends no referrer makes the browser send "Origin: null", which Django would refuse.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, token):
    """Looking changes nothing, since mail scanners follow every link; pressing the button does the one act, once."""
    now = timezone.now()
    if is_too_often(f"tap-{get_adapter().get_client_ip(request)}", most=MOST_A_MINUTE, at=now):
        return _private(page(request, "oneonones/tap_ended.html", {"is_too_often": True}, status=429))
    tap = Tap.opened_by(token, at=now)
    if tap is None:
        return _private(page(request, "oneonones/tap_ended.html", {}, status=404))
    is_pressed = request.method == "POST"
    standing = tap.use(at=now) if is_pressed else tap.standing(now)
    is_done = is_pressed and standing is Standing.READY
    facts = {"act": tap.act, "standing": standing.value, "is_done": is_done}
    status = 200 if standing is Standing.READY else 410
    return _private(page(request, "oneonones/tap.html", facts, status=status))


def _private(response):
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from touchline.oneonones.calendars.feed import feed_text
from touchline.oneonones.calendars.feeding import FEWEST_SECONDS, fingerprint
from touchline.oneonones.models import Feed
from touchline.people.rates import is_too_often

WRONG_A_MINUTE, RIGHT_A_MINUTE = 20, 30


@login_not_required
@require_safe
def show(request, token):
    """A calendar has no login, so the address is the secret: it goes to no cache, no log of another site, no index."""
    now, feed = timezone.now(), Feed.opened_by(token)
    who = f"feed-{feed.pk}" if feed else f"no-feed-{get_adapter().get_client_ip(request)}"
    if is_too_often(who, most=RIGHT_A_MINUTE if feed else WRONG_A_MINUTE, at=now):
        return _private(HttpResponse(status=429, headers={"Retry-After": str(FEWEST_SECONDS)}))
    if feed is None:
        raise Http404
    text = feed_text(feed, now=now)
    tag = fingerprint(text)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": tag})
    return _private(get_conditional_response(request, etag=tag, response=response))


def _private(response):
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="one-on-ones.ics"'
    return response

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from touchline.oneonones.forms import CommitmentForm, DayForm, GradeForm, KeptForm, SeveralForm, WhyForm
from touchline.oneonones.models import Commitment
from touchline.oneonones.queries.commitments import commitments_page, next_on_of
from touchline.oneonones.views.answers import answered, back, one_on_one_of, shown
from touchline.people.finder import found
from touchline.ui.asked import page_number, whole_number, whole_numbers
from touchline.ui.pages import page
from touchline.ui.templatetags.fmt import plural
from touchline.ui.toasts import done


@require_safe
def index(request):
    return _listed(request, part="commitments")


@require_POST
def new(request, one_on_one_id):
    one, me, now = one_on_one_of(request, one_on_one_id), request.user.person, timezone.now()
    around = {"one_on_one": one, "reader": me, "today": me.workspace.today(now), "next_on": next_on_of(one)}
    form = CommitmentForm(request.POST, auto_id="commitment_%s", **around)
    if not form.is_valid():
        return shown(request, one.pk, part="commitments", status=422, commitment_form=form)
    Commitment.make(form.cleaned_data["what"], by=me, at=now, one_on_one=one, **form.promise)
    return answered(request, one.pk, part="commitments")


@require_POST
def settled(request):
    """Several at once: each row's box belongs to one form with two buttons."""
    mine = _mine(request).open()
    form = SeveralForm(request.POST, commitments=mine)
    if not form.is_valid():
        return _listed(request, status=422, day_form=form)
    chosen, how = form.chosen, form.cleaned_data["how"]
    Commitment.settle_all(chosen, how, by=request.user.person, at=timezone.now())
    undo = f"{reverse('oneonones:commitments-reopened')}?ids={','.join(str(each.pk) for each in chosen)}"
    done(request, f"{how.title()}: {plural(len(chosen), 'promise')}", undo)
    return _answer(request)


@require_POST
def reopened_again(request):
    ids = whole_numbers(request.GET.get("ids", ""))
    Commitment.reopen_all(_mine(request).filter(pk__in=ids), by=request.user.person, at=timezone.now())
    return _answer(request)


@require_POST
def graded(request, commitment_id):
    commitment, form = _commitment(request, commitment_id, may="grade"), GradeForm(request.POST)
    if form.is_valid():
        commitment.grade(form.cleaned_data["difficulty"], by=request.user.person, at=timezone.now())
    return _answer(request)


@require_POST
def kept(request, commitment_id):
    commitment, form = _commitment(request, commitment_id), KeptForm(request.POST)
    if not form.is_valid():
        return _listed(request, status=422, day_form=form)
    commitment.keep(by=request.user.person, at=timezone.now(), on=form.cleaned_data["on"])
    return _settled(request, commitment, "Kept late" if commitment.was_kept_late else "Kept")


@require_POST
def missed(request, commitment_id):
    commitment = _commitment(request, commitment_id)
    commitment.miss(by=request.user.person, at=timezone.now())
    return _settled(request, commitment, "Missed")


@require_POST
def dropped(request, commitment_id):
    commitment, form = _commitment(request, commitment_id), WhyForm(request.POST)
    commitment.drop(why=form.cleaned_data["why"] if form.is_valid() else "", by=request.user.person, at=timezone.now())
    return _settled(request, commitment, "Dropped")


@require_POST
def renegotiated(request, commitment_id):
    commitment, form = _commitment(request, commitment_id), DayForm(request.POST)
    if not form.is_valid():
        return _listed(request, status=422, day_form=form)
    commitment.renegotiate(form.cleaned_data["on"], by=request.user.person, at=timezone.now())
    done(request, f"Due on {commitment.due_on:%-d %b} instead: {commitment.what}")
    return _answer(request)


@require_POST
def reopened(request, commitment_id):
    _commitment(request, commitment_id).reopen(by=request.user.person, at=timezone.now())
    return _answer(request)


def _mine(request):
    """What one promised and was promised; what was handed over is read and never changed."""
    visible = Commitment.objects.visible_to(request.user)
    return visible.of(request.user).select_related("owner__workspace", "to")


def _commitment(request, pk, *, may="change"):
    return found(_mine(request), request.user.person, pk=pk, may=may)


def _settled(request, commitment, how):
    done(request, f"{how}: {commitment.what}", reverse("oneonones:commitment-reopened", args=[commitment.pk]))
    return _answer(request)


def _answer(request):
    """Answer where the act was done: inside a one-on-one (`?in=`), on the list, or on the page the form was on."""
    inside = whole_number(request.GET.get("in", ""))
    if request.htmx and inside is not None:
        part = "agenda" if request.GET.get("at") == "agenda" else "commitments"
        return answered(request, inside, part=part)
    return _listed(request, part="commitments") if request.htmx else back(request, reverse("oneonones:commitments"))


def _listed(request, *, part=None, status=None, **more):
    me = request.user.person
    data = commitments_page(me, which=request.GET.get("which", ""), page=page_number(request), now=timezone.now())
    more.setdefault("several", request.GET.get("several") == "1" and data.which != "settled")
    return page(request, "oneonones/commitments.html", {"list": data, **more}, part=part, status=status)

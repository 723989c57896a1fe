"""The catalogue: what every figure means."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from baiying.accounts.access import Asking, public
from baiying.figures import rules
from baiying.figures.rules.parked import PARKED


@public
def definitions(request: Asking) -> HttpResponse:
    """All definitions."""
    return render(request, "figures/definitions.html", {"definitions": (*rules.CATALOGUE, PARKED)})


@public
def definition(request: Asking, code: str) -> HttpResponse:
    """One definition: sentence, formula, numerator, denominator, window, attribution, version."""
    found = PARKED if code == PARKED.code else rules.BY_CODE.get(code)
    if found is None:
        raise Http404
    others = [d for d in (*rules.CATALOGUE, PARKED) if d.code != code]
    return render(request, "figures/definition.html", {"definition": found, "others": others})

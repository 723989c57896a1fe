"""What whoever decides about somebody is told beside the name, in every room alike."""

from django import template
from django.utils.translation import gettext

from baiying.kit import clock
from baiying.people import queries
from baiying.people.views import words
from baiying.ui import formats

register = template.Library()


@register.simple_tag
def known_of(person_id: int) -> str:
    """42 岁 · 已实名，时长计入 · 会急救、烹饪: age, standing, and what one says one can do. No number, no address."""
    standing = queries.standing_of(person_id, clock.now())
    if standing is None:
        return ""
    told = [gettext("%(n)s 岁") % {"n": standing.age}, str(words.state_words(standing.state).short)]
    skills = queries.skill_names(standing.skills)
    if skills:
        told.append(gettext("自己说会%(skills)s") % {"skills": formats.listed(skills)})
    return " · ".join(told)

"""What whoever decides about somebody is told beside the name, in every room alike."""

from typing import Any

from django import template
from django.utils.translation import gettext

from baiying.kit import clock
from baiying.people import access, queries
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


@register.inclusion_tag("people/parts/join.html", takes_context=True)
def join(context: dict[str, Any], then: str = "", look: str = "by-link") -> dict[str, Any]:
    """The way to act as a volunteer for who has no registration: oneself registers, a guardian chooses the child.

    Who acts for a child is led to the child's record: to register anew is the child's own act. `then`: where to after.
    """
    actor = context["request"].actor
    guards = actor.person_id is None and actor.account_id and queries.is_guardian(actor.account_id, clock.now())
    return {
        "ward": actor.for_ward,
        "guards": guards,
        "url": "/mine/profile/" if actor.for_ward else access.to_have_a_person(actor, then, clock.now()),
        "look": look,
    }

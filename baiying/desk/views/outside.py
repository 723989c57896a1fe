"""What programs ask for: the manifest for a home screen, what search engines may read, and where they begin."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, public
from baiying.activities import queries as activities
from baiying.kit import clock
from baiying.ui import links

# Pages of one person, of the offices, and addresses that carry a secret.
_NOT_FOR_ENGINES = (
    "/mine/", "/desk/", "/c/", "/v/", "/check-in/", "/calendar/", "/attendances/", "/shifts/", "/signups/", "/log-in/",
    "/register/", "/guardian/", "/ui/", "/api/",
)  # fmt: skip
_MOST_ADDRESSES = 2000


@public
@require_safe
def manifest(request: Asking) -> HttpResponse:
    """Installed on a home screen it opens like a program of its own."""
    icons = [
        {"src": static(f"ui/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "name": gettext("百应志愿服务"),
        "short_name": str(settings.SITE_NAME),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "start_url": "/mine/",
        "id": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FBFAF7",
        "theme_color": "#FBFAF7",
        "icons": icons,
        "shortcuts": [
            {"name": gettext("签到"), "url": reverse("hours:digits")},
            {"name": gettext("找活动"), "url": reverse("activities:activities")},
        ],
    }
    answer = JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@public
@require_safe
def robots(request: Asking) -> HttpResponse:
    """Engines may read what is public; a demo's invented people are nobody's business."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ENGINES)]
    if accounts.neighbours.is_demo():
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines += ["", f"Sitemap: {links.absolute(request, reverse('desk:sitemap'))}"]
    return _plain("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@public
@require_safe
def sitemap(request: Asking) -> HttpResponse:
    """The lists, and what one can sign up for now."""
    pages = ["/", reverse("activities:activities"), reverse("places:sites"), reverse("teams:teams")]
    open_now = activities.open_addresses(clock.now(), _MOST_ADDRESSES)
    pages += [reverse("activities:activity", args=[pid]) for pid in open_now]
    lines = "".join(f"<url><loc>{links.absolute(request, page)}</loc></url>" for page in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return _plain(f"{head}{lines}</urlset>\n", "application/xml")


def _plain(text: str, kind: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Cache-Control"] = "public, max-age=3600"
    return answer

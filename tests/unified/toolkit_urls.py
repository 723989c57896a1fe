"""Addresses of the provider in `toolkit`, and what it says of a person beside the subject."""

from typing import Any

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, object]:
        return {"name": request.user.get_username()}


def log_in(request: HttpRequest) -> HttpResponse:
    user, _made = get_user_model().objects.get_or_create(username=request.GET["user"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(request.GET["next"])


urlpatterns = [path("log-in/", log_in), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]

"""Passkeys as browsers and the library `webauthn` speak of them: what is asked of a device, and what it answered.

A passkey is bound to the name of the site: `Site.host` without its port, `Site.origin` as the browser sees it. The
person unlocks the device for each use (user verification), so a passkey alone is two kinds of proof. A count that fell
is judged by `rules.count_fell`, never here: keys that always say 0 are no copies.
"""

import json
from dataclasses import dataclass

import webauthn
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# What a browser sends is a few hundred bytes; with a long certificate of a device's maker some thousands.
_LONGEST = 20_000
_WAIT_MS = 120_000
# What the library and the reading of somebody's text raise.
_BAD = (WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class Unreadable(Exception):
    """What the browser sent is no answer to what was asked, or the signature is wrong."""


@dataclass(frozen=True, slots=True)
class Site:
    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser sent, for a challenge that this server gave."""

    site: Site
    challenge: bytes
    text: str


@dataclass(frozen=True, slots=True)
class NewKey:
    handle: bytes
    public_key: bytes
    sign_count: int
    site: str


def site_of(request: HttpRequest) -> Site:
    host = request.get_host()
    return Site(host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host, f"{request.scheme}://{host}")


def ask_new(site: Site, *, site_name: str, account_pid: str, name: str, known: list[bytes]) -> tuple[bytes, str]:
    """The challenge, and what the page asks of the device: a new key, unless it holds one of the known ones."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site_name,
        user_id=account_pid.encode(),
        user_name=name,
        user_display_name=name,
        timeout=_WAIT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options.challenge, options_to_json(options)


def ask_known(site: Site, known: list[bytes]) -> tuple[bytes, str]:
    """The challenge, and what the page asks of the device: one of these keys, or any of this site's where none is
    named."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        timeout=_WAIT_MS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options.challenge, options_to_json(options)


def read_new(answer: Answer) -> NewKey:
    """The new key. Raises Unreadable."""
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer.text),
            expected_challenge=answer.challenge,
            expected_rp_id=answer.site.host,
            expected_origin=answer.site.origin,
            require_user_verification=True,
        )
    except _BAD as bad:
        raise Unreadable(str(bad)) from None
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count, answer.site.host)


def handle_of(answer: Answer) -> bytes:
    """Which key answered, proven only by `check`. Raises Unreadable."""
    try:
        return base64url_to_bytes(str(_read(answer.text)["id"]))
    except _BAD as bad:
        raise Unreadable(str(bad)) from None


def check(answer: Answer, public_key: bytes) -> int:
    """The count that the key sent with a right signature. Raises Unreadable."""
    try:
        found = webauthn.verify_authentication_response(
            credential=_read(answer.text),
            expected_challenge=answer.challenge,
            expected_rp_id=answer.site.host,
            expected_origin=answer.site.origin,
            credential_public_key=public_key,
            # The library would refuse a count that fell without telling it from a wrong signature.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BAD as bad:
        raise Unreadable(str(bad)) from None
    return found.new_sign_count


def _read(text: str) -> dict[str, object]:
    found = json.loads(text) if len(text) <= _LONGEST else None
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found

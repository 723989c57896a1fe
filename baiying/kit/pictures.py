"""Photographs that came with something, as a room keeps them: made anew (kit.photos), numbered, sealed (U37)."""

from typing import TypeVar

from django.db import models
from django.db.models import QuerySet

from baiying.kit import sealed
from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.kit.photos import Photo


class Picture(models.Model):
    """The picture alone, made anew, sealed. No time stands beside it.

    The room adds what it came with, one number once for each, and how many there may be.
    """

    public_id = PublicIdField()
    number = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    # JPEG.
    content_sealed = SealedField()

    class Meta:
        abstract = True


P = TypeVar("P", bound=Picture)


def keep(made: P, photo: Photo, *, beside: QuerySet[P], most: int) -> P | None:
    """Keep a picture beside those that are there, under the first free number; None where there are as many as may be.

    `made`: the row with what it came with, which the caller has locked. The same picture again is kept once.
    """
    there = list(beside.order_by("number"))
    for one in there:
        if opened(one) == photo.content:
            return one
    free = sorted(set(range(1, most + 1)) - {one.number for one in there})
    if not free:
        return None
    made.number, made.width, made.height = free[0], photo.width, photo.height
    made.content_sealed = sealed.seal_bytes(photo.content, at=sealed.Place.of(made, "content_sealed"))
    made.save(force_insert=True)
    return made


def opened(picture: Picture) -> bytes:
    """The picture in the clear: JPEG. Whoever shows it to an office has written the look down before."""
    return sealed.open_bytes(picture.content_sealed, at=sealed.Place.of(picture, "content_sealed"))

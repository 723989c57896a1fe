"""What a volunteer may say to be able to do, and would like to do: catalogues that come with the program."""

from django.db import models


class Skill(models.Model):
    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    needs_document = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)


class ServiceCategory(models.Model):
    """服务类别, after the national code table (domain: lbe05), extendable per area later."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

"""The desk keeps nothing of its own but of which day it told whom what waits."""

from django.db import models


class DigestSeen(models.Model):
    """The last day on which it was looked whether an account has to hear what waits: once a day, also where nothing
    does.
    """

    account = models.OneToOneField("accounts.Account", on_delete=models.CASCADE, primary_key=True, related_name="+")
    day = models.DateField()

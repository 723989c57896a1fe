"""Who answers for a minor: asked, agreed, declined, withdrawn, ended by a paper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField, SealedField
from baiying.kit.values import names


class Relation(models.TextChoices):
    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")
    GRANDPARENT = "grandparent", _("祖父母、外祖父母")
    SIBLING = "sibling", _("成年兄姐")
    OTHER = "other", _("其他监护人")


class ClosedWhy(models.TextChoices):
    """Why a request to a guardian ended without an agreement."""

    NO = "no", _("监护人没有同意")
    LAID_ASIDE = "laid_aside", _("没有答复，由新的请求代替")
    NOT_THEIRS = "not_theirs", _("号码已换主人，没有请到监护人")
    ENDED = "ended", _("监护关系已终止，请求作废")


class EndWhy(models.TextChoices):
    """By what a guardianship ended (Civil Code art. 36, 39)."""

    REVOKED = "revoked", _("法院撤销了监护人资格")
    CHANGED = "changed", _("法院判决、调解变更了监护人或抚养人")
    APPOINTED = "appointed", _("居（村）委会或民政部门另行指定了监护人")
    OTHER = "other", _("其他法律文书")


class Guardianship(models.Model):
    """Who answers for a minor: asked on the guardian's own phone, agreed there, withdrawn there (R007, R008).

    A consent against which another guardian's withdrawal stands waits (`waits_since`). It is in force from
    `in_force_at` on, when that guardian agrees again, or an office has seen a document (`settled_by_id`,
    `settled_document`). One that never waited is in force from `agreed_at` on.
    """

    public_id = PublicIdField()
    ward = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="guardianships")
    guardian_account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    guardian_name = models.CharField(max_length=names.MOST_SIGNS)
    relation = models.CharField(max_length=16)
    phone_sealed = SealedField()
    phone_hash = models.BinaryField(db_index=True)
    phone_mask = models.CharField(max_length=16)
    scope = models.CharField(max_length=40, default="volunteer_service")
    document = models.CharField(max_length=80, blank=True, default="")
    # Who saw the document when it was given on the spot; empty when the guardian agreed on the own phone.
    witness_id = models.BigIntegerField(null=True)
    version = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=12, choices=ClosedWhy.choices, blank=True, default="", db_default="")
    withdrawn_at = models.DateTimeField(null=True)
    phone_lost_at = models.DateTimeField(null=True)  # When found to be somebody else's: an office sees to the child.
    waits_since = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    settled_by_id = models.BigIntegerField(null=True)
    settled_document = models.CharField(max_length=80, blank=True, default="", db_default="")
    # When an office last decided for it: what was said before is settled for ever, and only a later no stands.
    settled_at = models.DateTimeField(null=True)
    # An office looked at what was brought, and it proves nothing: the consent goes on waiting, and is on no pile until
    # something changes.
    unproven_at = models.DateTimeField(null=True)
    unproven_by_id = models.BigIntegerField(null=True)
    unproven_document = models.CharField(max_length=80, blank=True, default="", db_default="")
    settled_why = models.CharField(max_length=120, blank=True, default="", db_default="")
    # An office has seen by what paper this one ceased to be a guardian, on which day; `withdrawn_at` says from which
    # instant on a consent carries nothing. All rows of one guardian of a ward end together, whatever they said before.
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    ended_why = models.CharField(max_length=12, choices=EndWhy.choices, blank=True, default="", db_default="")
    ended_document = models.CharField(max_length=80, blank=True, default="", db_default="")
    end_lifted_at = models.DateTimeField(null=True)  # By a later paper this one may be asked anew.

    class Meta:
        indexes = [
            # A year of the information on minors counts by these (R010).
            *(
                models.Index(
                    fields=[column], condition=Q(**{f"{column}__isnull": False}), name=f"people_guard_{column}"
                )
                for column in ("agreed_at", "declined_at", "withdrawn_at", "ended_at")
            ),
            models.Index(
                fields=["waits_since"],
                condition=Q(waits_since__isnull=False, in_force_at__isnull=True, withdrawn_at__isnull=True),
                name="people_guardian_waits",
            ),
            models.Index(
                fields=["phone_lost_at"], condition=Q(phone_lost_at__isnull=False), name="people_guardian_phone_lost"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="people_guardian_waited_before_in_force",
                condition=Q(in_force_at__isnull=True) | Q(waits_since__isnull=False),
            ),
            models.CheckConstraint(
                name="people_guardian_settled_with_document",
                condition=Q(settled_by_id__isnull=True) | (Q(in_force_at__isnull=False) & ~Q(settled_document="")),
            ),
            models.CheckConstraint(
                name="people_guardian_unproven_by_somebody",
                condition=Q(unproven_at__isnull=True, unproven_by_id__isnull=True, unproven_document="")
                | (Q(unproven_at__isnull=False, unproven_by_id__isnull=False) & ~Q(unproven_document="")),
            ),
            models.CheckConstraint(
                name="people_guardian_ended_by_paper",
                condition=Q(ended_at__isnull=True, ended_on__isnull=True, ended_by_id__isnull=True, ended_document="")
                | (
                    Q(ended_at__isnull=False, ended_on__isnull=False, ended_by_id__isnull=False)
                    & ~Q(ended_document="")
                    & (Q(withdrawn_at__isnull=False) | Q(declined_at__isnull=False))
                ),
            ),
            # Whoever asks anew closes what was asked before, also when two press at once.
            models.UniqueConstraint(
                fields=["ward"],
                condition=Q(agreed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="people_one_open_guardian_request",
            ),
        ]

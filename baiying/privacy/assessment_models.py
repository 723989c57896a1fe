"""What is kept to be shown: the impact of a use, assessed before it begins, and each year's audit (PIPL 54 to 56)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.fields import PublicIdField

MOST_WORDS = 1000


class Use(models.TextChoices):
    """The uses whose impact is assessed beforehand, as PIPL art. 55 lists them."""

    ENTRUST = "entrust", _("委托别人处理")
    PROVIDE = "provide", _("提供给别的处理者")
    PUBLISH = "publish", _("公开个人信息")
    SENSITIVE = "sensitive", _("处理敏感个人信息，包括不满 14 周岁的")
    AUTOMATED = "automated", _("自动化决策")
    OTHER = "other", _("别的对个人有重大影响的")


class Assessment(models.Model):
    """One assessment as it was filed. It is never changed and never deleted; the law asks for three years at least."""

    APPEND_ONLY = True

    public_id = PublicIdField()
    # One press is one filing: the form's own number.
    source = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=12, choices=Use.choices)
    # What begins by rules once it is filed: the code of a kit.rule_kinds.NewUse; empty for any other use.
    begins = models.CharField(max_length=48, blank=True, default="")
    about = models.CharField(max_length=120)
    purpose = models.CharField(max_length=MOST_WORDS)
    necessity = models.CharField(max_length=MOST_WORDS)
    risks = models.CharField(max_length=MOST_WORDS)
    measures = models.CharField(max_length=MOST_WORDS)
    filed_at = models.DateTimeField()
    filed_by_id = models.BigIntegerField()


class AuditReport(models.Model):
    """What the records say of one area and one year: made once, by the program, from counts alone; it names nobody."""

    APPEND_ONLY = True

    public_id = PublicIdField()
    area = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    # Section -> (what, how many); what is an act of the audit or a word of `queries.audits.SAID`.
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="privacy_audit_once")]

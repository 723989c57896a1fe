from django.apps import AppConfig
from django.forms import BooleanField, ChoiceField, Field, FileField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "baiying.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An empty field is met with plain words; Django's speak of fields and duties."""
        words = {Field: _("请填写。"), BooleanField: _("请勾选。"), FileField: _("请选一个文件。")}
        words |= dict.fromkeys((ChoiceField, MultipleChoiceField), _("请选一项。"))
        for kind, text in words.items():
            kind.default_error_messages = {**kind.default_error_messages, "required": text}

from typing import Any

from django.apps import AppConfig
from django.forms import BooleanField, ChoiceField, Field, FileField, IntegerField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "baiying.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An empty field is met with plain words; Django's speak of fields and duties."""
        words: dict[type[Field], Any] = {
            Field: _("请填写。"),
            BooleanField: _("请勾选。"),
            FileField: _("请选一个文件。"),
        }
        words |= dict.fromkeys((ChoiceField, MultipleChoiceField), _("请选一项。"))
        for kind, text in words.items():
            kind.default_error_messages = {**kind.default_error_messages, "required": text}
        whole = {"invalid": _("请填一个整数，例如 5。")}
        IntegerField.default_error_messages = {**IntegerField.default_error_messages, **whole}
        limits = {
            "max_length": _("写得太长了，最多 %(limit_value)s 个字（现在 %(show_value)s 个）。"),
            "min_value": _("不能小于 %(limit_value)s。"),
            "max_value": _("不能大于 %(limit_value)s。"),
        }
        Field.default_error_messages = {**Field.default_error_messages, **limits}

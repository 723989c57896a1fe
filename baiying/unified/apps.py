from django.apps import AppConfig


class UnifiedConfig(AppConfig):
    name = "baiying.unified"
    label = "unified"
    default_auto_field = "django.db.models.BigAutoField"

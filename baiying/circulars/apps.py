from django.apps import AppConfig


class CircularsConfig(AppConfig):
    name = "baiying.circulars"
    label = "circulars"
    default_auto_field = "django.db.models.BigAutoField"

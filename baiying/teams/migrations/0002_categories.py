"""The eight regular kinds of teams and four common further ones, with the departments that usually lead them."""

from typing import Any

from django.db import migrations

# code, name, lead department, one of the eight
CATEGORIES = (
    ("theory", "理论政策宣讲", "宣传部", True),
    ("culture", "文化文艺", "文化广电和旅游局", True),
    ("education", "助学支教", "教育体育局", True),
    ("health", "医疗健身", "卫生健康委", True),
    ("science", "科学普及", "科学技术协会", True),
    ("law", "法律服务", "司法局", True),
    ("environment", "卫生环保", "生态环境局", True),
    ("relief", "扶贫帮困", "农业农村局", True),
    ("emergency", "应急救援", "应急管理局", False),
    ("civility", "文明引导", "社会工作部", False),
    ("elders", "为老服务", "民政局", False),
    ("children", "关爱未成年人", "共青团委员会", False),
)


def fill(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("teams", "TeamCategory")
    rows = [
        model(code=code, name=name, lead_department=lead, is_regular=regular, position=position)
        for position, (code, name, lead, regular) in enumerate(CATEGORIES)
    ]
    model.objects.using(schema_editor.connection.alias).bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

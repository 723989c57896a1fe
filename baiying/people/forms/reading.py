"""What is agreed to is the text that stood on the page (PIPL art. 14)."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class ReadForm(forms.Form):
    """A form under a text that is agreed to. It sends back which text stood above it.

    Where another is in force by then (a new version began at midnight, a child turned fourteen), nothing is written:
    the page shows the text of now and asks for the ticks anew.
    """

    # What is agreed to is ticked by hand each time, never put back by the page.
    keeps_nothing = True
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        """`text`: the name of the text in force, as its template is called in people/consents/."""
        super().__init__(*args, **kwargs)
        self.text = text
        self.initial["read"] = text

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.data.get("read") == self.text:
            return
        self.add_error(None, _("这段时间里，上面的说明换成了现在这一份。请再看一遍，再决定同不同意。"))
        sent = cast("QueryDict", self.data).copy()
        sent["read"] = self.text
        for name, field in self.fields.items():
            if isinstance(field, forms.BooleanField) and field.required:
                sent.pop(name, None)
        self.data = sent

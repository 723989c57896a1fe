"""How long a password must be, said in the words of the site."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as translate


class LengthValidator(MinimumLengthValidator):
    """Django's check; Django's own sentence is not translated into Chinese."""

    def get_error_message(self) -> str:
        return translate("密码太短，至少要 %(n)s 个字。") % {"n": self.min_length}

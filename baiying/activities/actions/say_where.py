"""Where a guardian answers to news of a child's sign-up, in the words of the message."""

from django.urls import reverse

from baiying.activities.models import Signup
from baiying.kit.kept import Kept, translate
from baiying.ui import kept


def say_no(signup: Signup) -> Kept:
    """How a guardian says no: on the page of this sign-up, by its address."""
    page = reverse("activities:signup_guardian", args=[signup.public_id])
    opening = kept.opening(page, by_hand=translate("登录后在“我监护的孩子”里点开这次报名，"))
    return translate("您不同意的话，%(opening)s点“不同意”，报名就取消。") % {"opening": opening}


def say_whether(signup: Signup) -> Kept:
    """How a guardian says yes or no to a new time, on the same page."""
    page = reverse("activities:signup_guardian", args=[signup.public_id])
    opening = kept.opening(page, by_hand=translate("登录后在“我监护的孩子”里点开这次报名，"))
    text = translate("%(opening)s新时间可以就点“新时间可以”，不同意就点“不同意”，报名就取消。")
    return text % {"opening": opening}


def sign_up_anew(signup: Signup) -> Kept:
    """Where a guardian signs the child up again, on the page of the sign-up that ended."""
    page = reverse("activities:signup_guardian", args=[signup.public_id])
    opening = kept.opening(page, by_hand=translate("登录后在“我监护的孩子”里点开这次报名，"))
    return translate("您同意孩子去的话，%(opening)s点“替孩子重新报名”。") % {"opening": opening}

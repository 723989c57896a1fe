from django.urls import path

from baiying.notices import views

app_name = "notices"
urlpatterns = [
    path("mine/messages/", views.inbox, name="inbox"),
    path("receipts/<str:gateway>/<str:receipts_key>/", views.receipts, name="receipts"),
    path("replies/<str:gateway>/<str:receipts_key>/", views.texts, name="texts"),
    path("mail/off/<str:off_token>/", views.off, name="off"),
    path("mine/messages/texts/", views.texts_again, name="texts_again"),
    path("mine/messages/copy/", views.own_copy, name="own_copy"),
    path("mine/messages/reading/", views.reading, name="reading"),
    path("mine/messages/settings/", views.preferences, name="preferences"),
    path("mine/messages/chat/<str:chat_lane>/", views.chat, name="chat"),
    path("mine/messages/chat/<str:chat_lane>/removal/", views.chat_removal, name="chat_removal"),
    path("mine/messages/mail/", views.mail, name="mail"),
    path("mine/messages/mail/codes/", views.mail_codes, name="mail_codes"),
    path("mine/messages/mail/proof/", views.mail_proof, name="mail_proof"),
    path("mine/messages/mail/copies/", views.mail_copies, name="mail_copies"),
    path("mine/messages/mail/removal/", views.mail_removal, name="mail_removal"),
]

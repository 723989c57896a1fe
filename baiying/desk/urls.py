from django.urls import path

from baiying.desk.views import audit, channels, exports, help_pages, machine, outbox, outside, pages, search

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("help/", help_pages.help_page, name="help"),
    path("help/for/<slug:reader>/", help_pages.sheet, name="help_sheet"),
    path("help/<slug:topic_key>/", help_pages.topic, name="help_topic"),
    path("about/", help_pages.about, name="about"),
    path("privacy/", help_pages.privacy, name="privacy"),
    path("contact/", help_pages.contact, name="contact"),
    path("accessibility/", help_pages.accessibility, name="accessibility"),
    path("manifest.webmanifest", outside.manifest, name="manifest"),
    path("robots.txt", outside.robots, name="robots"),
    path("sitemap.xml", outside.sitemap, name="sitemap"),
    path("mine/", pages.mine, name="mine"),
    path("desk/", pages.workbench, name="workbench"),
    path("desk/search/", search.search, name="search"),
    path("desk/audit/", audit.events, name="audit"),
    path("desk/audit/<str:event_place>/", audit.event, name="audit_event"),
    path("desk/exports/", exports.exports, name="exports"),
    path("desk/exports/<str:export_pid>/", exports.export, name="export"),
    path("desk/messages/", outbox.messages, name="outbox"),
    path("desk/messages/of/<str:person_pid>/", outbox.of_person, name="outbox_of_person"),
    path("desk/messages/<str:message_place>/", outbox.message, name="outbox_message"),
    path("desk/messages/<str:message_place>/again/", outbox.again, name="outbox_again"),
    path("desk/channels/", channels.channels, name="channels"),
    path("desk/channels/tests/", channels.test, name="channels_test"),
    path("desk/channels/confirmation/", channels.confirmation, name="channels_confirmation"),
    path("desk/machine/", machine.machine, name="machine"),
    path("desk/machine/jobs/<int:job_id>/retry/", machine.retry, name="job_retry"),
    path("readyz", machine.ready, name="ready"),
    path("metrics", machine.metrics, name="metrics"),
]

from django.urls import path

from notifications.pages import notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/choices/", notices.choices, name="notice_choices"),
    path("notices/test/", notices.test, name="notice_test"),
]

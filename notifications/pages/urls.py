from django.urls import path

from notifications.pages import foreseen, ladders, log, mails, notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/choices/", notices.choices, name="notice_choices"),
    path("notices/test/", notices.test, name="notice_test"),
    path("notices/to-come/", foreseen.team_foreseen, name="foreseen"),
    path("notices/to-come/numbers/", foreseen.whole_foreseen, name="foreseen_numbers"),
    path("notices/ladders/", ladders.ladders, name="ladders"),
    path("notices/ladders/ranks/", ladders.ranks, name="ranks"),
    path("notices/ladders/<str:kind>/", ladders.ladder, name="ladder"),
    path("notices/mails/", mails.mails, name="mails"),
    path("notices/mails/<uuid:message>/", mails.mail, name="mail"),
    path("cases/<urn:urn>/notices/", log.case_notices, name="case_notices"),
    path("cases/<urn:urn>/notices/to-come/", foreseen.case_foreseen, name="case_foreseen"),
]

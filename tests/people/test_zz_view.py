import pytest
from django.urls import reverse
from casework.imports.synthetic.writing import to_json
@pytest.mark.django_db
def test_x(cast, drive, as_user):
    case=drive.case()
    for who in (cast.investigator, cast.auditor):
        h=as_user(who).get(reverse("case_people",kwargs={"urn":case.urn})).content.decode()
        i=h.index("govuk-summary-card"); print(h[i-20:i+900]); print("=====")
    h=as_user(cast.administrator).get(reverse("people")).content.decode()
    i=h.index("app-list__item"); print(h[i-700:i+900])
    h=as_user(cast.administrator).get(reverse("membership_end",kwargs={"membership":cast.gatekeeper.memberships.get().pk})).content.decode()
    i=h.index("<main"); print(h[i:i+1800])

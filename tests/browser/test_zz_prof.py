import time, pytest
from tests.browser import test_accessibility as t
from tests.browser.test_accessibility import *
pytestmark=[pytest.mark.django_db]
def test_times(new_page, captured):
    for name in ("step file_submission.review accept","queue","help", "case deciding"):
        a=time.perf_counter(); page=new_page(viewport={"width":1280,"height":900}); shown=captured[name]
        page.route("**/*", lambda route: answer(route, shown)); b=time.perf_counter()
        page.goto(ORIGIN+shown.address); c=time.perf_counter()
        page.evaluate(AXE); d=time.perf_counter(); page.evaluate(RUN, TAGS); e=time.perf_counter()
        overflow(page,375), overflow(page,320); f=time.perf_counter()
        print(name, [round(x,3) for x in (b-a,c-b,d-c,e-d,f-e)])
def test_overflow(new_page,captured):
    page=new_page(viewport={"width":375,"height":900}); shown=captured["people"]
    page.route("**/*", lambda route: answer(route, shown)); page.goto(ORIGIN+shown.address)
    print(page.evaluate("[...document.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>375).map(e=>e.outerHTML.slice(0,200))"))

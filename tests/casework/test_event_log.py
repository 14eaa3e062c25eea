"""The event log: whole, in order, well formed, and without anything that leads back to a person or a case."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.access.policy import Actor
from casework.charging.models import ChargingDecision
from casework.event_log.export import TRANSITIONS, Extent, event_log_write
from casework.event_log.kinds import KINDS
from casework.event_log.pseudonyms import Pseudonyms
from casework.event_log.xes import NAMESPACE
from casework.events.models import Event
from casework.events.services import event_record
from casework.events.words import WORK_VERBS
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import Role

pytestmark = pytest.mark.django_db

KEY, OTHER_KEY = bytes(32), bytes(31) + b"\1"
DESCRIBED = (Path(__file__).parents[2] / "docs" / "event-log.md").read_text()
XES = f"{{{NAMESPACE}}}"
PSEUDONYM = re.compile(r"[0-9a-f]{32}")
# IEEE 1849-2016, the lifecycle extension.
STANDARD = {
    *("schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort"),
    *("complete", "autoskip", "manualskip", "unknown"),
}


def exported(key: bytes = KEY, **extent: object) -> str:
    out = io.BytesIO()
    event_log_write(out, pseudonyms=Pseudonyms(key), extent=Extent(**extent))
    return out.getvalue().decode()


def log(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314  # our own


def values(element: ElementTree.Element) -> dict[str, str]:
    """The attributes of a log, a trace or an event."""
    return {child.attrib["key"]: child.attrib["value"] for child in element if "key" in child.attrib}


def traces(text: str) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    return [
        (values(trace), [values(event) for event in trace.iter(f"{XES}event")])
        for trace in log(text).iter(f"{XES}trace")
    ]


def test_the_log_has_the_structure_of_the_standards_schema(eventful_case):
    root = log(exported())
    assert (root.tag, root.attrib) == (f"{XES}log", {"xes.version": "1849.2016", "xes.features": ""})
    order = [child.tag.removeprefix(XES) for child in root]
    assert order == sorted(order, key=["extension", "global", "classifier", "string", "trace"].index)
    for child in root.iter():
        structure_of(child)


def structure_of(element: ElementTree.Element) -> None:
    """As the schema says it: which attributes each element has, and of which type."""
    kind = element.tag.removeprefix(XES)
    wanted = {
        "extension": {"name", "prefix", "uri"},
        "classifier": {"name", "scope", "keys"},
        "global": {"scope"},
        "string": {"key", "value"},
        "date": {"key", "value"},
        "log": {"xes.version", "xes.features"},
    }
    assert set(element.attrib) == wanted.get(kind, set())
    assert all(
        re.fullmatch(r"[A-Za-z][\w:.-]*", element.attrib[name])
        for name in ("key", "name")
        if name in element.attrib
    )
    keys = [child.attrib["key"] for child in element if "key" in child.attrib]
    assert len(keys) == len(set(keys))
    if kind == "date":
        assert datetime.fromisoformat(element.attrib["value"]).utcoffset() == timedelta(0)


def test_every_trace_and_event_has_what_the_globals_promise_and_the_classifiers_name(eventful_case):
    root = log(exported())
    promised = {each.attrib["scope"]: set(values(each)) for each in root.iter(f"{XES}global")}
    for scope, keys in promised.items():
        assert all(keys <= set(values(each)) for each in root.iter(f"{XES}{scope}"))
    named = {key for each in root.iter(f"{XES}classifier") for key in each.attrib["keys"].split()}
    assert named <= promised["event"]


def test_there_is_a_trace_for_each_case_and_record_with_all_its_events_in_order_of_time(drive, eventful_case):
    drive.case()
    records = Event.objects.annotate(record=Coalesce("subject", "case_file_id")).values_list(
        "case_file_id", "record"
    )
    found = traces(exported())
    assert len({(about["case"], about["concept:name"]) for about, _ in found}) == len(found)
    assert sorted(len(events) for _, events in found) == sorted(Counter(records).values())
    for _, events in found:
        at = [event["time:timestamp"] for event in events]
        assert at == sorted(at)


def test_a_trace_says_what_its_record_is(eventful_case):
    found = Counter((about["route"], about["kind"]) for about, _ in traces(exported()))
    decisions = ChargingDecision.objects.exclude(position=ChargingDecision.Position.REVIEW).count()
    assert found["charging", "charging_decision"] == decisions
    assert found["charging", "charging_request"] == found["casefiles", "case"] == 1
    assert found["casefiles", "suspect"] == 2
    assert {kind for _, kind in found} <= {*KINDS, "case"}


def test_what_belongs_to_the_case_as_a_whole_is_one_trace(eventful_case):
    events = next(events for about, events in traces(exported()) if about["kind"] == "case")
    assert [event["concept:name"] for event in events] == ["casefiles.registered"]


def test_nothing_is_there_but_pseudonyms_codes_places_and_times(eventful_case):
    codes = {code for row in Event.objects.values_list("route", "verb", "step", "role") for code in row}
    codes |= {code for row in Event.objects.values_list("moved_from", "moved_to") for code in row}
    codes |= {f"{route}.{verb}" for route, verb in Event.objects.values_list("route", "verb")}
    codes |= {*KINDS, "case"} | STANDARD | set(Organisation.objects.values_list("name", flat=True))
    for about, events in traces(exported()):
        for each in (about, *events):
            others = {value for key, value in each.items() if key != "time:timestamp"} - codes
            assert all(PSEUDONYM.fullmatch(value) for value in others)


def test_no_name_reference_reason_or_key_of_the_database_is_there(eventful_case):
    text = exported()
    # The cast is named after its roles, which are there.
    people = User.objects.filter(username__in=("investigator2", "gatekeeper2", "outsider"))
    canaries = {word for row in people.values_list("username", "first_name", "email") for word in row}
    canaries |= set(Event.objects.exclude(reason="").values_list("reason", flat=True))
    canaries |= {eventful_case.urn, "Tester", "Suspectname", "Victimname", "Rape of", "Canary"}
    ids = {eventful_case.pk, *Event.objects.exclude(subject=None).values_list("subject", flat=True)}
    canaries |= {form for each in ids for form in (str(each), each.hex)}
    assert {canary for canary in canaries if canary in text} == set()


def test_an_event_names_who_for_whom_and_from_whom_to_whom_by_pseudonym(eventful_case, cast):
    def name(person: User) -> str:
        return Pseudonyms(KEY).name("person", person.pk)

    events = {event["verb"]: event for _, found in traces(exported()) for event in found}
    offered, reassigned, over = (events[verb] for verb in ("offered", "reassigned", "hold_ended"))
    assert (offered["org:resource"], offered["on_behalf_of"]) == (
        name(cast.investigator),
        name(cast.investigator2),
    )
    assert (reassigned["handed_from"], reassigned["handed_to"]) == (
        name(cast.investigator),
        name(cast.investigator2),
    )
    assert (offered["org:role"], offered["org:group"]) == ("investigator", cast.force.name)
    assert not {"org:resource", "org:role", "org:group"} & set(over)


def test_what_is_done_to_the_work_itself_has_its_place_in_the_standards_lifecycle(eventful_case):
    assert set(TRANSITIONS) == set(WORK_VERBS)
    assert set(TRANSITIONS.values()) <= STANDARD
    seen = {
        event["verb"]: event["lifecycle:transition"] for _, found in traces(exported()) for event in found
    }
    assert {verb: seen[verb] for verb in ("reassigned", "held", "hold_ended", "charged")} == {
        "reassigned": "reassign",
        "held": "suspend",
        "hold_ended": "resume",
        "charged": "complete",
    }


def pseudonyms_in(text: str) -> set[str]:
    return set(re.findall(rf'"({PSEUDONYM.pattern})"', text))


def test_two_exports_with_one_key_can_be_joined_and_with_two_keys_cannot(eventful_case):
    assert exported() == exported()
    one, other = pseudonyms_in(exported()), pseudonyms_in(exported(OTHER_KEY))
    assert len(one) == len(other) > 0
    assert not one & other


def test_the_number_of_queries_does_not_grow_with_the_cases(drive, eventful_case, django_assert_num_queries):
    with django_assert_num_queries(1):
        exported()
    for _ in range(3):
        drive.case()
    with django_assert_num_queries(1):
        exported()


def test_only_what_was_asked_for_is_there(drive, cast, eventful_case):
    day = date(2026, 6, 30)
    by = Actor(cast.investigator, Role.INVESTIGATOR, cast.force)
    for hour, verb in ((0, "claimed"), (23, "released")):
        # The day is that of the clocks in Britain, which are an hour ahead in summer.
        at = timezone.make_aware(datetime(2026, 6, 30, hour, 30))  # noqa: DTZ001
        event_record(case=eventful_case, by=by, at=at, route="casefiles", verb=verb)
    found = [event["verb"] for _, events in traces(exported(since=day, until=day)) for event in events]
    assert found == ["claimed", "released"]
    assert traces(exported(until=day - timedelta(days=1))) == []
    assert traces(exported(force=cast.outsider.memberships.get().organisation)) == []
    assert exported(force=cast.force) == exported()


def described(attribute: str) -> set[str]:
    """What the page for the readers of the log says that an attribute can be."""
    (row,) = re.findall(rf"^\| `{attribute}` \|(.+)\|$", DESCRIBED, re.MULTILINE)
    return set(re.findall(r"`([a-z0-9_]+)`", row))


def test_its_readers_are_told_every_kind_and_route_of_a_trace_and_every_transition():
    assert described("kind") == {"case", *KINDS}
    assert described("route") == {"casefiles", *(route for route, _ in KINDS.values())}
    for verb, transition in TRANSITIONS.items():
        assert f"`{verb}`" in DESCRIBED
        assert f"`{transition}`" in DESCRIBED

"""How the open dates of before were counted, where the rule still gives the date that stands.

So their pages say it, and a change of the calendar moves them. A date that somebody had moved has none.
"""

from datetime import date

from django.db import migrations
from django.utils.timezone import localdate

from casework.deadlines.calendar import OutsideCalendar
from casework.deadlines.counted import Counted
from casework.deadlines.rules import NoRuleInForce, versions

CHECKPOINTS = {
    "charge": "VPS_AFTER_CHARGE",
    "trial_first": "VPS_BEFORE_TRIAL_FIRST",
    "trial_last": "VPS_BEFORE_TRIAL_LAST",
}
REVIEW = ("VRR_REVIEW", "VRR_INDEPENDENT")


def _day(code, since):
    try:
        return Counted(code, since).due_on
    except (NoRuleInForce, OutsideCalendar):
        return None


def checkpoints(apps, schema_editor):
    """An update of a statement names the charge or the trial from which its date was counted."""
    found = apps.get_model("casework", "VpsCheckpoint").objects.filter(rule="", kind__in=CHECKPOINTS)
    for each in found.iterator():
        each.rule, each.since = CHECKPOINTS[each.kind], _trigger(apps, each)
        if each.since and _day(each.rule, each.since) == each.due_on:
            each.save(update_fields=["rule", "since"])


def _trigger(apps, checkpoint):
    if checkpoint.kind == "charge":
        charged = apps.get_model("casework", "Suspect").objects.filter(charged_on__isnull=False)
        first = charged.filter(case_file_id=checkpoint.case_file_id).order_by("charged_on").first()
        return first and first.charged_on
    hearings = apps.get_model("casework", "Hearing").objects.filter(kind="trial", position="listed")
    trial = hearings.filter(case_file_id=checkpoint.case_file_id).first()
    return trial and trial.on


def reviews(apps, schema_editor):
    """A review for a victim has a second limit, and both count from the day on which it was asked for."""
    asked = apps.get_model("casework", "DecisionReview").objects.values_list("pk", "asked_on")
    asked_on = dict(asked.filter(position="review"))
    for work in _open(apps).filter(subject__in=asked_on, clocks__has_key="VRR_REVIEW"):
        since = asked_on[work.subject]
        for code in REVIEW:
            work.clocks.setdefault(code, Counted(code, since).due_on.isoformat())
            _count(work, code, Counted(code, since))
        work.due_on = date.fromisoformat(min(work.clocks.values()))
        work.save(update_fields=["clocks", "counted", "due_on"])


def work(apps, schema_editor):
    """What runs from the opening of the work, and what its checkpoint says."""
    checkpoints = apps.get_model("casework", "VpsCheckpoint").objects.exclude(rule="")
    held = {pk: Counted(rule, since) for pk, rule, since in checkpoints.values_list("pk", "rule", "since")}
    for each in _open(apps).filter(counted={}).iterator():
        for clock in each.clocks:
            if clock in versions():
                _count(each, clock, Counted(clock, localdate(each.opened_at)))
            elif clock == "due_on" and each.subject in held:
                _count(each, clock, held[each.subject])
        if each.counted:
            each.save(update_fields=["counted"])


def _open(apps):
    return apps.get_model("casework", "Obligation").objects.filter(closed_at__isnull=True)


def _count(work, clock, counted):
    day = _day(counted.code, counted.since)
    if day and work.clocks[clock] == day.isoformat():
        work.counted[clock] = [counted.code, counted.since.isoformat()]


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0030_facts_withdraw"),
    ]

    operations = [
        migrations.RunPython(checkpoints, migrations.RunPython.noop),
        migrations.RunPython(reviews, migrations.RunPython.noop),
        migrations.RunPython(work, migrations.RunPython.noop),
    ]

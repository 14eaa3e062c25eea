"""Who gets which page: every address of the product, by its name, and every role of the cast."""

from __future__ import annotations

POLICE_UNIT = {"investigator", "supervisor"}
POLICE = POLICE_UNIT | {"gatekeeper", "witness_care"}
CPS = {"prosecutor", "manager", "liaison"}
OPENS = POLICE_UNIT | {"gatekeeper", "prosecutor", "manager", "outsider", "outside_prosecutor"}
LISTS = CPS | {"witness_care"}
ON_THE_CASE = POLICE_UNIT | CPS | {"gatekeeper", "witness_care", "auditor"}
OUTSIDE = {"outsider", "outside_prosecutor", "administrator"}
SIGNED_IN = ON_THE_CASE | OUTSIDE
LEADS = {"supervisor", "gatekeeper", "witness_care", "manager"}
PAUSES = POLICE_UNIT | {"gatekeeper", "prosecutor", "manager"}
PLANS_CONTACT = POLICE_UNIT | {"liaison", "witness_care"}
INVITES = POLICE_UNIT | {"liaison", "witness_care"}
WRITES = {"prosecutor", "manager", "liaison"}
MEETS = {"gatekeeper", "manager"}
KEEPS = {"supervisor", "manager"}
SETS_DATES = {"supervisor", "witness_care"}
WITHDRAWS = {"supervisor", "liaison"}
OWES_WORK = SIGNED_IN - {"auditor", "administrator"}
READS = SIGNED_IN - {"administrator"}
BOOKS = POLICE_UNIT | {"gatekeeper"}
# Witness care has no case in which nobody is charged, such as that of the clinic slot.
UNCHARGED = ON_THE_CASE - {"witness_care"}
NOT_YET = OUTSIDE | {"witness_care"}
HOLDS_CLINIC = {"prosecutor", "manager"}
HAS_FEED = SIGNED_IN - {"auditor", "administrator"}
EVERYBODY = SIGNED_IN | {"anonymous"}

# name: (who gets the page, who is told that their role may not, who is told that there is no such page)
PAGES: dict[str, tuple[set[str], set[str], set[str]]] = {
    "overview": (SIGNED_IN, set(), set()),
    "notices": (SIGNED_IN, set(), set()),
    "notice_choices": (SIGNED_IN, set(), set()),
    "notice_test": (SIGNED_IN, set(), set()),
    "ladders": (SIGNED_IN, set(), set()),
    "ladder": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "ranks": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "mails": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "mail": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "foreseen": (LEADS, SIGNED_IN - LEADS, set()),
    "foreseen_numbers": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "case_foreseen": (LEADS, ON_THE_CASE - LEADS, OUTSIDE),
    "case_notices": (LEADS | {"auditor"}, ON_THE_CASE - LEADS - {"auditor"}, OUTSIDE),
    "queue": (SIGNED_IN, set(), set()),
    "cases": (SIGNED_IN, set(), set()),
    "register": (POLICE_UNIT | {"outsider"}, SIGNED_IN - POLICE_UNIT - {"outsider"}, set()),
    "case": (ON_THE_CASE, set(), OUTSIDE),
    "case_people": (ON_THE_CASE, set(), OUTSIDE),
    "case_activity": (ON_THE_CASE, set(), OUTSIDE),
    # Who works on cases anywhere opens restricted ones of their own place; auditors read who did.
    "emergency_access": (OPENS | {"auditor"}, SIGNED_IN - OPENS - {"auditor"}, set()),
    "emergency_case": (OPENS, SIGNED_IN - OPENS, set()),
    "emergency_open": (OPENS, SIGNED_IN - OPENS, set()),
    "audit": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_person": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_look": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_look_export": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "case_audit": ({"auditor"}, ON_THE_CASE - {"auditor"}, OUTSIDE),
    "case_audit_export": ({"auditor"}, ON_THE_CASE - {"auditor"}, OUTSIDE),
    "case_clock": (ON_THE_CASE, set(), OUTSIDE),
    "clock_pause": (PAUSES, ON_THE_CASE - PAUSES, OUTSIDE),
    "clock_restart": (PAUSES, ON_THE_CASE - PAUSES, OUTSIDE),
    "case_add": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "case_change": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "part_change": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "escalate": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "agenda": (MEETS, SIGNED_IN - MEETS, set()),
    "agenda_pdf": (MEETS, SIGNED_IN - MEETS, set()),
    "post_name": ({"gatekeeper"}, SIGNED_IN - MEETS, {"manager"}),
    "hearing_list": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "defendant": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "victims": (ON_THE_CASE, set(), OUTSIDE),
    "contact_plan": (PLANS_CONTACT, ON_THE_CASE - PLANS_CONTACT, OUTSIDE),
    "evidence": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "contact_log": (ON_THE_CASE, set(), OUTSIDE),
    "case_access": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_access_change": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_bar_end": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_admission_end": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "milestones": (ON_THE_CASE, set(), OUTSIDE),
    "milestone_add": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "documents": (ON_THE_CASE, set(), OUTSIDE),
    "document": (ON_THE_CASE, set(), OUTSIDE),
    "document_download": (ON_THE_CASE, set(), OUTSIDE),
    "document_kind": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "document_add": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "document_version": (POLICE, ON_THE_CASE - POLICE, OUTSIDE),
    "document_withdraw": (POLICE, ON_THE_CASE - POLICE, OUTSIDE),
    "case_route": (ON_THE_CASE, set(), OUTSIDE),
    "paper_review": (ON_THE_CASE, set(), OUTSIDE),
    "action_plan": (ON_THE_CASE, set(), OUTSIDE),
    "step": (ON_THE_CASE, set(), OUTSIDE),
    "give_out": (LEADS, SIGNED_IN - LEADS, set()),
    "team_load": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "files_returned": (LEADS, SIGNED_IN - LEADS, set()),
    "record": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "step_give": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "step_hold": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "step_withdraw": (WITHDRAWS, ON_THE_CASE - WITHDRAWS, OUTSIDE),
    "step_take_up": (WITHDRAWS, ON_THE_CASE - WITHDRAWS, OUTSIDE),
    "date_direct": (SETS_DATES, ON_THE_CASE - SETS_DATES, OUTSIDE),
    "rehearsal": (LEADS, SIGNED_IN - LEADS, set()),
    "case_rehearsal": (ON_THE_CASE, set(), OUTSIDE),
    "away": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "away_add": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "away_colleague": (LEADS, SIGNED_IN - LEADS, set()),
    "away_add_for": ({"supervisor"}, SIGNED_IN - LEADS, LEADS - {"supervisor"}),
    "away_end": (POLICE_UNIT, SIGNED_IN - OWES_WORK, OWES_WORK - POLICE_UNIT),
    "whose_clock": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "whose_clock_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "statements_report": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "statements_report_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "whose_clock_counted": (SIGNED_IN, set(), set()),
    "rules": (SIGNED_IN, set(), set()),
    "bank_holidays": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "bank_holiday_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "bank_holiday_take_out": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "clinics": (READS, SIGNED_IN - READS, set()),
    "clinic": (ON_THE_CASE, set(), OUTSIDE),
    "clinic_plan": ({"manager"}, SIGNED_IN - {"manager"}, set()),
    "clinic_figures": ({"gatekeeper", "manager"}, SIGNED_IN - {"gatekeeper", "manager"}, set()),
    "clinic_figures_export": ({"gatekeeper", "manager"}, SIGNED_IN - {"gatekeeper", "manager"}, set()),
    "clinic_case": (BOOKS, ON_THE_CASE - BOOKS, OUTSIDE),
    "clinic_change": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_cancel": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_rearrange": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_choose": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_book": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_give_back": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_attendance": (HOLDS_CLINIC, UNCHARGED - HOLDS_CLINIC, NOT_YET),
    "calendar_feed": (HAS_FEED, SIGNED_IN - HAS_FEED, set()),
    # Whoever has the address: its token is the permission, as a calendar program cannot sign in.
    "calendar": (EVERYBODY, set(), set()),
    # By number, class and days alone: who keeps the records sees nothing of what is in a case.
    **dict.fromkeys(
        ("retention", "case_retention", "case_retention_change", "case_hold_end", "case_erase"),
        ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    ),
    "people": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "person_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "membership_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "letter_add": (WRITES, ON_THE_CASE - WRITES, OUTSIDE),
    "letter": (ON_THE_CASE, set(), OUTSIDE),
    "paper_letter": (ON_THE_CASE, set(), OUTSIDE),
    "voice_invite": (INVITES, ON_THE_CASE - INVITES, OUTSIDE),
    "voice_report": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "voice_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    # For victims, who have no account: a code is the permission, and these hold nothing of a case.
    "voice": (EVERYBODY, set(), set()),
    "voice_thanks": (EVERYBODY, set(), set()),
    "voice_answer": (EVERYBODY, set(), set()),
    "guide": (SIGNED_IN, set(), set()),
    "guide_topic": (SIGNED_IN, set(), set()),
    "membership_end": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "incidents": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "incident": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "import": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "account_change_password": (SIGNED_IN, set(), set()),
    "account_logout": (SIGNED_IN, set(), set()),
    "account_security": (SIGNED_IN, set(), set()),
    "account_again": (SIGNED_IN, set(), set()),
    "second_factor_change": (SIGNED_IN, set(), set()),
    "recovery_codes": (SIGNED_IN, set(), set()),
    "person_sign_in": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "person_sign_in_change": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "help": (EVERYBODY, set(), set()),
    "security_txt": (EVERYBODY, set(), set()),
    "accessibility": (EVERYBODY, set(), set()),
    "privacy": (EVERYBODY, set(), set()),
    "account_inactive": (EVERYBODY, set(), set()),
}
# Those of a session of clinic slots.
CLINIC_PAGES = ("clinic", "clinic_case", "clinic_change", "clinic_cancel", "clinic_rearrange")
# Answered to machines, to the signed out only, or to whom each of many turns names: tested where at home.
ELSEWHERE = {
    *("live", "ready", "account_login", "account_signup", "turn", "next_work"),
    *("paper_plan", "paper_advice", "paper_bad_character_notice"),
    # One's own alone, whoever one is.
    *("notices_read", "session_end", "sessions_end_others", "account_stay"),
    # Between a password, or an identity provider, and being signed in.
    *("second_factor", "second_factor_set_up", "password_choose", "provider_begin", "provider_done"),
}
# By POST only.
VERBS = {"step_claim", "step_release", "step_hold_end"}

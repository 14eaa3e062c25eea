"""What a RASSO file holds when it goes to the CPS for a charging decision.

The National File Standard sits in the Director's Guidance on Charging, 6th edition
(annexes 3 and 5); the items are the starter list of the gatekeepers and are data,
to be checked against the force's own list.
"""

from __future__ import annotations

from typing import NamedTuple


class ChecklistItem(NamedTuple):
    key: str
    label: str
    hint: str = ""


CHECKLIST: tuple[ChecklistItem, ...] = (
    ChecklistItem("mg3", "MG3", "Report to the prosecutor with the full narrative"),
    ChecklistItem("mg6", "MG6", "Case file evidence and information"),
    ChecklistItem("mg6c", "MG6C", "Schedule of non-sensitive unused material, signed and dated"),
    ChecklistItem("mg6d", "MG6D", "Schedule of sensitive unused material, or a nil return"),
    ChecklistItem("mg6e", "MG6E", "Disclosure officer's report"),
    ChecklistItem("mg11", "MG11s", "Statements, with first complaint"),
    ChecklistItem("abe", "ABE recording and index", "Time-coded index or transcript"),
    ChecklistItem("mg15", "MG15", "Record of the suspect's interview"),
    ChecklistItem("mg16", "MG16", "Bad character, or a nil return"),
    ChecklistItem("mg2", "MG2", "Special measures assessment"),
    ChecklistItem(
        "imd", "Investigation Management Document", "Lines of enquiry, digital and third-party decisions"
    ),
    ChecklistItem("forensic", "Forensic and medical evidence", "Or target dates for what is outstanding"),
    ChecklistItem("vps", "Victim personal statement", "Offered and answered, with the date"),
    ChecklistItem("both_stages", "Reasons for both stages of the Code", "With the suspect's likely defence"),
)
CHECKLIST_BY_KEY = {item.key: item for item in CHECKLIST}

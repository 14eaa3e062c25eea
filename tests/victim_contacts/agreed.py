"""A contact plan as people type it."""

PLAN = {
    "enhanced": "yes",
    "frequency": "0",
    "channel": "telephone",
    "safe_contact": "Weekdays after 6pm, never the landline",
    "stop": "no",
}

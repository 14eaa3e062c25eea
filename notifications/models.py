"""The models of this application, for Django to find."""

from notifications.ladders.models import LadderChange
from notifications.notices.models import Notice
from notifications.outbox.models import Message
from notifications.preferences.models import Preference
from notifications.pulse import Heartbeat

__all__ = ["Heartbeat", "LadderChange", "Message", "Notice", "Preference"]

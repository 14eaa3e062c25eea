"""The one error that a domain verb raises when it may not go ahead."""


class RuleBroken(Exception):
    """A rule of the process says no; nothing has been changed.

    `message` is shown to the person as it stands, so it says what to do and
    names no victim, witness or suspect. `field` is the form field that it belongs to, if there is one.
    """

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Overtaken(RuleBroken):
    """Somebody else moved the record first; `who` says who, where it is known, as "P. Smith has"."""

    def __init__(self, who: str = "Someone else has") -> None:
        super().__init__(f"{who} already dealt with this. Nothing of yours was changed")

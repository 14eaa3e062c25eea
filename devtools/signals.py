"""What ends a command: Ctrl-C, a polite kill, or the terminal that closes."""

import signal
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def raise_on_stop() -> None:
    """Turn the first stop signal into KeyboardInterrupt, and ignore any that follow: cleaning up is bounded.

    SIGINT too: a shell starts background jobs with it ignored. A hang-up that is ignored stays so (nohup).
    """
    for number in STOP_SIGNALS:
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt

"""Run a command that does not outlive its parent: tether.py PARENT SIGNAL USER COMMAND [ARGUMENT ...]

On Linux the kernel sends SIGNAL to the command when the process PARENT ends, even by SIGKILL. Elsewhere the
next run finds the command by its mark (processes.py). USER is a name, or "-" to stay who we are.

A program of its own, because code between fork and exec is unsafe in a launcher that has threads; and because
a change of user clears the kernel's promise, so the order of the two matters.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(user: str) -> None:
    """Take the identity of `user`, and a working directory that it may be in."""
    account = pwd.getpwnam(user)
    os.chdir("/")
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def end_with_parent(parent: int, signal_number: int) -> None:
    """Ask the kernel for `signal_number` when the parent ends; a parent that is gone already ends us now."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(parent: str, signal_number: str, user: str, *command: str) -> None:
    if user != "-":
        become(user)
    end_with_parent(int(parent), int(signal_number))
    os.execvp(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])

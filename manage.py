#!/usr/bin/env python3
import os
import sys

from django.core.management import execute_from_command_line

from casework.audit.who import process_named

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    process_named(f"command {' '.join(sys.argv[1:2])}")
    execute_from_command_line(sys.argv)

"""What the source of the product may not hold, looked for in the source itself."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("casework", "workflows", "notifications", "config")
SCRIPTS = sorted((ROOT / "casework" / "pages" / "frontend" / "js").iterdir())
# Statements whose names of tables and columns come from the models: values are parameters in all of them.
STATEMENTS_OF_NAMES = {
    "casework/audit/unusual.py",
    "casework/rows.py",
    "workflows/engine/routes.py",
    "workflows/queues/uncarried.py",
}
EXECUTES = STATEMENTS_OF_NAMES | {
    *("casework/last_looked/services.py", "casework/audit/writing.py", "casework/audit/verify.py"),
    *("casework/audit/who.py", "casework/bank_holidays/services.py", "casework/whose_clock/reading.py"),
    *("notifications/notices/models.py", "config/health.py", "casework/audit/middleware.py"),
    *("casework/wall/checks.py", "casework/wall/roles.py", "casework/retention/erasure.py"),
    "casework/obligations/selectors.py",
}
# Invented people and exports, which nobody is to be kept from guessing.
PREDICTABLE = {"casework/imports/synthetic/records.py", "workflows/demonstration/loading.py"}
MARKUP = {"casework/pages/controls.py", "casework/pages/govuk.py", "config/sign_in/second_factor.py"}
SPEAK = {
    "casework/documents/scanning.py": "the scanner of the settings",
    "config/sign_in/provider.py": "the providers of the settings",
    "notifications/outbox/channels/smtp.py": "the relay of the settings",
    "notifications/outbox/channels/notify.py": "GOV.UK Notify, at the address of the settings",
}
WAYS_OUT = {"socket", "ssl", "smtplib", "http.client", "ftplib", "requests", "httpx", "aiohttp", "urllib3"}
WAYS_OUT |= {"notifications_python_client", "authlib"}
# Formats of the data files and of logging, none of which anybody types.
WORDS_OF_FILES = {
    "casework/deadlines/counted.py: ROLLS[self.rule.roll]",
    "casework/file_review/findings.py: self.words",
    "casework/letters/wording.py: part.words",
    "casework/pages/forms.py: Markup('<h2 class=\"govuk-fieldset__heading\">{}</h2>')",
    "casework/victim_contacts/notifiable.py: words",
    "config/logs.py: super()",
}
CRYPTOGRAPHY = {"casework/sign_in/totp.py": {"cryptography.fernet"}}


def files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


TREES = {short(path): ast.parse(path.read_text("utf-8")) for path in files()}


def found_by(rules: str) -> set[str]:
    """The files in which a rule of ruff finds something, whatever is said there to excuse it."""
    command = ["ruff", "check", "--isolated", "--ignore-noqa", "--no-cache", "--output-format=json"]
    command += [f"--select={rules}", "--exclude=migrations", *PACKAGES]
    said = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    return {short(Path(each["filename"])) for each in json.loads(said.stdout)}


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def importing(roots: set[str]) -> set[str]:
    return {
        where
        for where, tree in TREES.items()
        if any(name.partition(".")[0] in roots or name in roots for name in imported(tree))
    }


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a function or method by its last name."""
    for where, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and last_name(node.func) in names:
                yield where, node


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_no_statement_is_built_from_values():
    assert found_by("S608,S610,S611") - EXECUTES == set()
    assert found_by("S608") == STATEMENTS_OF_NAMES


def test_statements_of_our_own_are_in_few_places():
    assert {where for where, _ in calls("execute", "executemany", "raw", "extra", "RawSQL")} <= EXECUTES


def test_the_product_runs_no_command_and_no_text():
    assert found_by("S102,S307,S602,S603,S604,S605,S606,S607") == set()
    assert importing({"subprocess", "pty", "code", "runpy"}) == set()


def test_nothing_is_unpickled():
    assert found_by("S301,S302,S403,S506") == set()
    assert importing({"pickle", "shelve", "marshal", "dill", "yaml"}) == set()


def test_no_xml_is_read():
    """Files that people send are looked through as bytes; those that declare entities are refused."""
    reads = {"parse", "fromstring", "iterparse", "XMLParser", "XMLPullParser", "make_parser", "parseString"}
    xml = importing({"xml", "lxml", "html5lib", "bs4"})
    assert {where for where, _ in calls(*reads) if where in xml} == set()
    assert found_by("S313,S314,S315,S316,S317,S318,S319") == set()


def test_chance_comes_from_the_operating_system():
    assert found_by("S311") == PREDICTABLE
    assert importing({"random"}) - PREDICTABLE == {"casework/victims_voice/report.py"}
    assert "SystemRandom" in (ROOT / "casework/victims_voice/report.py").read_text()


def test_no_weak_hash_is_used():
    assert found_by("S303,S304,S305,S324") == set()
    weak = {"md5", "sha1", "md4", "blake2s"}
    assert {where for where, _ in calls(*weak)} == set()


def test_cryptography_is_in_few_places():
    using = {
        where: {name for name in imported(tree) if name.startswith("cryptography")}
        for where, tree in TREES.items()
        if any(name.startswith(("cryptography", "Crypto", "nacl")) for name in imported(tree))
    }
    assert using == CRYPTOGRAPHY


def test_markup_is_made_in_few_places():
    assert found_by("S308,S704") == MARKUP


def test_no_template_is_made_from_a_text():
    assert [where for where, _ in calls("from_string")] == []
    assert not importing({"mako", "string.templatelib"})
    assert {where for where, _ in calls("Template") if "django.template" in imported(TREES[where])} == set()


def test_no_pattern_is_built_from_values():
    """What a pattern is made of is written in the source: names in capitals, or of one argument that is."""
    made = [
        (where, ast.unparse(node.args[0]))
        for where, node in calls("compile", "search", "match", "fullmatch", "sub", "findall")
        if isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert [each for each in made if names_in_small_letters(each[1])] == [
        ("casework/casefiles/services.py", "f'{letter}([0-9]+)'"),
        ("casework/imports/values.py", "self.pattern"),
        # Words of the source, in the order of their length.
        ("casework/people/passwords.py", "'|'.join(sorted(WORDS, key=len, reverse=True))"),
    ]


def names_in_small_letters(expression: str) -> bool:
    names = {
        node.id for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)
    } - {"re"}
    return any(name != name.upper() for name in names)


def test_no_format_comes_from_a_value():
    """A format that is not written where it is used, or under a name in capitals, is of a file of ours."""
    formats = {
        f"{where}: {ast.unparse(node.func.value)}"
        for where, node in calls("format", "format_map")
        if isinstance(node.func, ast.Attribute)
        and not isinstance(node.func.value, ast.Constant)
        and names_in_small_letters(ast.unparse(node.func.value))
    }
    assert formats == WORDS_OF_FILES


def test_few_places_speak_to_the_outside():
    assert importing(WAYS_OUT) == set(SPEAK)
    assert {where for where, _ in calls("urlopen", "urlretrieve", "create_connection")} <= set(SPEAK)


def test_keys_of_the_cache_are_not_typed():
    keys = {
        ast.unparse(node.args[0])
        for _, node in calls("get", "set", "add", "delete", "get_or_set", "incr")
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "cache"
    }
    # "key" is made of numbers and a word of ours (config/pace.py).
    assert keys == {"'ready'", "key"}


def test_there_is_no_interpreter_beside_the_database():
    packages = (ROOT / "requirements-production.lock").read_text().lower()
    named = set(re.findall(r"^([a-z0-9_.-]+)==", packages, re.MULTILINE))
    assert (
        named & {"ldap3", "python-ldap", "lxml", "elementpath", "pylatex", "pymongo", "neo4j", "jpype1"}
        == set()
    )
    assert not importing({"ldap", "ldap3", "lxml", "latex", "jpype"})


def test_no_secret_is_in_the_code():
    assert found_by("S105,S106,S107") == {"workflows/demonstration/people.py"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_put_text_in_as_text(script):
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script.read_text()
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_take_no_messages(script):
    assert not re.search(r"postMessage|['\"]message['\"]|onmessage", script.read_text())


def test_our_scripts_keep_nothing_in_the_browser():
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open|serviceWorker")
    assert [script.name for script in SCRIPTS if kept.search(script.read_text())] == []
    # The accordion of the design system would remember in the browser what was opened: no page has one.
    templates = [path for package in PACKAGES for path in (ROOT / package).rglob("*.html")]
    assert [short(path) for path in templates if "accordion" in path.read_text().lower()] == []

import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage

import psutil
import pytest

from devtools.mailsink import MailSink


@pytest.fixture
def sink(tmp_path):
    with MailSink(tmp_path / "inbox") as running:
        yield running


def test_it_keeps_a_message_and_shows_it(sink):
    send(sink, subject="Action plan sent", text="Due on 3 March: http://127.0.0.1:8000/cases/7?a=1&b=2.")
    assert "Action plan sent" in page(sink)
    shown = page(sink, sink.messages.names()[0])
    address = "http://127.0.0.1:8000/cases/7?a=1&amp;b=2"
    assert f'Due on 3 March: <a href="{address}">{address}</a>.' in shown


def test_it_lists_the_newest_first(sink):
    for subject in ("first", "second"):
        send(sink, subject=subject)
    assert page(sink).index("second") < page(sink).index("first")


def test_it_names_a_recipient_whom_the_headers_hide(sink):
    send(sink, hidden="blind@cps.example")
    assert "blind@cps.example" in page(sink)


def test_a_message_cannot_put_markup_into_the_page(sink):
    send(sink, subject="<script>alert(1)</script>", text="<img src=x onerror=alert(2)>")
    name = sink.messages.names()[0]
    assert "<script" not in page(sink) + page(sink, name)
    assert "<img" not in page(sink, name)


def test_messages_survive_a_restart(sink, tmp_path):
    send(sink, subject="kept")
    sink.stop()
    sink.start()
    assert "kept" in page(sink)


@pytest.mark.parametrize("name", ["../secret_key", "%2e%2e/secret_key", "00000000000000000000-00000000"])
def test_it_shows_no_other_file(sink, tmp_path, name):
    (tmp_path / "secret_key.eml").write_text("Subject: secret")
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        page(sink, name)
    refused.value.close()


def test_it_listens_on_this_machine_only(sink):
    listening = [one for one in psutil.Process().net_connections("inet") if one.status == psutil.CONN_LISTEN]
    ours = [one.laddr for one in listening if one.laddr.port in (sink.smtp_address[1], port_of_inbox(sink))]
    assert [address.ip for address in ours] == ["127.0.0.1", "127.0.0.1"]


def send(sink, *, subject="Hello", text="Text", hidden=None):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "casework@cps.example", "anna@force.example", subject
    message.set_content(text)
    with smtplib.SMTP(*sink.smtp_address) as client:
        client.send_message(message, to_addrs=["anna@force.example", *([hidden] if hidden else [])])


def page(sink, name=""):
    with urllib.request.urlopen(sink.inbox_url + name) as response:
        return response.read().decode()


def port_of_inbox(sink):
    return int(sink.inbox_url.rstrip("/").rpartition(":")[2])

"""XES, the IEEE standard of event logs (1849-2016), written as a stream: one event at a time is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}
# A date as the standard wants it, for the events that would have none; ours all have.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

NONE: AttributesImpl[str] = AttributesImpl({})

# What is empty is left out.
Attributes = Mapping[str, str | datetime]


@dataclass(frozen=True)
class Trace:
    """What happened to one thing, in order. Its events are read once, before the next trace is asked for."""

    attributes: Attributes
    events: Iterable[Attributes]


@dataclass(frozen=True)
class Shape:
    """What every trace and every event of a log has, and by what an event may be called: keys by name."""

    of_traces: tuple[str, ...]
    of_events: tuple[str, ...]
    classifiers: Mapping[str, str]


def log_write(out: BinaryIO, *, name: str, shape: Shape, traces: Iterable[Trace]) -> int:
    """Write a log; the number of its traces comes back."""
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    version = {"xes.version": "1849.2016", "xes.features": "", "xmlns": NAMESPACE}
    xml.startElement("log", AttributesImpl(version))
    _declare(xml, shape)
    _attributes(xml, {"concept:name": name, "lifecycle:model": "standard"})
    written = sum(_trace(xml, trace) for trace in traces)
    xml.endElement("log")
    xml.endDocument()
    return written


def _declare(xml: SimplerXMLGenerator, shape: Shape) -> None:
    for name, prefix in EXTENSIONS.items():
        uri = f"{NAMESPACE}{prefix}.xesext"
        xml.addQuickElement("extension", attrs={"name": name, "prefix": prefix, "uri": uri})
    for scope, keys in (("trace", shape.of_traces), ("event", shape.of_events)):
        xml.startElement("global", AttributesImpl({"scope": scope}))
        _attributes(xml, {key: UNDATED if key == "time:timestamp" else "unknown" for key in keys})
        xml.endElement("global")
    for name, of_keys in shape.classifiers.items():
        xml.addQuickElement("classifier", attrs={"name": name, "scope": "event", "keys": of_keys})


def _trace(xml: SimplerXMLGenerator, trace: Trace) -> int:
    xml.startElement("trace", NONE)
    _attributes(xml, trace.attributes)
    for event in trace.events:
        xml.startElement("event", NONE)
        _attributes(xml, event)
        xml.endElement("event")
        xml.characters("\n")
    xml.endElement("trace")
    return 1


def _attributes(xml: SimplerXMLGenerator, attributes: Attributes) -> None:
    for key, value in attributes.items():
        if isinstance(value, datetime):
            xml.addQuickElement("date", attrs={"key": key, "value": value.astimezone(UTC).isoformat()})
        elif value:
            xml.addQuickElement("string", attrs={"key": key, "value": value})

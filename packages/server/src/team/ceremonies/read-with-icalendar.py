"""Reads a calendar from standard input with python-icalendar and prints what it understood, as JSON."""

import json
import sys

from icalendar import Calendar


def text_of(value):
    return None if value is None else str(value)


def time_of(prop):
    if prop is None:
        return None
    value = prop.dt
    zone = prop.params.get("TZID")
    return {"at": value.isoformat(), "zone": zone}


def event_of(event):
    rule = event.get("RRULE")
    return {
        "uid": text_of(event.get("UID")),
        "summary": text_of(event.get("SUMMARY")),
        "description": text_of(event.get("DESCRIPTION")),
        "sequence": int(event.get("SEQUENCE", 0)),
        "status": text_of(event.get("STATUS")),
        "start": time_of(event.get("DTSTART")),
        "end": time_of(event.get("DTEND")),
        "rule": None if rule is None else rule.to_ical().decode(),
        "recurrenceId": time_of(event.get("RECURRENCE-ID")),
        "stamp": time_of(event.get("DTSTAMP")),
        "errors": [list(error) for error in event.errors],
    }


def zone_of(zone):
    # Makes a time zone of the observances: an incomplete or contradicting one cannot be made.
    made = zone.to_tz()
    return {"id": text_of(zone.get("TZID")), "made": made is not None, "parts": [c.name for c in zone.subcomponents]}


calendar = Calendar.from_ical(sys.stdin.buffer.read())
print(
    json.dumps(
        {
            "name": text_of(calendar.get("X-WR-CALNAME")),
            "version": text_of(calendar.get("VERSION")),
            "errors": [list(error) for error in calendar.errors],
            "zones": [zone_of(z) for z in calendar.walk("VTIMEZONE")],
            "events": [event_of(e) for e in calendar.walk("VEVENT")],
        }
    )
)

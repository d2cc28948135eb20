"""The engine of the Python package `eql`, in one thread, over the bundled rules it can run: the speed of a peer.

    python bench/peers/python_eql.py FILE RULE.toml...

Prints {"alerts": {rule id: number}} as JSON. Needs Python 3.11 and the package eql. That engine knows an older EQL: it does
not look into arrays on its own, has no samples, and wants times as numbers, so queries and events are adapted below. It takes
events as they come: where they are out of order it ends sequences too early.
"""

import json
import re
import sys
import tomllib
from collections import Counter
from datetime import datetime, timedelta, timezone

import eql
from eql.engine import PythonEngine

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
TICKS_PER_MICROSECOND = 10

ADAPTATIONS = [
    # Comparisons with the array of arguments, each as what this engine offers for it.
    (r'process\.args : ("\*[^"]*\*")', r"process.command_line : \1"),
    (r'process\.parent\.args : ("\*[^"]*\*")', r"process.parent.command_line : \1"),
    (r"process\.args (?:in|:) \(([^)]*)\)", r"arrayContains(process.args, \1)"),
    (r'process\.args (?:==|:) ("[^"]*")', r"arrayContains(process.args, \1)"),
    # Networks of IPv6 are unknown to it.
    (r'cidrmatch\(([^,]*), (.*), "::1"\)', r'cidrMatch(\1, \2) and \1 != "::1"'),
]


def adapted(query):
    for pattern, replacement in ADAPTATIONS:
        query = re.sub(pattern, replacement, query)
    return query


def load(engine, path):
    with open(path, "rb") as file:
        rule = tomllib.load(file)["rule"]
    with eql.parser.elasticsearch_syntax:
        query = eql.parse_query(adapted(rule["query"]), implied_any=True)
    about = {"id": rule["rule_id"], "name": rule["name"]}
    engine.add_analytic(eql.ast.EqlAnalytic(query=query, metadata=about))


def scan(engine, path):
    with open(path, "rb") as file:
        for line in file:
            document = json.loads(line)
            about = document["event"]
            category, kind = about["category"], about["type"]
            about["category"] = category = category[0] if isinstance(category, list) else category
            about["type"] = kind[0] if isinstance(kind, list) else kind
            since = datetime.fromisoformat(document["@timestamp"]) - EPOCH
            ticks = since // MICROSECOND * TICKS_PER_MICROSECOND
            engine.stream_event(eql.Event(category, ticks, document))
    engine.finalize()


def main(path, *rules):
    alerts = Counter()
    engine = PythonEngine()
    engine.add_output_hook(lambda match: alerts.update([match.analytic_id]))
    for rule in rules:
        load(engine, rule)
    scan(engine, path)
    print(json.dumps({"alerts": alerts}))


if __name__ == "__main__":
    main(*sys.argv[1:])

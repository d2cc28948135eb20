"""DuckDB on what the rule "Potential Reverse Shell" looks for, as a join in SQL: the speed of a peer.

    python bench/peers/duckdb_sequence.py FILE [THREADS]

Prints {"alerts": {rule id: number}} as JSON. Needs the package duckdb. The columns are declared, so that DuckDB neither
guesses a schema nor decodes what the query does not need.
"""

import json
import sys

import duckdb

RULE_ID = "48b3d2e3-f4e8-41e6-95e6-9b2091228db3"

COLUMNS = {
    "@timestamp": "TIMESTAMP",
    "event": "STRUCT(category VARCHAR[], type VARCHAR[], action VARCHAR)",
    "host": "STRUCT(id VARCHAR, os STRUCT(type VARCHAR))",
    "process": "STRUCT(entity_id VARCHAR, name VARCHAR, args VARCHAR[],"
    " parent STRUCT(entity_id VARCHAR, name VARCHAR, args VARCHAR[]))",
    "destination": "STRUCT(ip VARCHAR)",
}

SHELLS = "('bash', 'dash', 'sh', 'tcsh', 'csh', 'zsh', 'ksh', 'fish')"

SEQUENCE = f"""
with
  started as (
    select "@timestamp" as moment, event.action as action, host.id as host, process, destination.ip as ip,
      event.category[1] as category
    from read_ndjson(?, columns = {COLUMNS})
    where list_contains(event.type, 'start') and host.os.type = 'linux'
  ),
  connected as (
    select moment, host, process.entity_id as process from started
    where category = 'network' and action in ('connection_attempted', 'connection_accepted')
      and (lower(process.name) in {SHELLS} or lower(process.name) = 'socat')
      and ip is not null and ip <> '::1' and not starts_with(ip, '127.') and not starts_with(ip, '169.254.')
      and coalesce(try_cast(split_part(ip, '.', 1) as integer), 0) not between 224 and 239
  ),
  spawned as (
    select moment, host, process.parent.entity_id as process from started
    where category = 'process' and action in ('exec', 'fork') and process.name in {SHELLS}
      and (list_has_any(process.args, ['-i', '-l', '-I', '-L'])
        or (process.parent.name = 'socat' and array_to_string(process.parent.args, ' ') like '%exec%'))
  )
select count(distinct (spawned.host, spawned.process, spawned.moment))
from connected join spawned using (host, process)
where spawned.moment >= connected.moment and spawned.moment - connected.moment <= interval 5 seconds
"""


def main(path, threads="2"):
    database = duckdb.connect(config={"threads": int(threads)})
    [count] = database.execute(SEQUENCE, [path]).fetchone()
    print(json.dumps({"alerts": {RULE_ID: count}}))


if __name__ == "__main__":
    main(*sys.argv[1:])

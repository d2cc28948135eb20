// `--baseline`: alerts that are known already. An alert is known by its rule and its events; the version of the rule takes no part, so
// that a new version does not make all known alerts new.
import { eventsId, savedAlert, type Alert, type Hash } from '../alert/index.js';
import { isArray, isObject, type Json } from '../event/index.js';
import type { Diagnostic, Source } from '../source/index.js';

/** What is known of an alert that was saved, or null with the reason. */
export interface Baseline {
  readonly known: ReadonlySet<string> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what `-o ndjson` or `-o json` wrote. */
export function readBaseline(source: Source, hash: Hash): Baseline {
  const known = new Set<string>();
  for (const { json, line } of documentsOf(source.text)) {
    const { alert, problem } =
      json === undefined ? { alert: null, problem: 'expected JSON' } : savedAlert(json);
    if (alert === null) return { known: null, diagnostics: [notAnAlert(source, line, problem)] };
    known.add(identityOf(alert, hash));
  }
  return { known, diagnostics: [] };
}

/** What tells an alert from others, in this and any other run. */
export function identityOf({ rule, events }: Pick<Alert, 'rule' | 'events'>, hash: Hash): string {
  const identities = events.map((event) =>
    event === null ? null : { id: event._id, indexName: event._index, document: event.document },
  );
  return hash(`${rule.id}\n${eventsId(identities, hash)}`).slice(0, 32);
}

/** The lines of NDJSON, or the alerts of a report. */
function* documentsOf(
  text: string,
): Generator<{ readonly json: Json | undefined; readonly line: number }> {
  const whole = text.startsWith('{"schema":"rshell-scan/report@1"') ? parsed(text) : undefined;
  const alerts = whole !== undefined && isObject(whole) ? whole['alerts'] : undefined;
  if (alerts !== undefined && isArray(alerts)) {
    // A report has three lines before its first alert, and one for each.
    for (const [number, json] of alerts.entries()) yield { json, line: number + 4 };
    return;
  }
  for (const [number, line] of text.split('\n').entries()) {
    if (line.trim() !== '') yield { json: parsed(line), line: number + 1 };
  }
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function notAnAlert({ name }: Source, line: number, problem: string): Diagnostic {
  return {
    code: 'RS466',
    severity: 'error',
    message: `not a saved alert: ${problem}`,
    place: { name, line },
    help: 'a baseline is what -o ndjson=FILE or -o json=FILE wrote',
  };
}

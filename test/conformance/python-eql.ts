// Reads python-eql's test_queries.toml and writes its spelling as Elasticsearch spells it, where only spelling differs.
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { JsonObject } from '../../src/index.js';
import { shared } from '../support/shared.js';

export interface PythonEqlQuery {
  /** Place in the file, from 0: the queries have no names. */
  readonly number: number;
  readonly text: string;
  readonly expected: readonly number[];
}

export function readPythonEqlQueries(): readonly PythonEqlQuery[] {
  const file = shared('conformance', 'python-eql', 'test_queries.toml');
  const { queries } = parse(readFileSync(file, 'utf8')) as unknown as {
    queries: readonly { query: string; expected_event_ids: readonly number[] }[];
  };
  return queries.map(({ query, expected_event_ids }, number) => ({
    number,
    text: respell(query),
    expected: expected_event_ids,
  }));
}

/** Windows file times, 100 ns since 1601, become what Elasticsearch would store. */
export function readPythonEqlEvents(): readonly JsonObject[] {
  const file = shared('conformance', 'python-eql', 'test_data.json');
  const events = JSON.parse(readFileSync(file, 'utf8')) as readonly JsonObject[];
  return events.map((event) => ({
    ...event,
    '@timestamp': Math.floor(Number(event['timestamp']) / 10_000) - 11_644_473_600_000,
  }));
}

const TOKEN =
  /"(?:\\.|[^"\\\n])*"|\?"[^"]*"|\?'[^']*'|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|\/\*[^]*?\*\/|[=!<>]=|\b(?:maxspan|runs|fork)\s*=|=/g;

/** `=` for `==`, single quotes for double ones, `?"raw"` for `"""raw"""`. */
function respell(query: string): string {
  return query.replace(TOKEN, (token) => {
    if (token === '=') return '==';
    if (token.startsWith('?')) return `"""${token.slice(2, -1)}"""`;
    if (token.startsWith("'")) return `"${token.slice(1, -1).replaceAll('"', '\\"')}"`;
    return token;
  });
}

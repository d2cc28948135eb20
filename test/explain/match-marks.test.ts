import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/event/index.js';
import { checkQuery, parseQuery } from '../../src/eql/index.js';
import { MatchMarker } from '../../src/explain/index.js';

function markerOf(text: string): MatchMarker {
  const source = { name: '<query>', text };
  const parsed = parseQuery(source).query;
  const query = parsed === null ? null : checkQuery(parsed, source).query;
  if (query === null) throw new Error(`does not compile: ${text}`);
  return new MatchMarker({ query, querySource: source, index: [] });
}

/** The clauses that held, as written, each with the literal and the values that it held by. */
function marked(text: string, document: JsonObject, place = 1): readonly unknown[] {
  const marker = markerOf(text);
  return marker.marks(place, document).map(({ clause, literal, values }) => {
    const { start = 0, end = 0 } = marker.clauses[clause]?.span ?? {};
    return [
      text.slice(start, end),
      literal === null ? null : text.slice(literal.start, literal.end),
      values,
    ];
  });
}

const EVENT: JsonObject = {
  event: { category: ['process'], type: ['start'] },
  process: { name: 'bash', args: ['bash', '-c', 'id'], 'parent.name': 'nginx' },
};

describe('of an event', () => {
  test('a clause has the literal that decided, and the value', () => {
    expect(marked('process where process.name in ("sh", "bash", "b*")', EVENT)).toEqual([
      ['process.name in ("sh", "bash", "b*")', '"bash"', ['bash']],
    ]);
    expect(marked('process where process.args : ("-x", "-C")', EVENT)).toEqual([
      ['process.args : ("-x", "-C")', '"-C"', ['-c']],
    ]);
  });

  test('of alternatives those are marked that held', () => {
    const text =
      'process where process.name == "bash" and (process.args == "-i" or process.args == "-c") and true';
    expect(marked(text, EVENT).map((mark) => (mark as readonly unknown[])[0])).toEqual([
      'process.name == "bash"',
      'process.args == "-c"',
      'true',
    ]);
  });

  test('what was not to be has the values that were there instead', () => {
    const text = 'process where process.parent.name != "sshd" and not process.args : "-i"';
    expect(marked(text, EVENT)).toEqual([
      ['process.parent.name != "sshd"', null, ['nginx']],
      ['process.args : "-i"', null, ['bash', '-c', 'id']],
    ]);
    expect(markerOf(text).clauses.map(({ negated }) => negated)).toEqual([true, true]);
  });

  test('nothing is marked where the condition does not hold', () => {
    expect(marked('process where process.name == "bash" and process.pid == 1', EVENT)).toEqual([]);
  });

  test('a name of a prototype is only a name', () => {
    const document = JSON.parse('{"process":{"name":"__proto__"}}') as JsonObject;
    expect(marked('process where process.name == "__proto__"', document)).toEqual([
      ['process.name == "__proto__"', '"__proto__"', ['__proto__']],
    ]);
  });
});

test('each place of a sequence has its own clauses', () => {
  const text =
    'sequence by host.id [process where process.name == "bash"] [any where event.type == "start"] with runs=2 until [any where true]';
  expect(marked(text, EVENT, 1)).toEqual([['process.name == "bash"', '"bash"', ['bash']]]);
  const second = [['event.type == "start"', '"start"', ['start']]];
  expect(marked(text, EVENT, 2)).toEqual(second);
  expect(marked(text, EVENT, 3)).toEqual(second);
  expect(marked(text, EVENT, 4)).toEqual([]);
});

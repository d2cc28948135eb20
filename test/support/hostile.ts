// What attackers write into logs, and alerts that have it wherever an event can put it.
import type { Alert } from '../../src/alert/index.js';
import type { JsonObject } from '../../src/event/index.js';
import { alertOf, eventAt, keyOf, ruleWith, sampleBy, sequenceBy } from './alerts.js';

export const HOSTILE: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'escape sequence', text: '\u001b[31mred\u001b]0;title\u0007' },
  { name: 'eight-bit control sequence', text: '\u009b2Jgone' },
  { name: 'carriage return and erased line', text: 'rm -rf /\r\u001b[Kls' },
  { name: 'newlines', text: 'one\ntwo\r\nthree\u2028four\u2029five\u0085six' },
  { name: 'NUL and backspace', text: 'a\u0000b\b\b\bc' },
  { name: 'bidi override', text: 'exe.\u202etxt.sh\u2066\u200f' },
  { name: 'zero width and byte-order mark', text: 'ba\u200bsh\ufeff' },
  { name: 'invisible and format characters', text: 'a\u180eb\u00adc\u034fd\u115fe\u3164f\ufe0fg' },
  { name: 'tags beyond the basic plane', text: 'a\u{e0041}\u{e007f}b\u{1d173}c\u{e0100}' },
  { name: 'lone surrogates', text: '\ud800x\udfff' },
  { name: 'characters that XML has not', text: 'a\ufffe\uffffb' },
  { name: 'tabs', text: 'a\tb' },
  { name: 'five megabytes', text: 'A'.repeat(5_000_000) },
  { name: 'five megabytes of escapes', text: '\u001b['.repeat(2_500_000) },
  { name: 'five megabytes of surrogate pairs', text: '😀'.repeat(1_250_000) },
  { name: 'markup', text: '<script>alert(1)</script><img src=x onerror=alert(1)>' },
  { name: 'end of a script, a comment, a section', text: '</script>--></style>]]><b>&amp;' },
  { name: 'quotes', text: `"'\`--><svg onload=alert(1)>` },
  { name: 'Markdown links', text: '[x](javascript:alert(1)) ![y](https://example.org/y.png)' },
  { name: 'more Markdown', text: '# h\n- i\n> q\n```\n| a | b |\n@team www.example.org :smile:' },
  { name: 'formula', text: '=cmd|" /C calc"!A1' },
  { name: 'formula with a plus', text: '+1+cmd' },
  { name: 'formula with a minus', text: '-2+3' },
  { name: 'formula with an at', text: '@SUM(1)' },
  { name: 'formula behind a tab', text: '\t=1+1' },
  { name: 'formula behind a return', text: '\r=1+1' },
  { name: 'formula behind spaces', text: '  \u00a0=1+1' },
  { name: 'formula behind a space and a return', text: ' \r\n=1+1' },
  { name: 'formula behind what is invisible', text: '\u200b\u180e=1+1' },
  { name: 'formula in a second cell', text: 'a",=1+1,"b' },
  { name: 'workflow commands', text: '::error::owned\n::set-output name=a::b\n%0A::warning::c' },
  { name: 'placeholders', text: '{0} {{x}} %s $' + '{x} $(id)' },
  { name: 'name of a prototype', text: '__proto__' },
];

function hostileDocument(text: string): JsonObject {
  // Once is enough of what is large.
  if (text.length > 1000) return { process: { pid: 1, name: text }, user: { name: 'u' } };
  return {
    '@timestamp': '2026-11-20T08:14:02.118Z',
    event: { category: [text], action: [text, text], type: text, outcome: text },
    host: { id: text, name: text },
    user: { id: text, name: text },
    process: {
      pid: 1,
      name: text,
      executable: text,
      command_line: text,
      entity_id: text,
      parent: { pid: 2, name: text, command_line: text },
    },
    file: { path: text },
    source: { ip: text },
    destination: { ip: text, port: 80 },
    [text]: text,
  };
}

/** An event, a sequence with a missing event, and a sample by a rule that is hostile itself. */
export function hostileAlerts(text: string): readonly Alert[] {
  const place = { file: text.slice(0, 100), line: 1, offset: 0, index: 0 };
  const event = eventAt(1, hostileDocument(text), { place, id: text, indexName: text });
  const other = eventAt(2, { ...hostileDocument(text), process: { name: `${text}!` } });
  const key = keyOf(text);
  return [
    alertOf('a', ruleWith(), [event]),
    alertOf(
      'b',
      ruleWith({ query: sequenceBy([['host.id'], [], ['host.id']], [1]) }),
      [event, null, other],
      key,
    ),
    alertOf(
      'c',
      ruleWith({ query: sampleBy(['host.id'], 2), name: text, id: text }),
      [event, event],
      key,
    ),
  ];
}

/** All that text for a terminal may not hold: it moves the cursor, hides, or turns around. Spelt out, and not by property: the program has those. */
export const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Cs}/u;

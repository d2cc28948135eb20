// What a sequence leaves open that nearly every sequence says.
import { subqueriesOf } from './query-parts.js';
import type { Findings } from './findings.js';

/** Sequences that put events together that have nothing to do with each other. */
export function checkSequence(findings: Findings): void {
  const { query, querySource } = findings.rule;
  if (query.kind !== 'sequence') return;
  const start = querySource.text.indexOf('sequence');
  const span = { start, end: start + 'sequence'.length };
  if (subqueriesOf(query).every(({ keys }) => keys.length === 0)) {
    findings.inQuery('RS284', span, 'the events of this sequence may come from different hosts', {
      help: 'relate them by a key: `sequence by host.id, process.entity_id …`',
    });
  }
  if (query.maxspanMs === null) {
    findings.inQuery('RS285', span, 'the events of this sequence may be any time apart', {
      help: 'set a limit: `sequence … with maxspan=1m`',
    });
  }
}

import { describe, expect, test } from '@jest/globals';
import { DocumentEvent, FieldSet, type JsonObject } from '../../src/event/index.js';
import { IndexPatterns } from '../../src/rule/index.js';
import { Gate, UNTOLD, type GateMode } from '../../src/scan/gate.js';

function originOf(document: JsonObject, patterns: string[], mode: GateMode, index: string | null) {
  const fields = new FieldSet();
  const gate = new Gate([IndexPatterns.of(patterns), null], mode, fields);
  const event = new DocumentEvent(fields);
  event.reset(document);
  return gate.originOf(event, index);
}

const AUDITBEAT = ['auditbeat-*', 'logs-auditd_manager.auditd-*'];
const DEFEND = ['logs-endpoint.events.process*'];

describe('Gate', () => {
  test.each<[string, JsonObject, string[], boolean]>([
    ['auditbeat by agent', { agent: { type: 'auditbeat' } }, AUDITBEAT, true],
    ['auditbeat is not Defend', { agent: { type: 'auditbeat' } }, DEFEND, false],
    [
      'data stream',
      { data_stream: { dataset: 'endpoint.events.process', namespace: 'prod' } },
      DEFEND,
      true,
    ],
    ['another data stream', { data_stream: { dataset: 'endpoint.events.file' } }, DEFEND, false],
    [
      'data stream wins over agent',
      { data_stream: { dataset: 'auditd_manager.auditd' }, agent: { type: 'filebeat' } },
      AUDITBEAT,
      true,
    ],
    [
      'Defend by module and category',
      { event: { module: 'endpoint', category: ['process'] } },
      DEFEND,
      true,
    ],
    [
      'Defend by module, another category',
      { event: { module: 'endpoint', category: ['file'] } },
      DEFEND,
      false,
    ],
    ['auditd by module', { event: { module: 'auditd' } }, AUDITBEAT, true],
    ['auditd by module is not Defend', { event: { module: 'auditd' } }, DEFEND, false],
    ['data set', { event: { dataset: 'system.auth' } }, ['logs-system.auth-*'], true],
    ['dotted keys', { 'data_stream.dataset': 'endpoint.events.process' }, DEFEND, true],
    ['nothing told', { message: 'x' }, DEFEND, true],
  ])('auto: %s', (_, document, patterns, expected) => {
    expect(originOf(document, patterns, 'auto', null).open).toEqual([expected, true]);
  });

  test.each<[GateMode, JsonObject, boolean]>([
    ['strict', {}, false],
    ['auto', {}, true],
    ['off', { agent: { type: 'auditbeat' } }, true],
    ['strict', { agent: { type: 'auditbeat' } }, false],
  ])('%s with %j: %s', (mode, document, expected) => {
    expect(originOf(document, DEFEND, mode, null).open).toEqual([expected, true]);
  });

  test.each([
    ['.ds-logs-endpoint.events.process-default-2026.01.01-000001', true],
    ['logs-endpoint.events.process-default', true],
    ['cluster:.ds-logs-endpoint.events.process-default-2026.01.01-000001', true],
    ['auditbeat-8.12.0', false],
  ])('the index of an export wins: %s', (index, expected) => {
    const origin = originOf({ agent: { type: 'auditbeat' } }, DEFEND, 'auto', index);
    expect(origin.open[0]).toBe(expected);
  });

  test('lists origins in the order of their appearance', () => {
    const fields = new FieldSet();
    const gate = new Gate([null], 'auto', fields);
    const event = new DocumentEvent(fields);
    for (const document of [{}, { agent: { type: 'auditbeat' } }, {}]) {
      event.reset(document);
      gate.originOf(event, null);
    }
    expect(gate.origins.map(({ name }) => name)).toEqual([UNTOLD, 'auditbeat-0']);
  });

  test('made-up origins cannot fill the memory, and still get the right verdict', () => {
    const fields = new FieldSet();
    const gate = new Gate([IndexPatterns.of(DEFEND)], 'auto', fields);
    const event = new DocumentEvent(fields);
    for (let n = 0; n < 6000; n++) {
      event.reset({
        data_stream: { dataset: n % 2 === 0 ? `x${n}` : `endpoint.events.process${n}` },
      });
      expect(gate.originOf(event, null).open).toEqual([n % 2 === 1]);
    }
    expect(gate.origins.length).toBeLessThan(5000);
  });
});

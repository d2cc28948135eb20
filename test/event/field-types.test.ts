import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fieldType, knownFields, type FieldType } from '../../src/event/index.js';

const ECS_TABLE = new URL('../../../shared/inputs/ecs-9.4.0-fields.tsv', import.meta.url);
const SURVEY = new URL('../../../shared/rules-survey/survey.md', import.meta.url);

test.each<[string, FieldType | undefined]>([
  ['@timestamp', 'date'],
  ['process.name', 'keyword'],
  ['process.pid', 'long'],
  ['process.parent.command_line', 'keyword'],
  ['process.interactive', 'boolean'],
  ['host.risk.calculated_score', 'double'],
  ['destination.ip', 'ip'],
  ['message', 'keyword'],
  ['dns.answers', 'object'],
  ['client.geo.location', 'object'],
  ['auditd.data.a0', 'keyword'],
  ['auditd.data.anything-at-all', 'keyword'],
  ['auditd.data.socket.family', 'keyword'],
  ['auditd.sequence', 'long'],
  ['labels.team', 'keyword'],
  ['file.elf.imports', 'keyword'],
  ['file.elf.imports.some.name', 'keyword'],
  ['kubernetes.audit.user.extra.authentication.kubernetes.io/pod-name', 'keyword'],
  ['kibana.alert.risk_score', 'double'],
  ['file.Ext.entropy', 'double'],
  ['process', 'object'],
  ['process.parent', 'object'],
  ['auditd.data', 'object'],
  ['proces.name', undefined],
  ['process.name.text', undefined],
  ['auditd', 'object'],
  ['', undefined],
  ['.', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
])('%s is %s', (path, type) => {
  expect(fieldType(path)).toBe(type);
});

test('known fields are readable, distinct and know their type', () => {
  const names = [...knownFields()];
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('process.entity_id');
  expect(names).not.toContain('process.parent');
  for (const name of names) {
    expect(fieldType(name)).not.toBe('object');
    expect(fieldType(name)).toBeDefined();
    expect(name).not.toMatch(/[*= ]/);
  }
});

const withEcs = existsSync(ECS_TABLE) ? describe : describe.skip;
withEcs('against the table of ECS 9.4.0 (../shared is there)', () => {
  test('every field of ECS has the type of the table', () => {
    const kinds: Readonly<Record<string, FieldType>> = {
      long: 'long',
      integer: 'long',
      short: 'long',
      float: 'double',
      double: 'double',
      scaled_float: 'double',
      boolean: 'boolean',
      date: 'date',
      ip: 'ip',
      object: 'object',
      nested: 'object',
      geo_point: 'object',
    };
    const wrong: string[] = [];
    for (const line of readFileSync(ECS_TABLE, 'utf8').split('\n')) {
      const [path = '', type = ''] = line.split('\t');
      if (path === '' || path.startsWith('#')) continue;
      if (fieldType(path) !== (kinds[type] ?? 'keyword')) wrong.push(line);
    }
    expect(wrong).toEqual([]);
  });
});

const withSurvey = existsSync(SURVEY) ? describe : describe.skip;
withSurvey('against the rule survey (../shared is there)', () => {
  test('every field that the surveyed rules use is known', () => {
    const rows = readFileSync(SURVEY, 'utf8').matchAll(
      /^\|([^|]+)\|\d+\|\d+\|\d+\|(?:\d*\|){12}$/gm,
    );
    const fields = [...rows].map((row) => row[1] ?? '');
    expect(fields).toHaveLength(103);
    expect(fields.filter((field) => fieldType(field) === undefined)).toEqual([]);
  });
});

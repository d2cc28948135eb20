import { describe, expect, test } from '@jest/globals';
import { diagnosticResult, sarifText, type SarifResult } from '../../src/report/index.js';
import type { Diagnostic, Source } from '../../src/source/index.js';
import { sarifErrors } from '../support/sarif.js';

const TOOL = { name: 'rshell-scan', version: '1.2.3' };

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Record<string, unknown>[];
  }[];
}

function logOf(results: readonly SarifResult[], codes: readonly string[] = []): Log {
  const rules = codes.map((id) => ({ id, title: `the title of ${id}` }));
  const log = JSON.parse(sarifText(TOOL, rules, results)) as Log;
  expect(sarifErrors(log)).toBeNull();
  return log;
}

const FILE: Source = { name: './my rules/ü#1.toml', text: 'query = "a \\" b"\nname = "x"\n' };
const QUERY: Source = {
  name: FILE.name,
  text: 'a " b',
  embedded: { within: FILE, toOuter: (offset) => 9 + offset + (offset > 2 ? 1 : 0) },
};

const FINDING: Diagnostic = {
  code: 'RS282',
  severity: 'info',
  message: 'twice',
  source: QUERY,
  labels: [{ span: { start: 2, end: 3 } }, { span: { start: 0, end: 1 }, text: 'here' }],
  help: 'once will do',
  fix: [{ span: { start: 1, end: 3 }, replacement: '' }],
};

describe('a diagnostic', () => {
  test('in a query: places in the file, with its fix', () => {
    const { results } = logOf([diagnosticResult(FINDING)], ['RS282']).runs[0]!;
    const artifactLocation = { uri: 'my%20rules/%C3%BC%231.toml' };
    const region = (from: number, to: number) => ({
      startLine: 1,
      startColumn: from,
      endLine: 1,
      endColumn: to,
    });
    expect(results).toEqual([
      {
        ruleId: 'RS282',
        ruleIndex: 0,
        level: 'note',
        message: { text: 'twice (once will do)' },
        locations: [{ physicalLocation: { artifactLocation, region: region(12, 14) } }],
        relatedLocations: [
          {
            id: 1,
            physicalLocation: { artifactLocation, region: region(10, 11) },
            message: { text: 'here' },
          },
        ],
        fixes: [
          {
            artifactChanges: [
              {
                artifactLocation,
                replacements: [{ deletedRegion: region(11, 14), insertedContent: { text: '' } }],
              },
            ],
          },
        ],
      },
    ]);
  });

  test.each<[string, Diagnostic, object | undefined]>([
    [
      'about a line of an input',
      {
        code: 'RS301',
        severity: 'error',
        message: 'm',
        place: { name: '/var/log/e.ndjson', line: 7 },
      },
      { artifactLocation: { uri: 'file:///var/log/e.ndjson' }, region: { startLine: 7 } },
    ],
    [
      'about a whole file',
      { code: 'RS424', severity: 'info', message: 'm', place: { name: 'C:\\rules' } },
      { artifactLocation: { uri: 'file:///C%3A/rules' } },
    ],
    ['about nothing in particular', { code: 'RS403', severity: 'error', message: 'm' }, undefined],
  ])('%s', (_, diagnostic, physicalLocation) => {
    const [result] = logOf([diagnosticResult(diagnostic)]).runs[0]!.results;
    expect(result?.['locations']).toEqual(
      physicalLocation === undefined ? undefined : [{ physicalLocation }],
    );
  });
});

test('of the rules, those with a result are listed', () => {
  const [run] = logOf([diagnosticResult(FINDING)], ['RS201', 'RS282']).runs;
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['RS282']);
});

test('nothing found is a run without results', () => {
  expect(logOf([], ['RS201']).runs[0]?.results).toEqual([]);
});

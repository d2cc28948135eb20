// Pages of reports for tests, written to files as the program writes them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Alert } from '../../../src/alert/index.js';
import type { JsonObject } from '../../../src/event/index.js';
import { checkQuery, parseQuery } from '../../../src/eql/index.js';
import { htmlReport } from '../../../src/report/html/html.js';
import type { FinishedRun } from '../../../src/report/index.js';
import type { Rule } from '../../../src/rule/index.js';
import { alertOf, eventAt, keyOf, ruleWith } from '../../support/alerts.js';
import { SETTINGS } from '../../support/report.js';
import { finishedRun } from '../summaries.js';

/** The text of a report on `alerts`. */
export function pageOf(alerts: readonly Alert[], run: FinishedRun = finishedRun(alerts)): string {
  const report = htmlReport(SETTINGS);
  const pieces = alerts.map((alert) => report.alert(alert));
  return `${pieces.join('')}${report.end(run)}`;
}

/** A folder for pages. */
export class PageFolder {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-pages-'));
  #pages = 0;

  /** Writes a page; its address. */
  add(html: string): string {
    const file = path.join(this.#folder, `${++this.#pages}.html`);
    writeFileSync(file, html);
    return `file://${file}`;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A rule whose query is `text`. */
export function ruleOf(text: string, changes: Partial<Rule> = {}): Rule {
  const source = { name: 'rules/test.toml', text };
  const parsed = parseQuery(source).query;
  const query = parsed === null ? null : checkQuery(parsed, source).query;
  if (query === null) throw new Error(`does not compile: ${text}`);
  return ruleWith({ query, querySource: source, ...changes });
}

/** The alert of an event rule on `document`. */
export function alertOn(name: string, rule: Rule, document: JsonObject): Alert {
  return alertOf(name, rule, [eventAt(1, document)], keyOf());
}

/** Many alerts: of three rules and severities, on twelve hosts, a second apart. */
export function manyAlerts(count: number): readonly Alert[] {
  const rules = (['critical', 'high', 'low'] as const).map((severity, index) =>
    ruleOf('process where process.name in ("bash", "nc") and process.args : "-e*"', {
      id: `00000000-0000-0000-0000-00000000000${index}`,
      name: `Rule ${index}`,
      severity,
    }),
  );
  return Array.from({ length: count }, (_, index) => {
    const rule = rules[index % 3] ?? ruleWith();
    return alertOn(String(index), rule, {
      '@timestamp': new Date(Date.UTC(2026, 10, 20) + index * 1000).toISOString(),
      event: { category: ['process'], type: ['start'], action: 'exec' },
      host: { id: `h${index % 12}`, name: `host-${index % 12}` },
      user: { name: 'root' },
      process: {
        pid: 1000 + index,
        name: 'nc',
        args: ['nc', '-e', '/bin/sh', `port-${index}`],
        entity_id: `p${index}`,
        parent: { pid: 1, name: 'bash', entity_id: 'p' },
      },
      destination: { ip: '203.0.113.7', port: 4444 },
    });
  });
}

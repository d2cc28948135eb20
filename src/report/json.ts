import type { Alert } from '../alert/index.js';
import { alertBytes, jsonText } from './json-text.js';
import type { FinishedRun, Reporter, ReportSettings, Tool } from './reporter.js';
import { diagnosticDocument, runDocument, summaryDocument } from './summary-document.js';

/** The `schema` of a JSON report. Within major version 1 keys are added, never removed and never given another type. */
export const REPORT_SCHEMA = 'rshell-scan/report@1';

/**
 * One JSON object, published as `schemas/report.schema.json`. Written while the run goes on, one alert a line; the
 * numbers, and last what differs between two runs over the same input, come when it is over.
 */
export function jsonReport({ tool }: Pick<ReportSettings, 'tool'>): Reporter<Buffer> {
  return new JsonReport(tool);
}

class JsonReport implements Reporter<Buffer> {
  readonly #head: string;
  #alerts = 0;

  constructor(tool: Tool) {
    this.#head = `{"schema":${jsonText(REPORT_SCHEMA)},\n"tool":${jsonText(tool)},\n"alerts":[`;
  }

  alert(alert: Alert): Buffer {
    const lead = this.#alerts === 0 ? this.#head : ',';
    this.#alerts += 1;
    return alertBytes(alert, `${lead}\n`, '');
  }

  end(run: FinishedRun): string {
    const { shown, folded } = run.diagnostics;
    const lead = this.#alerts === 0 ? this.#head : '\n';
    const items = shown.map((diagnostic) => `\n${jsonText(diagnosticDocument(diagnostic))}`);
    return [
      `${lead}],`,
      `"diagnostics":[${items.join(',')}${items.length > 0 ? '\n' : ''}],`,
      `"folded_diagnostics":${jsonText(folded)},`,
      `"summary":${jsonText(summaryDocument(run))},`,
      `"run":${jsonText(runDocument(run))}}\n`,
    ].join('\n');
  }
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Alert } from '../../src/alert/index.js';
import {
  ALERT_FORMATS,
  type AlertFormatName,
  type FinishedRun,
  type Reporter,
  type ReportSettings,
} from '../../src/report/index.js';
import { finishedRun } from '../report/summaries.js';
import { sha256 } from './alerts.js';
import { ROOT } from './shared.js';

export const SETTINGS: ReportSettings = {
  tool: { name: 'rshell-scan', version: '1.2.3' },
  startedAt: '2026-11-22T10:00:00.000Z',
  width: 80,
  hash: sha256,
  asset: (name) => readFileSync(path.join(ROOT, 'dist', name), 'utf8'),
};

/** A report in `format`, begun. */
export async function reporterOf(
  format: AlertFormatName,
  settings: Partial<ReportSettings> = {},
): Promise<Reporter> {
  const make: (settings: ReportSettings) => Reporter = await ALERT_FORMATS[format].load();
  return make({ ...SETTINGS, ...settings });
}

/** The whole text of a report of `alerts`. */
export async function reportOf(
  format: AlertFormatName,
  alerts: readonly Alert[],
  {
    run = finishedRun(alerts),
    settings = {},
  }: { readonly run?: FinishedRun; readonly settings?: Partial<ReportSettings> } = {},
): Promise<string> {
  const reporter = await reporterOf(format, settings);
  return [...alerts.map((alert) => String(reporter.alert(alert))), reporter.end(run)].join('');
}

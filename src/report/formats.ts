// The formats of alerts: `-o NAME`. A new one is a module that exports a `MakeReporter`, and a line here.
import type { MakeReporter } from './reporter.js';

/** One format. Loaded when it is asked for: a scan pays for what it writes. */
export interface AlertFormat {
  /** For help, after the name: what it is and who reads it. */
  readonly about: string;
  /** Whether it says of an alert what suppressed it; the others are given none that was. */
  readonly tellsSuppressed?: true;
  /** Whether it counts the repeats of an alert: it is given those even where suppressed alerts are not shown. */
  readonly countsRepeats?: true;
  readonly load: () => Promise<MakeReporter>;
}

/** By name, in the order of help. The first one is for people. */
export const ALERT_FORMATS = {
  text: {
    about: 'cards for people',
    tellsSuppressed: true,
    load: async () => (await import('./text.js')).textReport,
  },
  ndjson: {
    about: 'one alert a line (rshell-scan/alert@1)',
    tellsSuppressed: true,
    load: async () => (await import('./ndjson.js')).ndjsonReport,
  },
  json: {
    about: 'alerts, summary and problems in one document',
    tellsSuppressed: true,
    load: async () => (await import('./json.js')).jsonReport,
  },
  ecs: {
    about: 'documents as Kibana writes alerts, one a line',
    countsRepeats: true,
    load: async () => (await import('./ecs.js')).ecsReport,
  },
  bulk: {
    about: 'the same as a _bulk request to Elasticsearch',
    countsRepeats: true,
    load: async () => (await import('./ecs.js')).bulkReport,
  },
  csv: {
    about: 'one alert a row, for spreadsheets',
    tellsSuppressed: true,
    load: async () => (await import('./csv.js')).csvReport,
  },
  sarif: {
    about: 'SARIF 2.1.0, for code scanning',
    tellsSuppressed: true,
    load: async () => (await import('./sarif-alerts.js')).sarifReport,
  },
  markdown: {
    about: 'a page for an issue or a wiki',
    load: async () => (await import('./markdown-alerts.js')).markdownReport,
  },
  github: {
    about: 'annotations and step summary of GitHub Actions',
    load: async () => (await import('./github-alerts.js')).githubReport,
  },
  junit: {
    about: 'JUnit XML, a test case for each rule',
    load: async () => (await import('./junit-alerts.js')).junitReport,
  },
  navigator: {
    about: 'a layer of the ATT&CK Navigator, by number of alerts',
    load: async () => (await import('./navigator-alerts.js')).navigatorReport,
  },
  timesketch: {
    about: 'one event a line (JSONL), for a timeline',
    load: async () => (await import('./timesketch.js')).timesketchReport,
  },
  html: {
    about: 'one page for a browser, to look into alerts offline',
    tellsSuppressed: true,
    load: async () => (await import('./html/html.js')).htmlReport,
  },
} as const satisfies Readonly<Record<string, AlertFormat>>;

export type AlertFormatName = keyof typeof ALERT_FORMATS;

/** The names in that order. */
export const ALERT_FORMAT_NAMES: readonly [AlertFormatName, ...AlertFormatName[]] = [
  'text',
  ...namesOf(ALERT_FORMATS).filter((name) => name !== 'text'),
];

function namesOf<Name extends string>(formats: Readonly<Record<Name, AlertFormat>>): Name[] {
  // The keys of an object literal are those of its type.
  return Object.keys(formats) as Name[];
}

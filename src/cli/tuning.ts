// From flags to what decides which alerts are reported: allow lists, suppression, a baseline, limits.
import { Option, type Command } from 'commander';
import type { Alert } from '../alert/index.js';
import { fieldType, knownFields, type FieldSet } from '../event/index.js';
import type { InputFile } from '../io/index.js';
import { loadAllowLists } from '../library/index.js';
import type { HiddenEvents, SuppressionCounts } from '../report/index.js';
import type { Rule, RuleSuppression } from '../rule/index.js';
import type { EventFields } from '../scan/index.js';
import { type Diagnostic, suggestPath } from '../source/index.js';
import {
  prepareAllow,
  Tuner,
  type AllowEntry,
  type Baseline,
  type TuningOptions,
} from '../tuning/index.js';
import { readBaseline } from './baseline.js';
import type { NamedExclusion } from './narrowing.js';
import { collect, countFor, durationFor } from './options.js';
import { hasErrors } from './shown.js';
import { usageError } from './usage-error.js';

/** Flags that decide which alerts are reported. */
export interface TuningFlags {
  readonly allow?: readonly string[];
  readonly showSuppressed?: boolean;
  /** False: not even what rules ask for. */
  readonly suppress?: Pick<RuleSuppression, 'fields' | 'windowMs'> | false;
  readonly suppressMissing: RuleSuppression['missing'];
  readonly buildingBlocks?: boolean;
  readonly baseline?: string;
  readonly maxAlerts?: number;
  readonly maxAlertsPerRule?: number | 'rule';
}

export function addTuningOptions(command: Command): Command {
  return command
    .optionsGroup('Noise:')
    .option('--allow <file>', 'leave out what this list allows (repeatable)', collect)
    .addOption(
      new Option(
        '--suppress <fields[:window]>',
        'of alerts of a rule alike in these fields, report the first',
      ).argParser(parseSuppress),
    )
    .option('--no-suppress', 'report every alert, whatever its rule suppresses')
    .addOption(
      new Option('--suppress-missing <how>', 'alerts without one of these fields')
        .choices(['group', 'separate'])
        .default('group'),
    )
    .option('--building-blocks', 'report alerts of building-block rules')
    .option('--baseline <file>', 'report only alerts that no earlier run saved here (ndjson, json)')
    .option('--max-alerts <n>', 'report no more than so many', countFor('--max-alerts', 1))
    .addOption(
      new Option(
        '--max-alerts-per-rule <n|rule>',
        'the same of each rule; rule: its max_signals',
      ).argParser((text: string) =>
        text === 'rule' ? text : countFor('--max-alerts-per-rule', 1)(text),
      ),
    )
    .option('--show-suppressed', 'show what is not reported, and why');
}

/** `host.name,user.name:1h` */
function parseSuppress(
  text: string,
  before: TuningFlags['suppress'] | undefined,
): TuningFlags['suppress'] {
  if (before !== undefined && before !== false) {
    throw usageError(
      'RS402',
      'expected one `--suppress`, found several',
      'name all fields in one, such as --suppress host.name,user.name:1h',
    );
  }
  const colon = text.lastIndexOf(':');
  const names = colon === -1 ? text : text.slice(0, colon);
  const fields = names.split(',').map((name) => name.trim());
  if (fields.includes('')) {
    throw usageError(
      'RS402',
      `expected fields for \`--suppress\`, found "${text}"`,
      'such as host.name,process.executable or host.name:1h',
    );
  }
  const windowMs = colon === -1 ? null : durationFor('--suppress')(text.slice(colon + 1));
  return { fields, windowMs };
}

/** What decides about the alerts of a run. */
export interface RunTuning {
  readonly tuner: Tuner;
  /** Where there is a baseline: whether it has an alert. */
  readonly isKnown: ((alert: Alert) => boolean) | undefined;
  /** Events that allow lists keep from rules. */
  readonly exclusions: readonly NamedExclusion[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that were read. */
  readonly files: readonly InputFile[];
  /** Entries of allow lists that did nothing in the run; `hidden`: what exclusions kept from rules. */
  readonly unused: (hidden: readonly HiddenEvents[]) => readonly AllowEntry[];
  /** What {@link tuningOf} goes back to when the files are read again, and are broken. */
  readonly read: { readonly entries: readonly AllowEntry[]; readonly baseline: Baseline | null };
}

/**
 * Reads and compiles what the flags name. `diagnostics` with an error: the run would be another than the one asked for. With a `former` one
 * its tuner goes on, and what cannot be read now stays what it was.
 */
export async function tuningOf(
  flags: TuningFlags,
  rules: readonly Rule[],
  fields: FieldSet,
  { category }: EventFields,
  former?: RunTuning,
): Promise<RunTuning> {
  const allow = loadAllowLists(flags.allow ?? []);
  const entries =
    former !== undefined && hasErrors(allow.diagnostics) ? former.read.entries : allow.entries;
  const prepared = prepareAllow(entries, rules, { fields, categoryField: category });
  const saved = await readBaseline(flags.baseline, former?.read.baseline ?? null);
  const baseline = saved.baseline ?? former?.read.baseline ?? null;
  const isKnown = baseline === null ? undefined : (alert: Alert) => baseline.has(alert);
  const options: TuningOptions = {
    allow: prepared.alerts,
    hideBuildingBlocks: flags.buildingBlocks !== true,
    ...(isKnown === undefined ? {} : { isKnown }),
    ...repeatsOf(flags),
    ...(flags.maxAlertsPerRule === undefined ? {} : { maxPerRule: flags.maxAlertsPerRule }),
    ...(flags.maxAlerts === undefined ? {} : { max: flags.maxAlerts }),
  };
  const tuner = former?.tuner ?? new Tuner(options);
  if (former !== undefined) tuner.revise(options);
  return {
    tuner,
    isKnown,
    exclusions: prepared.events.map(({ entry, ...exclusion }) => ({
      ...exclusion,
      by: nameOf(entry),
    })),
    diagnostics: [
      ...allow.diagnostics,
      ...prepared.diagnostics,
      ...saved.diagnostics,
      ...unknownFields(flags.suppress),
    ],
    files: [...allow.files.map((name) => ({ name, path: name })), ...saved.files],
    read: { entries, baseline },
    unused: (hidden) => {
      const used = new Set(hidden.flatMap(({ by, events }) => (events > 0 ? [by] : [])));
      const idle = [
        ...prepared.events.filter(({ entry }) => !used.has(nameOf(entry))),
        ...prepared.alerts.filter(({ entry }) => !tuner.hasUsed(entry)),
      ];
      return idle.map(({ entry }) => entry);
    },
  };
}

function nameOf({ place, reason }: AllowEntry): string {
  return `${place} "${reason}"`;
}

/** Alerts without a field are alike in it: a slip would leave only the first of each rule. */
function unknownFields(suppress: TuningFlags['suppress']): readonly Diagnostic[] {
  if (suppress === undefined || suppress === false) return [];
  return suppress.fields
    .filter((name) => fieldType(name) === undefined)
    .map((name) => {
      const near = suggestPath(name, knownFields());
      return {
        code: 'RS201',
        severity: 'warning',
        message: `unknown field \`${name}\` in \`--suppress\``,
        ...(near === undefined ? {} : { help: `did you mean \`${near}\`?` }),
      };
    });
}

function repeatsOf({ suppress, suppressMissing }: TuningFlags): {
  readonly repeats?: 'rule' | RuleSuppression;
} {
  if (suppress === false) return {};
  return {
    repeats: suppress === undefined ? 'rule' : { ...suppress, missing: suppressMissing },
  };
}

/** What was suppressed, for summary and reports. */
export function suppressionCountsOf({ tuner }: Pick<RunTuning, 'tuner'>): SuppressionCounts {
  const byReason = tuner.suppressed;
  const total = byReason.reduce((sum, { alerts }) => sum + alerts, 0);
  return { total, byReason, repeated: tuner.repeated };
}

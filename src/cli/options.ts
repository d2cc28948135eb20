// Options that several commands share: their flags, and the step from what was typed to what it means.
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { attackTactics } from '../attack/index.js';
import { usageError } from './usage-error.js';
import {
  DEFAULT_EVENT_FIELDS,
  type EventFields,
  type GateMode,
  type ReadSettings,
} from '../scan/index.js';
import { INPUT_FORMAT_NAMES, type GivenFormat } from '../input/index.js';
import {
  ALERT_COLUMN_NAMES,
  ALERT_FORMAT_NAMES,
  type AlertColumn,
  type ReportSettings,
} from '../report/index.js';
import { suggest } from '../source/index.js';
import type { ColorMode } from './colour.js';
import { TIME_UNITS } from '../event/index.js';
import { refuseUnheeded } from './format-options.js';
import { offering } from './help/index.js';
import { parseOutputs, type OutputChoice } from './outputs.js';

/** Flags of every command. */
export interface CommonFlags {
  readonly color: ColorMode;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Flags that choose and read input. */
export interface InputFlags {
  readonly recursive: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly format: GivenFormat;
  readonly maxLine: number;
  readonly jobs?: number;
  readonly hostId?: string;
  readonly hostName?: string;
  readonly enrich?: boolean;
  readonly strict?: boolean;
}

/** Flags that name the fields events are placed by. */
export interface FieldFlags {
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  readonly eventCategoryField?: string;
}

/** Flags that bound and order correlation. */
export interface CorrelationFlags {
  readonly reorderWindow: number;
  readonly maxSamplesPerKey: number;
  readonly maxInFlight?: number;
  readonly eofClosesWindows?: boolean;
}

/** Flags that load and choose rules. */
export interface RuleFlags {
  readonly rules?: readonly string[];
  readonly bundled: boolean;
  readonly rule?: readonly string[];
  readonly excludeRule?: readonly string[];
  readonly tag?: readonly string[];
  readonly technique?: readonly string[];
  readonly tactic?: readonly string[];
  readonly minSeverity?: string;
  readonly maturity?: readonly string[];
}

/** How long a scan of a pipe waits for late events, unless told otherwise. */
export const REORDER_MS = 5000;

/** What `--stats` does, for the help. */
export const STATS_HELP = 'tell what the machine did: speed, phases, memory';

/** Flags that ask what a run cost. */
export interface CostFlags {
  readonly stats?: boolean;
  readonly profile?: boolean;
}

export interface GateFlags {
  readonly gate: GateMode;
}

export function addCommonOptions(command: Command): Command {
  return command
    .optionsGroup('Messages:')
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'print every rule, file and remark');
}

/** How far a run is. */
export function progressOption(): Option {
  return new Option('--progress <when>', 'show how far the run is')
    .choices(['auto', 'always', 'never'])
    .default('auto');
}

export function addInputOptions(command: Command): Command {
  return addFileOptions(command)
    .option(
      '-j, --jobs <n>',
      'threads that read large files and pipes (default: as many as there are cores)',
      countFor('--jobs', 1),
    )
    .addOption(strictOption());
}

export function strictOption(): Option {
  return new Option('--strict', 'exit 3 when something was not read, not run or given up');
}

/** Which files are read, and how: of {@link addInputOptions} what holds for one thread as for many. */
export function addFileOptions(command: Command): Command {
  return command
    .optionsGroup('Input:')
    .option('-R, --no-recursive', 'do not go into subdirectories')
    .option('--include <glob>', 'read only files that match (repeatable)', collect)
    .option('--exclude <glob>', 'leave out files that match (repeatable)', collect)
    .addOption(
      new Option('--format <name>', 'what the input is, where its first lines do not tell')
        .choices(INPUT_FORMAT_NAMES)
        .default('auto'),
    )
    .addOption(
      new Option('--max-line <size>', 'skip longer lines, and say so')
        .argParser(sizeFor('--max-line'))
        .default(16 * 1024 * 1024, '16MiB'),
    )
    .option('--host-id <id>', 'host.id of raw audit records, which do not tell it')
    .option('--host-name <name>', 'their host.name')
    .option('--no-enrich', 'leave out what an audit log tells of parents and process ids');
}

/** Flags that say which reports of alerts are written. */
export interface OutputFlags {
  readonly output?: readonly string[];
  readonly json?: boolean;
  readonly columns?: readonly AlertColumn[];
  readonly bulkIndex?: string;
}

/** `-o`, for some of these formats. */
export function outputOption(formats: readonly string[], description?: string): Option {
  const names = formats.join(', ').replace(/, (?=[^,]*$)/, ' or ');
  const option = new Option(
    '-o, --output <format[=path]>',
    description ?? `${names} (repeatable)`,
  ).argParser(collect);
  return offering(option, () => formats);
}

export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .addOption(
      outputOption(ALERT_FORMAT_NAMES, `a report, repeatable: ${ALERT_FORMAT_NAMES.join(', ')}`),
    )
    .option('--json', 'the same as -o ndjson')
    .addOption(
      offering(
        new Option('--columns <names>', 'of csv, in this order (default: all)').argParser(
          collectColumns,
        ),
        () => ALERT_COLUMN_NAMES,
        { isList: true },
      ),
    )
    .option('--bulk-index <name>', 'index or data stream that bulk writes to')
    .hook('preAction', (_command, action) => {
      refuseUnheeded(action);
    });
}

/** What those flags ask for, and how it is made; `cards`: whether they are shown beside files that are asked for. */
export function outputsOf(
  { output = [], json, columns, bulkIndex }: OutputFlags,
  cards: 'always' | 'instead' = 'always',
): {
  readonly choices: readonly OutputChoice[];
  readonly settings: Pick<ReportSettings, 'columns' | 'bulkIndex'>;
} {
  const values = [...output, ...(json === true ? ['ndjson'] : [])];
  const choices = parseOutputs(values, ALERT_FORMAT_NAMES, cards);
  return { choices, settings: { columns, bulkIndex } };
}

function collectColumns(
  value: string,
  previous: readonly AlertColumn[] | undefined,
): readonly AlertColumn[] {
  const names = collectList(value, []).map((name) => {
    const known = ALERT_COLUMN_NAMES.find((column) => column === name);
    if (known !== undefined) return known;
    const near = suggest(name, ALERT_COLUMN_NAMES);
    throw usageError(
      'RS402',
      `expected a column for \`--columns\`, found "${name}"`,
      near === undefined ? `known: ${ALERT_COLUMN_NAMES.join(', ')}` : `did you mean \`${near}\`?`,
    );
  });
  return [...(previous ?? []), ...names];
}

/** Threads to read with. */
export function jobsOf({ jobs }: Pick<InputFlags, 'jobs'>): number {
  return jobs ?? availableParallelism();
}

/** How inputs are read. */
export function readSettingsOf({
  maxLine,
  format,
  hostId,
  hostName,
  enrich,
}: Pick<InputFlags, 'maxLine' | 'format' | 'hostId' | 'hostName' | 'enrich'>): ReadSettings {
  const host = {
    ...(hostId === undefined ? {} : { id: hostId }),
    ...(hostName === undefined ? {} : { name: hostName }),
  };
  const audit = { host, ...(enrich === undefined ? {} : { enrich }) };
  return { maxLineBytes: maxLine, audit, format };
}

export function addFieldOptions(command: Command): Command {
  return command
    .optionsGroup('Fields:')
    .option('--timestamp-field <field>', 'orders events (default: @timestamp)')
    .option(
      '--tiebreaker-field <field>',
      'orders events of one time (default: event.sequence, auditd.sequence)',
    )
    .option('--event-category-field <field>', 'holds the category (default: event.category)');
}

export function addCorrelationOptions(command: Command): Command {
  return command
    .optionsGroup('Sequences and samples:')
    .addOption(
      new Option('--reorder-window <time>', 'wait for late events on a pipe')
        .argParser(durationFor('--reorder-window'))
        .default(REORDER_MS, '5s'),
    )
    .option(
      '--max-samples-per-key <n>',
      'samples for one join key',
      countFor('--max-samples-per-key', 1),
      1,
    )
    .option(
      '--max-in-flight <n>',
      'sequences and samples held for a rule (default: no limit, on a pipe 20000)',
      countFor('--max-in-flight', 1),
    )
    .addOption(eofOption());
}

export function eofOption(): Option {
  return new Option(
    '--eof-closes-windows',
    'a missing event at the end of the data counts as missing',
  );
}

export function addRuleOptions(command: Command): Command {
  return command
    .optionsGroup('Rules:')
    .option('-r, --rules <path>', 'rule file, directory or glob (repeatable)', collect)
    .option('--no-bundled', 'leave out the bundled rules')
    .option('--rule <id|name>', 'only these rules; names may be globs (repeatable)', collectList)
    .option('--exclude-rule <id|name>', 'not these rules (repeatable)', collectList)
    .option('--tag <tag>', 'only rules with this tag (repeatable)', collect)
    .option(
      '--technique <id>',
      'only this ATT&CK technique, its sub-techniques included',
      collectList,
    )
    .addOption(
      offering(
        new Option('--tactic <id|name>', 'only this ATT&CK tactic').argParser(collectList),
        () => attackTactics().map(({ id }) => id),
        { isList: true },
      ),
    )
    .addOption(
      new Option('--min-severity <severity>', 'only rules at or above').choices([
        'low',
        'medium',
        'high',
        'critical',
      ]),
    )
    .option('--maturity <maturity>', 'only rules of this maturity (repeatable)', collectList);
}

export function addGateOption(command: Command): Command {
  return command.addOption(
    new Option('--gate <mode>', 'hold events to the index patterns of a rule')
      .choices(['auto', 'strict', 'off'])
      .default('auto'),
  );
}

/** The fields that flags name, the rest by default. */
export function eventFieldsOf(flags: FieldFlags): EventFields {
  return {
    timestamp: flags.timestampField ?? DEFAULT_EVENT_FIELDS.timestamp,
    tiebreaker:
      flags.tiebreakerField === undefined
        ? DEFAULT_EVENT_FIELDS.tiebreaker
        : [flags.tiebreakerField],
    category: flags.eventCategoryField ?? DEFAULT_EVENT_FIELDS.category,
  };
}

/** For repeatable options. An empty value, mostly that of a variable which is not set, is a mistake: it would ask for nothing. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value.trim() === '') throw new InvalidArgumentError('Expected a value.');
  return [...(previous ?? []), value];
}

/** For repeatable options that also take a comma-separated list. */
export function collectList(
  value: string,
  previous: readonly string[] | undefined,
): readonly string[] {
  const items = value.split(',').map((item) => item.trim());
  const names = items.filter((item) => item !== '');
  if (names.length === 0) throw new InvalidArgumentError('Expected a value.');
  return [...(previous ?? []), ...names];
}

const REPEATABLE: ReadonlySet<unknown> = new Set([collect, collectList, collectColumns]);

/** Whether an option may be given several times, so that a list can stand for it in a configuration. */
export function isRepeatable({ parseArg }: Option): boolean {
  return REPEATABLE.has(parseArg);
}

/** Reads the value of `option`: a whole number of at least `least`. */
export function countFor(option: string, least: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}$/.test(text) || Number(text) < least) {
      throw usageError(
        'RS402',
        `expected a whole number of at least ${least} for \`${option}\`, found "${text}"`,
        'write digits only, such as 100',
      );
    }
    return Number(text);
  };
}

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Reads the value of `option`: `16MiB`, `512k`, `1000`, in bytes. */
function sizeFor(option: string): (text: string) => number {
  return (text) => {
    const [, digits, unit] = /^(\d{1,12})\s*(?:([kmg])(?:i?b)?|b?)$/i.exec(text) ?? [];
    const size = Number(digits) * (SIZES[(unit ?? '').toLowerCase()] ?? Number.NaN);
    if (!Number.isSafeInteger(size) || size <= 0) {
      throw usageError(
        'RS402',
        `expected a size for \`${option}\`, found "${text}"`,
        'such as 16MiB, 512k or 1000 (bytes)',
      );
    }
    return size;
  };
}

/** Reads the value of `option`: `5s`, `250ms`, `2m`, in milliseconds. */
export function durationFor(option: string): (text: string) => number {
  return (text) => {
    const [, digits, name] = /^(\d{1,9})\s*([a-z]+)$/.exec(text) ?? [];
    const unit = TIME_UNITS.find(([known]) => known === name);
    if (unit === undefined) {
      throw usageError(
        'RS402',
        `expected a time for \`${option}\`, found "${text}"`,
        'such as 5s, 250ms or 2m',
      );
    }
    return Number(digits) * unit[1];
  };
}

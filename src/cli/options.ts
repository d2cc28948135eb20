// Options that several commands share: their flags, and the step from what was typed to what it means.
import { Option, type Command } from 'commander';
import { usageError } from './usage-error.js';
import { DEFAULT_EVENT_FIELDS, type EventFields, type GateMode } from '../scan/index.js';
import type { ColorMode } from './colour.js';

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
  readonly maxLine: number;
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

export interface GateFlags {
  readonly gate: GateMode;
}

export function addCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .option('-q, --quiet', 'print results and errors only')
    .option('-v, --verbose', 'print every rule, file and remark');
}

export function addInputOptions(command: Command): Command {
  return command
    .option('-R, --no-recursive', 'do not go into subdirectories')
    .option('--include <glob>', 'read only files that match (repeatable)', collect)
    .option('--exclude <glob>', 'leave out files that match (repeatable)', collect)
    .option('--max-line <size>', 'skip longer lines, and say so', parseSize, 16 * 1024 * 1024)
    .option('--strict', 'exit 3 when a line was unreadable or a rule could not run');
}

export function addFieldOptions(command: Command): Command {
  return command
    .option('--timestamp-field <field>', 'field that orders events (default: @timestamp)')
    .option(
      '--tiebreaker-field <field>',
      'field that orders events of one time (default: event.sequence, auditd.sequence)',
    )
    .option('--event-category-field <field>', 'field with the category (default: event.category)');
}

export function addCorrelationOptions(command: Command): Command {
  return command
    .option('--reorder-window <time>', 'wait for late events on a pipe', parseDuration, 5000)
    .option('--max-samples-per-key <n>', 'samples for one join key', parseCount, 1)
    .option('--max-in-flight <n>', 'sequences and samples held for a rule', parseCount)
    .option('--eof-closes-windows', 'a missing event at the end of the data counts as missing');
}

export function addRuleOptions(command: Command): Command {
  return command
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
    .option('--tactic <id|name>', 'only this ATT&CK tactic', collectList)
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

/** For repeatable options. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** For repeatable options that also take a comma-separated list. */
function collectList(value: string, previous: readonly string[] | undefined): readonly string[] {
  const items = value.split(',').map((item) => item.trim());
  return [...(previous ?? []), ...items.filter((item) => item !== '')];
}

/** A whole number of at least 0. */
export function parseCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw usageError(
      'RS402',
      `expected a whole number, found "${text}"`,
      'write digits only, such as 100',
    );
  }
  return Number(text);
}

const SIZES: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** `16MiB`, `512k`, `1000`: bytes. */
function parseSize(text: string): number {
  const [, digits, unit] = /^(\d{1,12})\s*(?:([kmg])(?:i?b)?|b?)$/i.exec(text) ?? [];
  const size = Number(digits) * (SIZES[(unit ?? '').toLowerCase()] ?? Number.NaN);
  if (!Number.isSafeInteger(size) || size <= 0) {
    throw usageError(
      'RS402',
      `expected a size, found "${text}"`,
      'such as 16MiB, 512k or 1000 (bytes)',
    );
  }
  return size;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5s`, `250ms`, `2m`: milliseconds. */
function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,9})\s*(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = UNITS[unit ?? ''];
  if (factor === undefined) {
    throw usageError('RS402', `expected a time, found "${text}"`, 'such as 5s, 250ms or 2m');
  }
  return Number(digits) * factor;
}

// `--print-config`: every option of a command with its value and where that comes from, as a file that could be used as configuration.
import type { Command, Option } from 'commander';
import { durationText, formatTimestamp, type Timestamp } from '../../event/index.js';
import { jsonText } from '../../report/index.js';
import type { BadLineLimit } from '../bad-lines.js';
import type { TuningFlags } from '../tuning.js';
import { escapeControl } from '../../source/index.js';
import { configurable } from './settings.js';

/** Where a value comes from: a file and line, or a variable. */
export interface Origin {
  readonly text: string;
}

export function renderConfig(command: Command, origins: ReadonlyMap<string, Origin>): string {
  const rows = [...configurable(command)].map(([key, options]) =>
    rowOf(key, options, command, origins),
  );
  const width = Math.min(48, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, origin]) => `${left.padEnd(width)}  # ${origin}\n`).join('');
}

function rowOf(
  key: string,
  options: readonly Option[],
  command: Command,
  origins: ReadonlyMap<string, Origin>,
): readonly [string, string] {
  const [name = ''] = options.map((option) => option.attributeName());
  const value: unknown = command.getOptionValue(name);
  const origin =
    origins.get(name)?.text ??
    (command.getOptionValueSource(name) === 'cli' ? 'command line' : 'default');
  return value === undefined
    ? [`# ${key}`, 'not set']
    : [`${key} = ${tomlText(key, value, options)}`, escapeControl(origin)];
}

/** As one would write it: options that are read into something else are written back. */
function tomlText(key: string, value: unknown, options: readonly Option[]): string {
  const preset = options.find(({ defaultValue }) => defaultValue === value);
  if (preset?.defaultValueDescription !== undefined)
    return jsonText(preset.defaultValueDescription);
  if (Array.isArray(value)) {
    return `[${value.map((item) => tomlText(key, item, options)).join(', ')}]`;
  }
  if (typeof value === 'number')
    return key.endsWith('-window') ? `"${durationText(value)}"` : String(value);
  if (typeof value === 'boolean') return String(value);
  return jsonText(typeof value === 'object' && value !== null ? writtenBack(value) : value);
}

/** What options hold that are neither text nor number. */
type Structured = Timestamp | BadLineLimit | Exclude<TuningFlags['suppress'], false | undefined>;

function writtenBack(value: object): string {
  // Options hold no other objects.
  const structured = value as Structured;
  if ('fields' in structured) {
    const { fields, windowMs } = structured;
    return `${fields.join(',')}${windowMs === null ? '' : `:${durationText(windowMs)}`}`;
  }
  if ('count' in structured)
    return `${structured.count}${structured.unit === 'percent' ? '%' : ''}`;
  return formatTimestamp(structured);
}

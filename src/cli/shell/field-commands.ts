// Commands about the fields of the events that are held.
import { fieldType, type Scalar } from '../../event/index.js';
import { wantedFields } from '../../fields/index.js';
import { counted, grouped, renderFields } from '../../report/index.js';
import { escapeControl, suggestPath } from '../../source/index.js';
import { covers, exactShape, wildcardShape } from '../../witness/index.js';
import { usageError } from '../usage-error.js';
import type { Session } from './session.js';

/** Shows the fields that events have, and which rules read them: those that match a glob of `*` and `?`, or all. */
export async function listFields(session: Session, glob: string): Promise<void> {
  const { context, held, tableOptions } = session;
  const fields = held.fields.filter(({ path }) => glob === '' || matchesGlob(path, glob));
  if (fields.length === 0) {
    throw usageError(
      'RS451',
      glob === '' ? 'no events are held' : `no field of the events matches "${glob}"`,
      glob === '' ? '.load PATH reads some' : '.fields lists all',
    );
  }
  const { runnable } = await session.rules();
  const readers = new Map(wantedFields(runnable).map(({ path, rules }) => [path, rules]));
  const report = {
    events: held.list.length,
    dataSets: [],
    present: fields.map((field) => ({ ...field, rules: readers.get(field.path) ?? [] })),
    missing: [],
    rules: 0,
    silent: [],
  };
  await context.out.write(renderFields(report, tableOptions));
  await context.note(`${counted(fields.length, 'field')} of ${held.fields.length}\n`);
}

/** Whether `path` is what `glob` asks for; one without `*` or `?` asks for a field and for all below it. */
function matchesGlob(path: string, glob: string): boolean {
  if (!/[*?]/.test(glob)) return path === glob || path.startsWith(`${glob.replace(/\.$/, '')}.`);
  return covers(wildcardShape(glob), exactShape(path), false);
}

/** Values shown of a field. */
const MOST_SHOWN = 10;
const LONGEST_SHOWN = 100;

/** Tells of one field: its type, how many events have it, its most frequent values. */
export async function describeField(session: Session, path: string): Promise<void> {
  const { context, held, palette, tableOptions } = session;
  const type = fieldType(path);
  const { events, values, isCut } = held.valuesOf(path);
  if (type === undefined && events === 0) {
    const names = [...held.fields.map((field) => field.path), ...session.vocabulary.knownFields];
    const near = suggestPath(path, names);
    throw usageError(
      'RS451',
      `"${path}" is not in ECS, and in none of ${counted(held.list.length, 'event')}`,
      near === undefined ? '.fields lists the fields of the events' : `did you mean \`${near}\`?`,
    );
  }
  const share = held.list.length === 0 ? 0 : (100 * events) / held.list.length;
  const distinct = `${isCut ? 'more than ' : ''}${counted(values.length, 'value')}`;
  const facts = [
    ['type', type ?? 'not in ECS, nor of a known data source'],
    ['events', `${grouped(events)} of ${grouped(held.list.length)} (${share.toFixed(1)} %)`],
    ['values', `${distinct}${typesOf(values.map(({ value }) => value))}`],
  ];
  await context.out.write(`${palette.strong(escapeControl(path))}\n`);
  for (const [label = '', fact = ''] of facts) {
    await context.out.write(`  ${palette.faint(label.padEnd(8))}${escapeControl(fact)}\n`);
  }
  const most = Math.min(LONGEST_SHOWN, (tableOptions.width ?? Number.POSITIVE_INFINITY) - 14);
  for (const { value, events: found } of values.slice(0, MOST_SHOWN)) {
    const text = escapeControl(JSON.stringify(value));
    const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
    await context.out.write(`  ${grouped(found).padStart(9)}  ${shown}\n`);
  }
  if (values.length > MOST_SHOWN) {
    await context.out.write(`  ${palette.faint('…'.padStart(9))}\n`);
  }
}

/** `, all numbers`; `, of several types`, which is worth to be known; nothing for texts. */
function typesOf(values: readonly Scalar[]): string {
  const types = new Set(values.map((value) => typeof value));
  const [only] = types;
  if (types.size > 1) return `, of several types: ${[...types].sort().join(', ')}`;
  return only === undefined || only === 'string' ? '' : `, all ${only}s`;
}

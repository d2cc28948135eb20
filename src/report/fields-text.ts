// The fields of an input as a person reads them: what is there, what rules want beside it, and which rules have no chance.
import type {
  FieldReport,
  MissingField,
  PresentField,
  SilentRule,
  WantedField,
} from '../fields/index.js';
import { padded, paint, piece, spaces, truncated, widthOf, wrap, type Line } from './layout.js';
import { PLAIN_PALETTE } from './palette.js';
import { silenceText, silentRows } from './silence-text.js';
import type { SummaryOptions } from './summary-text.js';
import { usableWidth } from './text.js';
import { counted, grouped, listed } from './words.js';

/** Names of fields are never cut; beyond this width the other columns go to the next line. */
const WIDEST_NAME = 40;
const GAP = 2;
/** Rules that are named behind a reason without `verbose`. */
const MOST_NAMES = 3;

export interface FieldsTextOptions extends SummaryOptions {
  /** Leaves out the fields that are there. */
  readonly missingOnly?: boolean;
}

/** What an input has, lacks and keeps from matching; ends with a newline. */
export function renderFields(report: FieldReport, options: FieldsTextOptions = {}): string {
  const { palette = PLAIN_PALETTE, verbose = false, missingOnly = false } = options;
  const width = usableWidth(options.width);
  const sections = [
    ...(missingOnly ? [] : [presentRows(report, width, verbose)]),
    missingRows(report, width, verbose),
    silentSection(report, width, verbose),
  ].filter((lines) => lines.length > 0);
  const lines = sections.flatMap((section, index) => (index === 0 ? section : [[], ...section]));
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

/** The fields that rules read; ends with a newline. */
export function renderWantedFields(
  fields: readonly WantedField[],
  options: SummaryOptions = {},
): string {
  const { palette = PLAIN_PALETTE, verbose = false } = options;
  const width = usableWidth(options.width);
  const cells = (field: WantedField): readonly Line[] => [
    [piece(field.path, 'strong')],
    [typeOf(field)],
    [piece(grouped(field.rules.length))],
  ];
  const rows = table(
    ['field', 'type', 'rules'],
    fields.map((field) => ({
      cells: cells(field),
      below: verbose ? rulesBelow(field.rules, width) : [],
    })),
    width,
  );
  const unknown = fields.filter(({ known }) => known === null).length;
  return [...rows, ...unknownNote(unknown, width)]
    .map((line) => `${paint(line, palette)}\n`)
    .join('');
}

interface Row {
  /** Every column but the last is as wide as its widest cell. */
  readonly cells: readonly Line[];
  /** Lines under the row. */
  readonly below: readonly Line[];
}

/** Columns under a head: the first of names, the others of what is told of them. */
function table(head: readonly string[], rows: readonly Row[], width: number): readonly Line[] {
  const heads: Row = { cells: head.map((name) => [piece(name, 'faint')]), below: [] };
  const all = [heads, ...rows];
  const columns = head.map((_, column) => {
    const widths = all.map(({ cells }) => widthOf(cells[column] ?? []));
    return Math.max(...(column === 0 ? widths.filter((own) => own <= WIDEST_NAME) : widths));
  });
  return all.flatMap(({ cells: [name = [], ...cells], below }) => {
    const [first = 0, ...others] = columns;
    const isWide = widthOf(name) > first;
    const line = [
      ...padded(isWide ? [] : name, first),
      ...cells.flatMap((cell, at) => [
        spaces(GAP),
        ...(at === cells.length - 1 ? cell : padded(cell, others[at] ?? 0)),
      ]),
    ];
    return [...(isWide ? [name] : []), clipped(line, width), ...below];
  });
}

/** The line, its last piece cut where it goes over `width`. */
function clipped(line: Line, width: number): Line {
  let used = 0;
  return line.flatMap((part) => {
    const left = width - used;
    used += part.width;
    if (left <= 0) return [];
    return part.width <= left ? [part] : [truncated(part.text, left, part.style)];
  });
}

function presentRows(
  { events, dataSets, present }: FieldReport,
  width: number,
  verbose: boolean,
): readonly Line[] {
  const rows = present.map((field) => ({
    cells: [
      [piece(field.path, field.rules.length > 0 ? 'strong' : null)],
      [piece(share(field.events, events).padStart(4))],
      [typeOf(field)],
      [piece(String(field.rules.length || '-').padStart(5))],
      [piece(field.examples.map(String).join(', '), 'faint')],
    ],
    below: [
      ...clashLines(field, width),
      ...(verbose ? dataSetsBelow(field, dataSets, width) : []),
      ...(verbose ? rulesBelow(field.rules, width) : []),
    ],
  }));
  const unknown = present.filter(({ known }) => known === null).length;
  return [
    ...table(['field', '   %', 'type', 'rules', 'values'], rows, width),
    ...unknownNote(unknown, width),
  ];
}

/** The known type; of an unknown field what JSON says, with a question mark. */
function typeOf(field: WantedField | PresentField): Line[number] {
  if (field.known !== null) return piece(field.known);
  const seen = 'types' in field ? field.types.join('/') : '';
  return piece(`${seen}?`, 'warning');
}

/** `! 2 events hold "ENOENT" and the like, no long` */
function clashLines({ clash, known }: PresentField, width: number): readonly Line[] {
  if (clash === null) return [];
  const example = clash.example === null ? 'an object' : JSON.stringify(clash.example);
  const text = `! ${counted(clash.events, 'event')} with ${example}, which is no ${known ?? ''}`;
  return wrap([spaces(GAP), piece(text, 'warning')], width, 2 * GAP);
}

function dataSetsBelow(
  { byDataSet }: PresentField,
  dataSets: FieldReport['dataSets'],
  width: number,
): readonly Line[] {
  if (dataSets.length < 2) return [];
  const shares = dataSets.map(
    ({ name, events }, at) => `${share(byDataSet[at] ?? 0, events)} of ${name}`,
  );
  return below(shares.join(', '), width);
}

function rulesBelow(rules: WantedField['rules'], width: number): readonly Line[] {
  return rules.length === 0 ? [] : below(rules.map(({ name }) => name).join(', '), width);
}

function below(text: string, width: number): readonly Line[] {
  return wrap([spaces(2 * GAP), piece(text, 'faint')], width, 2 * GAP);
}

function unknownNote(count: number, width: number): readonly Line[] {
  if (count === 0) return [];
  return wrap([piece('?  neither ECS nor a data source has the field', 'faint')], width, 3);
}

function missingRows({ missing }: FieldReport, width: number, verbose: boolean): readonly Line[] {
  if (missing.length === 0) return [];
  const title = `Wanted by rules, in no event: ${counted(missing.length, 'field')}`;
  const rows = missing.map((field) => ({
    cells: [
      [piece(field.path, 'strong')],
      [typeOf(field)],
      [piece(grouped(field.rules.length).padStart(5))],
    ],
    below: [...meant(field), ...(verbose ? rulesBelow(field.rules, width) : [])],
  }));
  return [[piece(title, 'strong')], ...table(['field', 'type', 'rules'], rows, width)];
}

function meant({ nearest }: MissingField): readonly Line[] {
  if (nearest === null) return [];
  return [[spaces(2 * GAP), piece('is it '), piece(nearest, 'accent'), piece('?')]];
}

function silentSection(
  { silent, rules }: FieldReport,
  width: number,
  verbose: boolean,
): readonly Line[] {
  if (rules === 0) return [];
  if (silent.length === 0) {
    const whose = rules === 1 ? 'the rule needs' : `${counted(rules, 'rule')} need`;
    const text = `Every category, index and field that ${whose} is there.`;
    return wrap([piece(text)], width);
  }
  const more = verbose ? '' : ' (-v tells all)';
  const title = `${grouped(silent.length)} of ${counted(rules, 'rule')} cannot match this input${more}:`;
  const names = silent.map((one) => ({
    name: one.rule.name,
    why: verbose ? reasonsText(one) : mainReason(one),
  }));
  return [
    ...wrap([piece(title, 'strong')], width),
    ...silentRows(names, width, verbose ? {} : { names: MOST_NAMES }),
  ];
}

/** Fields are told where nothing but fields is missing: with the events of a category, their fields are missing, too. */
function mainReason({ rule, reasons }: SilentRule): string {
  const others = reasons.filter(({ reason }) => reason !== 'field-absent');
  return reasonsText({ rule, reasons: others.length > 0 ? others : reasons });
}

/** Every reason, the fields that are missing in one. */
export function reasonsText({ reasons }: SilentRule): string {
  const fields = reasons.filter(({ reason }) => reason === 'field-absent');
  const others = reasons.filter(({ reason }) => reason !== 'field-absent').map(silenceText);
  if (fields.length === 0) return others.join('; ');
  const names = fields.map(({ detail }) => detail);
  return [...others, silenceText({ reason: 'field-absent', detail: listed(names) })].join('; ');
}

/** `100%`, `7%`, `<1%`: 100 % only for all, 0 % only for none. */
export function share(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  const percent = Math.min(99, Math.round((100 * part) / whole));
  return percent === 0 ? '<1%' : `${percent}%`;
}

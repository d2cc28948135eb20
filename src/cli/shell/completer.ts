// What could come next in a query: found from the words before the cursor, not from a grammar, because what is being typed is not
// yet one. Knows the language and the events; nothing of terminals.
import { FUNCTIONS, printExpression, quote, tokensOf, type Token } from '../../eql/index.js';
import { grouped } from '../../report/index.js';
import { NOTHING, startingWith, type Candidate, type Completion } from './completion.js';
import type { SeenValues } from './held-events.js';

/** What a completer asks about the events. */
export interface Vocabulary {
  readonly categories: readonly { readonly name: string; readonly events: number }[];
  /** Fields that events have. */
  readonly fields: readonly { readonly path: string; readonly events: number }[];
  /** Fields of ECS and of the data sources. */
  readonly knownFields: Iterable<string>;
  readonly valuesOf: (field: string) => SeenValues;
}

/** Values longer than this are not offered: they would be of no use on a line. */
const LONGEST_VALUE = 200;

/** Completes `before`: all of a query up to the cursor. */
export function completeQuery(before: string, vocabulary: Vocabulary): Completion {
  const { list, brokenFrom } = tokensOf(before);
  const tokens = list.slice(0, -1);
  if (before.startsWith('/*', brokenFrom)) return NOTHING;
  const open = tokens.at(-1);
  if (open?.kind === 'string' && open.span.start === brokenFrom) {
    const { start } = open.span;
    const field = comparedField(tokens.slice(0, -1));
    const isPlain = before.startsWith('"', start) && !before.startsWith('"""', start);
    return field === null || !isPlain
      ? NOTHING
      : values(field, open.value, start, vocabulary, true);
  }
  const word = /[\w@.]*$/.exec(before)?.[0] ?? '';
  const start = before.length - word.length;
  const previous = tokens.filter(({ span }) => span.end <= start);
  // Right behind a quote or a comment no word can start.
  if (tokens.some(({ span }) => span.start < start && span.end > start)) return NOTHING;
  return atPlace(placeAfter(previous), word, start, vocabulary);
}

/** What a word behind certain others can be. */
type Place =
  | { readonly kind: 'start' | 'category' | 'where' | 'operand' | 'field' | 'pipe' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'value'; readonly field: string };

function atPlace(place: Place, word: string, start: number, vocabulary: Vocabulary): Completion {
  const found = (candidates: readonly Candidate[]): Completion => ({
    start,
    candidates: startingWith(word, candidates),
  });
  switch (place.kind) {
    case 'start':
      return found([...categories(vocabulary), ...words('sequence', 'sample')]);
    case 'category':
      return found(categories(vocabulary));
    case 'where':
      return found(words('where'));
    case 'operand':
      return found([...fields(vocabulary), ...functions(), ...words('not')]);
    case 'field':
      return found(fields(vocabulary));
    case 'pipe':
      return found(words('head', 'tail'));
    case 'words':
      return found(words(...place.words));
    case 'value':
      return values(place.field, word, start, vocabulary, false);
  }
}

const CONNECTIVES = ['and', 'or'];
const OPERATORS = [...CONNECTIVES, 'in', 'not in', 'like', 'like~', 'regex', 'regex~'];
const AFTER_SUBQUERY = ['by', 'until', 'with'];

function placeAfter(previous: readonly Token[]): Place {
  const last = previous.at(-1);
  const beforeLast = previous.at(-2);
  if (last === undefined) return { kind: 'start' };
  switch (last.kind) {
    case 'keyword':
      return placeAfterKeyword(last.text, previous);
    case 'symbol':
      return placeAfterSymbol(last.text, previous);
    case 'name':
    case 'quoted-name': {
      const isCategory = beforeLast === undefined || isSymbol(beforeLast, '[', '![');
      if (isCategory) return { kind: 'where' };
      if (isSymbol(beforeLast, '|')) return { kind: 'words', words: [] };
      return isInKeys(previous) ? { kind: 'words', words: ['with'] } : operators(previous);
    }
    case 'string':
    case 'number':
      return beforeLast === undefined || isSymbol(beforeLast, '[', '![')
        ? { kind: 'where' }
        : operators(previous);
    case 'folding-name':
    case 'variable':
    case 'invalid':
    case 'end':
      return { kind: 'words', words: [] };
  }
}

/** Behind an operand. */
function operators(previous: readonly Token[]): Place {
  if (isInList(previous)) return { kind: 'words', words: [] };
  return { kind: 'words', words: isCompared(previous) ? CONNECTIVES : OPERATORS };
}

/** Whether the last operand, a constant or a list, is the right side of a comparison: it cannot be compared again. */
function isCompared(previous: readonly Token[]): boolean {
  let at = previous.length - 1;
  if (isSymbol(previous[at], ')')) at = previous.findLastIndex((token) => isSymbol(token, '('));
  const operator = previous[at - 1];
  return isSymbol(operator, ...COMPARISONS) || isKeyword(operator, ...LIST_OPERATORS);
}

function placeAfterKeyword(keyword: string, previous: readonly Token[]): Place {
  switch (keyword) {
    case 'where':
    case 'and':
    case 'or':
    case 'not':
      return { kind: 'operand' };
    case 'any':
      return { kind: 'where' };
    case 'by':
      return { kind: 'field' };
    case 'with':
      return {
        kind: 'words',
        words: previous.some((t) => isSymbol(t, '[', '![')) ? ['runs='] : ['maxspan='],
      };
    case 'sequence':
      return { kind: 'words', words: ['by', 'with'] };
    case 'sample':
      return { kind: 'words', words: ['by'] };
    case 'true':
    case 'false':
    case 'null':
      return operators(previous);
    case 'like':
    case 'like~':
    case 'regex':
    case 'regex~': {
      const field = comparedField(previous);
      return field === null ? { kind: 'words', words: [] } : { kind: 'value', field };
    }
    default:
      return { kind: 'words', words: [] };
  }
}

function placeAfterSymbol(symbol: string, previous: readonly Token[]): Place {
  switch (symbol) {
    case '[':
    case '![':
      return { kind: 'category' };
    case ']':
      return { kind: 'words', words: AFTER_SUBQUERY };
    case ')':
      return operators(previous);
    case '|':
      return { kind: 'pipe' };
    case '?':
      return { kind: 'field' };
    case '.':
      return { kind: 'words', words: [] };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { kind: 'operand' };
    case ',':
      if (isInKeys(previous)) return { kind: 'field' };
  }
  const field = comparedField(previous);
  return field === null ? { kind: 'operand' } : { kind: 'value', field };
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>=', ':'];
const LIST_OPERATORS = ['in', 'in~', 'like', 'like~', 'regex', 'regex~'];
const LISTS = ['in', 'in~', 'like', 'like~', 'regex', 'regex~'];

/** The field that a value behind `previous` would be compared with; null where it would not be compared with any. */
function comparedField(previous: readonly Token[]): string | null {
  const last = previous.at(-1);
  if (last === undefined) return null;
  if (isSymbol(last, ...COMPARISONS) || isKeyword(last, ...LISTS)) {
    return fieldBefore(previous.slice(0, -1));
  }
  if (!isSymbol(last, '(', ',')) return null;
  const opening = openingOf(previous);
  const opener = previous[opening - 1];
  if (opener === undefined) return null;
  if (isKeyword(opener, ...LISTS) || isSymbol(opener, ':')) {
    return fieldBefore(previous.slice(0, opening - 1));
  }
  // Of a function the arguments behind the first go with it.
  const isCall = opener.kind === 'name' || opener.kind === 'folding-name';
  if (!isCall || isSymbol(last, '(')) return null;
  const argument = previous.slice(opening + 1);
  const comma = argument.findIndex((token) => isSymbol(token, ','));
  return fieldBefore(argument.slice(0, comma));
}

/** The field that `tokens` end with; a `not` before `in` is passed over. */
function fieldBefore(tokens: readonly Token[]): string | null {
  let at = tokens.length - 1;
  const last = tokens[at];
  if (last !== undefined && isKeyword(last, 'not')) at -= 1;
  const segments: string[] = [];
  for (let wantsName = true; at >= 0; at -= 1, wantsName = !wantsName) {
    const token = tokens[at];
    if (wantsName && (token?.kind === 'name' || token?.kind === 'quoted-name')) {
      segments.unshift(token.text);
    } else if (wantsName || !isSymbol(token, '.')) {
      break;
    }
  }
  return segments.length === 0 ? null : segments.join('.');
}

/** Where the bracket is that is open at the end of `tokens`; -1 where none is. */
function openingOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    if (isSymbol(tokens[at], ')', ']')) depth += 1;
    else if (isSymbol(tokens[at], '(', '[', '![') && depth-- === 0) return at;
  }
  return -1;
}

/** Whether the words end within the list of an `in`, `like` or `:`, or among the arguments of a function. */
function isInList(tokens: readonly Token[]): boolean {
  const opening = openingOf(tokens);
  const opener = tokens[opening - 1];
  return (
    isSymbol(tokens[opening], '(') &&
    (isSymbol(opener, ':') || isKeyword(opener, ...LISTS) || opener?.kind === 'name')
  );
}

/** Whether the words end with a `by` and names behind it. */
function isInKeys(tokens: readonly Token[]): boolean {
  const by = tokens.findLastIndex((token) => isKeyword(token, 'by'));
  if (by === -1) return false;
  return tokens
    .slice(by + 1)
    .every(
      (token) =>
        token.kind === 'name' || token.kind === 'quoted-name' || isSymbol(token, '.', ',', '?'),
    );
}

function isSymbol(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === 'symbol' && texts.includes(token.text);
}

function isKeyword(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token?.kind === 'keyword' && texts.includes(token.text);
}

function words(...texts: readonly string[]): readonly Candidate[] {
  return texts.map((name) => (name.endsWith('=') ? { name, text: name } : { name }));
}

function categories({ categories: seen }: Vocabulary): readonly Candidate[] {
  const named = seen.map(({ name, events }) => ({
    name,
    text: `${/^[A-Za-z_]\w*$/.test(name) ? name : quote(name)} where `,
    note: grouped(events),
  }));
  return [...named, { name: 'any', text: 'any where ' }];
}

function functions(): readonly Candidate[] {
  return Array.from(FUNCTIONS.values(), ({ name, parameters }) => ({
    name,
    text: `${name}(`,
    note: `(${parameters.map((parameter) => parameter.name).join(', ')})`,
  }));
}

/** Fields of the events first, then those that are only known. */
function fields({ fields: present, knownFields }: Vocabulary): readonly Candidate[] {
  const seen = new Set(present.map(({ path }) => path));
  const near = present.map(({ path, events }) => ({ ...fieldNamed(path), note: grouped(events) }));
  const remote = [...knownFields]
    .filter((path) => !seen.has(path))
    .map((path) => ({ ...fieldNamed(path), isRemote: true }));
  return [...near, ...remote];
}

function fieldNamed(path: string): Candidate {
  const text = printExpression({
    kind: 'field',
    span: { start: 0, end: 0 },
    path,
    optional: false,
  });
  return text === path ? { name: path } : { name: path, text: `${text} ` };
}

/** Values of `field` as literals. `typed`: what stands of one at `start`, without quotes. */
function values(
  field: string,
  typed: string,
  start: number,
  vocabulary: Vocabulary,
  stringsOnly: boolean,
): Completion {
  const seen = vocabulary
    .valuesOf(field)
    .values.filter(({ value }) => String(value).length <= LONGEST_VALUE);
  const strings = seen.filter(({ value }) => typeof value === 'string');
  const offered = stringsOnly ? strings : seen;
  const candidates = offered.map(({ value, events }) => ({
    name: String(value),
    text: typeof value === 'string' ? quote(value) : String(value),
    note: grouped(events),
  }));
  const fitting = startingWith(typed, candidates);
  return strings.length < offered.length
    ? { start, candidates: fitting }
    : { start, candidates: fitting, write: (part) => quote(part).slice(0, -1) };
}

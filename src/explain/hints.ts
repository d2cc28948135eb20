// What would have made a clause hold. Wherever a hint says "would hold", the clause in another form, or over another value, was
// compiled and asked; the rest only points at what a person should look at.
import { suggest, suggestPath } from '../source/index.js';
import { fieldType, knownFields, type Scalar } from '../event/index.js';
import type { EventView } from './event-view.js';
import type { DocumentField } from './document-fields.js';
import type { Hint } from './explanation.js';
import { decodeHex } from './hex.js';
import { nearestPattern } from './nearest-pattern.js';
import { orderHint, typeHint } from './number-hints.js';
import type { Leaf, PartCompiler, Test } from './parts.js';
import { quoted } from './quoted.js';
import {
  alternativesOf,
  insensitiveForm,
  partForm,
  wildcardForm,
  type Variant,
} from './variants.js';

/** What hints are found with. */
export interface HintContext {
  readonly compiler: PartCompiler;
  readonly view: EventView;
  /** All fields of the event; worked out when first asked for. */
  readonly fields: () => readonly DocumentField[];
}

/** Fields that are pointed at in place of the one asked. */
const MOST_ELSEWHERE = 2;
/** Characters of a literal that are hardly met by chance. */
const DISTINCTIVE = 8;

/** Hints for a clause that does not hold; the surest first. */
export function hintsFor(leaf: Leaf, context: HintContext): readonly Hint[] {
  const [path, ...others] = leaf.paths;
  if (path === undefined || others.length > 0 || leaf.negated || isNullTest(leaf)) return [];
  const values = context.view.values(path);
  if (values.length === 0) {
    const found = [...nameHints(path, context), ...elsewhereHints(leaf, path, context)];
    return found.length > 0 ? found : hexHints(leaf, path, context);
  }
  const found =
    typeHint(leaf, path, context) ??
    caseHint(leaf, path, context) ??
    wildcardHint(leaf, path, context) ??
    orderHint(leaf, values);
  if (found !== null) return [found];
  const hex = hexHints(leaf, path, context);
  if (hex.length > 0) return hex;
  const near =
    partHint(leaf, path, context) ?? nearestPattern(leaf, path, values) ?? nearHint(leaf, values);
  return [...(near === null ? [] : [near]), ...elsewhereHints(leaf, path, context)];
}

/** The hint for a clause that holds although the event lacks its fields; null for any other. */
export function absenceHint(leaf: Leaf, view: EventView): Hint | null {
  if (isNullTest(leaf) || leaf.paths.length === 0) return null;
  if (leaf.paths.some((path) => view.values(path).length > 0)) return null;
  return { kind: 'absent', text: 'holds because the field has no value' };
}

/** Whether the clause asks if a field is there: absence decides it. */
export function isNullTest({ positive }: Leaf): boolean {
  if (positive.kind !== 'comparison') return false;
  return [positive.left, positive.right].some(
    (side) => side.kind === 'literal' && side.value === null,
  );
}

/** Index of the first value of a field that alone makes `test` hold; null where none does. */
export function firstHit(test: Test, path: string, view: EventView): number | null {
  const hit = view.values(path).findIndex((value) => test(view.with(path, value)));
  return hit === -1 ? null : hit;
}

/** The literal of the clause that `value` meets; null where no single one does, or the clause says it all. */
export function literalMet(
  leaf: Leaf,
  path: string,
  value: Scalar,
  { compiler, view }: Pick<HintContext, 'compiler' | 'view'>,
): string | null {
  const event = view.with(path, value);
  const alternatives = alternativesOf(leaf.positive);
  const met = alternatives.find(({ expression }) => compiler.test(expression)(event))?.literal;
  // A pattern that stands alone is in the text of the clause.
  return met === undefined || (alternatives.length === 1 && /[*?]/.test(met)) ? null : met;
}

function caseHint(leaf: Leaf, path: string, context: HintContext): Hint | null {
  const met = meets(insensitiveForm(leaf.positive), leaf, path, context);
  if (met === null) return null;
  const text = `${quoted(met.value)} differs from ${quoted(met.literal)} only by case: \`${met.operator}\` ignores it`;
  return { kind: 'case', text };
}

function wildcardHint(leaf: Leaf, path: string, context: HintContext): Hint | null {
  const met = meets(wildcardForm(leaf.positive), leaf, path, context);
  if (met === null) return null;
  const text = `\`*\` and \`?\` stand for themselves here: \`${met.operator} ${quoted(met.literal)}\` would hold for ${quoted(met.value)}`;
  return { kind: 'wildcard', text };
}

function partHint(leaf: Leaf, path: string, context: HintContext): Hint | null {
  const met = meets(partForm(leaf.positive), leaf, path, context);
  if (met === null || met.literal.replaceAll('*', '').length < 3) return null;
  const core = met.literal.replace(/^\*+|\*+$/g, '');
  const text = `${quoted(met.value)} holds ${quoted(core)}, but more than that: \`${met.operator} ${quoted(`*${core}*`)}\` looks inside`;
  return { kind: 'pieces', text };
}

/** The value that would have made another form of the clause hold, and the literal that it meets. */
function meets(
  variant: Variant | null,
  leaf: Leaf,
  path: string,
  { compiler, view }: HintContext,
): { readonly value: Scalar; readonly literal: string; readonly operator: string } | null {
  const test = variant === null ? null : compiler.tryTest(variant.expression);
  if (variant === null || test === null) return null;
  const hit = firstHit(test, path, view);
  const value = hit === null ? undefined : view.values(path)[hit];
  if (value === undefined) return null;
  const event = view.with(path, value);
  const alternatives = alternativesOf(variant.expression);
  const index = alternatives.findIndex(({ expression }) => compiler.tryTest(expression)?.(event));
  const literal = alternativesOf(leaf.positive)[index]?.literal;
  return literal === undefined ? null : { value, literal, operator: variant.operator };
}

/** A slip of the keyboard away. */
function nearHint(leaf: Leaf, values: readonly Scalar[]): Hint | null {
  const literals = alternativesOf(leaf.positive).map(({ literal }) => literal);
  for (const value of values.slice(0, 32)) {
    const text = String(value);
    if (text.length < 3 || text.length > 200) continue;
    const near = suggest(text, literals);
    if (near !== undefined && near !== text) {
      return { kind: 'value', text: `nearest: ${quoted(text)} for ${quoted(near)}` };
    }
  }
  return null;
}

/** Names that may have been meant by one that the event does not have. */
function nameHints(path: string, { fields }: HintContext): readonly Hint[] {
  const inEvent = similarPath(
    path,
    fields().map((field) => field.path),
  );
  const known = knownPath(path);
  return [
    ...(inEvent === null
      ? []
      : [{ kind: 'field-name', text: `the event has \`${inEvent}\`` } as const]),
    ...(known === null || known === inEvent
      ? []
      : [{ kind: 'field-name', text: `not a known field: did you mean \`${known}\`?` } as const]),
  ];
}

/** The known field that may have been meant by an unknown one; null where it is known, or nothing is near. */
export function knownPath(path: string): string | null {
  return fieldType(path) === undefined ? (suggestPath(path, knownFields()) ?? null) : null;
}

/** Of `paths`, the one that is `path` in another spelling, below another parent, or, of an unknown one, a slip away. */
export function similarPath(path: string, paths: readonly string[]): string | null {
  const plain = plainPath(path);
  const others = paths.filter((other) => other !== path);
  return (
    others.find((other) => plainPath(other) === plain) ??
    others.find((other) => other.endsWith(`.${path}`)) ??
    (fieldType(path) === undefined ? (suggestPath(path, others) ?? null) : null)
  );
}

/** Flattening and renaming change case and separators, but no letters. */
function plainPath(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}

/** Other fields that hold what the clause looks for. */
function elsewhereHints(leaf: Leaf, path: string, { view, fields }: HintContext): readonly Hint[] {
  const pieces = alternativesOf(leaf.positive).map(({ literal }) => longestPiece(literal));
  if (leaf.positive.kind === 'call' && leaf.positive.name.toLowerCase() === 'cidrmatch') return [];
  const telling = pieces.filter((piece) => piece.length >= 3 && !/^\d+$/.test(piece));
  if (telling.length === 0) return [];
  const others = fields().filter((field) => field.path !== path);
  const holding = others.flatMap((field) => {
    const value = field.values.find(
      (each) => typeof each === 'string' && leaf.test(view.with(path, each)),
    );
    return value === undefined
      ? []
      : [{ field, text: `would hold for \`${field.path}\`, ${quoted(value)}` }];
  });
  if (holding.length > 0) {
    const leafName = lastOf(path);
    const isMissing = view.values(path).length === 0;
    // A field that has another value is only led away from by what is telling: `/dev/tcp/` in a message.
    const isTelling = isMissing || telling.every(({ length }) => length >= DISTINCTIVE);
    return holding
      .filter(({ field }) => isTelling || lastOf(field.path) === leafName)
      .toSorted(
        (a, b) =>
          Number(lastOf(b.field.path) === leafName) - Number(lastOf(a.field.path) === leafName),
      )
      .slice(0, isMissing ? MOST_ELSEWHERE : 1)
      .map(({ text }) => ({ kind: 'elsewhere', text }));
  }
  const wanted = telling.filter((piece) => piece.length >= 4).map((piece) => piece.toLowerCase());
  const isMissing = view.values(path).length === 0;
  return others
    .filter((field) => isMissing || topOf(field.path) === topOf(path))
    .flatMap((field): readonly Hint[] => {
      const piece = wanted.find((each) =>
        field.values.some(
          (value) => typeof value === 'string' && value.toLowerCase().includes(each),
        ),
      );
      return piece === undefined
        ? []
        : [{ kind: 'elsewhere', text: `\`${field.path}\` contains ${quoted(piece)}` }];
    })
    .slice(0, MOST_ELSEWHERE);
}

/** Values that are hex for what the clause looks for: of its own field, or of any other of the event. */
function hexHints(leaf: Leaf, path: string, { view, fields }: HintContext): readonly Hint[] {
  for (const field of fields().toSorted(
    (a, b) => Number(b.path === path) - Number(a.path === path),
  )) {
    for (const value of field.values) {
      const decoded = typeof value === 'string' ? decodeHex(value) : null;
      if (decoded === null) continue;
      const met = [decoded.whole, ...decoded.parts].find((text) =>
        leaf.test(view.with(path, text)),
      );
      if (met !== undefined) {
        return [
          {
            kind: 'hex',
            text: `\`${field.path}\` is hex for ${quoted(met)}, for which it would hold`,
          },
        ];
      }
    }
  }
  return [];
}

function longestPiece(literal: string): string {
  return literal
    .split(/[*?]+/)
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

function topOf(path: string): string {
  const dot = path.indexOf('.');
  return dot === -1 ? path : path.slice(0, dot);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

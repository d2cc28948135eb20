import { locate, type Diagnostic, type Label, type Source, type Span } from '../source/index.js';
import type { SarifPlace, SarifRegion, SarifResult } from './sarif.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A diagnostic as a result of SARIF, its code being the rule. */
export function diagnosticResult(diagnostic: Diagnostic): SarifResult {
  const { code, severity, message, source, labels = [], place, help, fix } = diagnostic;
  const [first, ...others] = labels;
  const places = source === undefined ? [] : others.map((label) => placeOfLabel(source, label));
  const main =
    source !== undefined && first !== undefined ? placeOfLabel(source, first) : inputPlace(place);
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: help === undefined ? message : `${message} (${help})`,
    ...(main !== undefined && { place: main }),
    related: places,
    ...(source !== undefined &&
      fix !== undefined && {
        fix: {
          file: locate(source, 0).source.name,
          replacements: fix.map(({ span, replacement }) => ({
            region: regionOf(source, span),
            text: replacement,
          })),
        },
      }),
  };
}

function placeOfLabel(source: Source, { span, text }: Label): SarifPlace {
  return {
    file: locate(source, span.start).source.name,
    region: regionOf(source, span),
    ...(text !== undefined && { label: text }),
  };
}

function inputPlace(place: Diagnostic['place']): SarifPlace | undefined {
  if (place === undefined) return undefined;
  const { name, line } = place;
  return { file: name, ...(line !== undefined && { region: { startLine: line } }) };
}

/** In the outermost file. */
function regionOf(source: Source, { start, end }: Span): SarifRegion {
  const [from, to] = [locate(source, start), locate(source, end)];
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

// SARIF 2.1.0, the format of code scanning: whatever is found somewhere in a file, by one of a set of rules.
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
import { jsonText } from './json-text.js';
import type { Tool } from './reporter.js';

/** One kind of result. */
export interface SarifRule {
  readonly id: string;
  /** One line. */
  readonly title: string;
  /** Longer, in Markdown. */
  readonly help?: string;
}

/** A piece of a file; lines and columns start at 1, columns count UTF-16 units, the end is the first place after it. */
export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

export interface SarifPlace {
  /** A path, or another name that people know the text by. */
  readonly file: string;
  /** Undefined: the file as a whole. */
  readonly region?: SarifRegion;
  readonly label?: string;
}

/** One finding. */
export interface SarifResult {
  readonly ruleId: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly place?: SarifPlace;
  /** Further places that belong to it. */
  readonly related?: readonly SarifPlace[];
  /** Changes of one file that mend it. */
  readonly fix?: {
    readonly file: string;
    readonly replacements: readonly { readonly region: SarifRegion; readonly text: string }[];
  };
}

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A SARIF log with one run of `tool`; of `rules`, those with a result are listed. Ends with a newline. */
export function sarifText(
  tool: Tool,
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
): string {
  const found = new Set(results.map(({ ruleId }) => ruleId));
  const listed = rules.filter(({ id }) => found.has(id));
  const indexes = new Map(listed.map(({ id }, index) => [id, index]));
  const driver = { name: tool.name, version: tool.version, rules: listed.map(ruleObject) };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: results.map((result) => resultObject(result, indexes.get(result.ruleId))),
  };
  return `${jsonText({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

function ruleObject({ id, title, help }: SarifRule): object {
  return {
    id,
    shortDescription: { text: title },
    ...(help !== undefined && { help: { text: help, markdown: help } }),
  };
}

function resultObject(
  { ruleId, level, message, place, related = [], fix }: SarifResult,
  ruleIndex: number | undefined,
): object {
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level,
    message: { text: message },
    ...(place !== undefined && { locations: [location(place)] }),
    ...(related.length > 0 && {
      relatedLocations: related.map((other, index) => ({ id: index + 1, ...location(other) })),
    }),
    ...(fix !== undefined && { fixes: [fixObject(fix)] }),
  };
}

function location({ file, region, label }: SarifPlace): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(region !== undefined && { region }),
    },
    ...(label !== undefined && { message: { text: label } }),
  };
}

function fixObject({ file, replacements }: NonNullable<SarifResult['fix']>): object {
  return {
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(file) },
        replacements: replacements.map(({ region, text }) => ({
          deletedRegion: region,
          insertedContent: { text },
        })),
      },
    ],
  };
}

/** A path as a URI: relative ones stay relative, to wherever the reader has the files. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded}` : encoded;
}

// SARIF 2.1.0, the format of code scanning: whatever is found somewhere in a file, by one of a set of rules.
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
import { jsonText } from './json-text.js';
import type { Tool } from './reporter.js';

/** One kind of result. */
export interface SarifRule {
  readonly id: string;
  /** One line. */
  readonly title: string;
  readonly description?: string;
  /** Longer, in Markdown. */
  readonly help?: string;
  /** Where to read more. */
  readonly uri?: string;
  /** 0 to 10, as CVSS counts. */
  readonly securitySeverity?: number;
  readonly tags?: readonly string[];
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
  /** What tells the result from others, by the way of telling. */
  readonly fingerprints?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Why nobody need look at it; empty where somebody should. All results of a log have it, or none. */
  readonly suppressions?: readonly { readonly justification: string }[];
  /** Against an earlier log; all results of a log have it, or none. */
  readonly baselineState?: 'new' | 'unchanged';
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
  const log = new SarifLog(tool);
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const texts = results.map((result) => log.result(result, ruleOf.get(result.ruleId)));
  return [...texts, log.end()].join('');
}

/** How the run itself went. */
export interface SarifInvocation {
  /** Whether it came to its end. */
  readonly isWhole: boolean;
  /** What was not read or not run. */
  readonly notifications: readonly SarifResult[];
}

/** A log that is written one result after the other, a line each; the rules come behind them. */
export class SarifLog {
  readonly #tool: Tool;
  /** In the order of their first results. */
  readonly #rules = new Map<string, { readonly index: number; readonly rule: SarifRule }>();
  #lead = `{"$schema":${jsonText(SCHEMA)},"version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`;
  #isEmpty = true;

  constructor(tool: Tool) {
    this.#tool = tool;
  }

  /** The text that adds a result. Of equal rules the first one counts. */
  result(result: SarifResult, rule?: SarifRule): string {
    if (rule !== undefined && !this.#rules.has(rule.id)) {
      this.#rules.set(rule.id, { index: this.#rules.size, rule });
    }
    const lead = `${this.#lead}${this.#isEmpty ? '' : ','}\n`;
    this.#lead = '';
    this.#isEmpty = false;
    return lead + jsonText(resultObject(result, this.#rules.get(result.ruleId)?.index));
  }

  /** The rest of the log. Ends with a newline. */
  end(invocation?: SarifInvocation): string {
    const driver = {
      name: this.#tool.name,
      version: this.#tool.version,
      rules: [...this.#rules.values()].map(({ rule }) => ruleObject(rule)),
    };
    const invocations = invocation === undefined ? [] : [invocationObject(invocation)];
    return [
      `${this.#lead}],`,
      ...(invocations.length === 0 ? [] : [`"invocations":${jsonText(invocations)},`]),
      `"tool":${jsonText({ driver })}}]}\n`,
    ].join('\n');
  }
}

function invocationObject({ isWhole, notifications }: SarifInvocation): object {
  return {
    executionSuccessful: isWhole,
    toolExecutionNotifications: notifications.map(({ ruleId, level, message, place }) => ({
      descriptor: { id: ruleId },
      level,
      message: { text: message },
      ...(place !== undefined && { locations: [location(place)] }),
    })),
  };
}

function ruleObject({
  id,
  title,
  description,
  help,
  uri,
  securitySeverity,
  tags,
}: SarifRule): object {
  return {
    id,
    shortDescription: { text: title },
    ...(description !== undefined && { fullDescription: { text: description } }),
    ...(help !== undefined && { help: { text: help, markdown: help } }),
    ...(uri !== undefined && { helpUri: uri }),
    ...(tags !== undefined && {
      properties: {
        tags,
        ...(securitySeverity !== undefined && {
          'security-severity': securitySeverity.toFixed(1),
        }),
      },
    }),
  };
}

function resultObject(
  {
    ruleId,
    level,
    message,
    place,
    related = [],
    fingerprints,
    properties,
    suppressions,
    baselineState,
    fix,
  }: SarifResult,
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
    ...(fingerprints !== undefined && { partialFingerprints: fingerprints }),
    ...(baselineState !== undefined && { baselineState }),
    ...(suppressions !== undefined && {
      suppressions: suppressions.map(({ justification }) => ({
        kind: 'external',
        status: 'accepted',
        justification,
      })),
    }),
    ...(properties !== undefined && { properties }),
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
  const path = file
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded}` : encoded;
}

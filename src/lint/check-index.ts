// Whether the indexes that a rule searches can hold the events that it is about.
import type { Rule } from '../rule/index.js';
import { someParts, subqueriesOf } from './query-parts.js';
import type { Findings } from './findings.js';

/** Data streams of which it is known which event categories they hold; all others may hold any. */
const CATEGORIES: readonly (readonly [prefix: string, categories: readonly string[]])[] = [
  ['logs-endpoint.events.process', ['process']],
  ['logs-endpoint.events.file', ['file']],
  ['logs-endpoint.events.network', ['network']],
  ['logs-endpoint.events.library', ['library', 'driver']],
  ['logs-endpoint.events.registry', ['registry']],
  ['logs-cloud_defend.process', ['process']],
  ['logs-cloud_defend.file', ['file']],
];

/** Indexes that agents on hosts of every operating system write to; auditbeat is nearly always on Linux. */
const EVERY_SYSTEM = [
  'logs-endpoint',
  'endgame-',
  'logs-crowdstrike.fdr',
  'logs-sentinel_one_cloud_funnel',
  'logs-m365_defender',
];

const SYSTEMS = ['linux', 'macos', 'windows'];

const DEFAULT_CATEGORY_FIELD = 'event.category';
const OS_TAG = 'OS: ';

/** Index patterns without events of any category that the query asks for, and categories without a pattern. */
export function checkIndexPatterns(findings: Findings): void {
  const { index, query, eventCategoryField } = findings.rule;
  if (eventCategoryField !== null && eventCategoryField !== DEFAULT_CATEGORY_FIELD) return;
  const asked = new Set(subqueriesOf(query).map(({ filter }) => filter.category));
  // `any` is at home everywhere.
  if (asked.has(null)) return;
  const patterns = index.map((pattern, number) => ({ pattern, number, held: heldBy(pattern) }));
  for (const category of asked) {
    const isHeld = ({ held }: { readonly held: Held }): boolean =>
      held === 'any' || held.some((one) => one === category);
    if (patterns.length === 0 || patterns.some(isHeld)) continue;
    findings.inFile(
      'RS150',
      ['rule', 'index'],
      `no pattern of \`index\` holds \`${category ?? ''}\` events, which the query asks for`,
      { help: 'a query that asks for an event that is never there cannot match' },
    );
    return;
  }
  for (const { pattern, number, held } of patterns) {
    if (held === 'any' || held.some((category) => asked.has(category))) continue;
    findings.inFile(
      'RS149',
      ['rule', 'index', number],
      `\`${pattern}\` holds ${held.join(' and ')} events only, and the query asks for none`,
    );
  }
}

/** Categories, or `any` where it is not known. */
type Held = readonly string[] | 'any';

/** The categories that indexes of this pattern hold. */
function heldBy(pattern: string): Held {
  return CATEGORIES.find(([prefix]) => pattern.startsWith(prefix))?.[1] ?? 'any';
}

/** A rule for one operating system that sees the events of all of them. */
export function checkOperatingSystem(findings: Findings): void {
  const { index, query } = findings.rule;
  const open = index.find((pattern) => EVERY_SYSTEM.some((prefix) => pattern.startsWith(prefix)));
  if (open === undefined && index.length > 0) return;
  const only = onlySystemOf(findings.rule);
  if (only === null) return;
  // Only Linux has auditd.
  const isTold = subqueriesOf(query).some(({ filter }) =>
    someParts(
      filter.condition,
      (part) =>
        part.kind === 'field' &&
        (part.path.startsWith('host.os.') || part.path.startsWith('auditd.')),
    ),
  );
  if (isTold) return;
  const where = open === undefined ? 'any index' : `\`${open}\``;
  findings.inFile(
    'RS151',
    ['rule', 'query'],
    `a rule ${only.by} sees events of every system in ${where}`,
    { help: `add \`host.os.type == "${only.system}"\` to the query` },
  );
}

/**
 * The one system that a rule is for, and what says so: tags, else the folder, else the name. Null where it is for several, or for any.
 * Index patterns do not tell: rules for Linux and macOS search auditd's beside Elastic Defend's.
 */
function onlySystemOf({ tags, name, source }: Rule): { system: string; by: string } | null {
  const folder = source.name.split(/[\\/]/).at(-2) ?? '';
  const evidence: readonly (readonly [words: readonly string[], by: (word: string) => string])[] = [
    [tags, (tag) => `tagged \`${tag}\``],
    [[folder], () => `in the folder \`${folder}\``],
    [name.split(/\W+/), (word) => `with \`${word}\` in its name`],
  ];
  for (const [words, by] of evidence) {
    const systems = new Map(words.map((word) => [systemOf(word), word]));
    const [named, other] = SYSTEMS.filter((system) => systems.has(system));
    if (other !== undefined) return null;
    if (named !== undefined) return { system: named, by: by(systems.get(named) ?? '') };
  }
  return null;
}

/** The system that `OS: Linux`, or `Linux` alone, names. */
function systemOf(word: string): string {
  return (word.startsWith(OS_TAG) ? word.slice(OS_TAG.length) : word).toLowerCase();
}

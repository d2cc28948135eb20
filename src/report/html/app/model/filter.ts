// Which alerts are shown. Choices of one kind are alternatives, kinds add up.
import { byName } from './words.js';
import {
  hostOf,
  SEVERITIES,
  type Report,
  type ReportRow,
  type Severity,
  type TimeSpan,
} from './report.js';

export interface Filter {
  /** Words, all of which an alert must hold; text in quotes is one word. */
  readonly search: string;
  readonly severities: readonly Severity[];
  readonly hosts: readonly string[];
  /** Ids of rules. */
  readonly rules: readonly string[];
  /** Ids of tactics, techniques and sub-techniques. */
  readonly attack: readonly string[];
  readonly span: TimeSpan | null;
  /** Whether alerts that were suppressed are shown beside the others. */
  readonly suppressed: boolean;
}

export const NO_FILTER: Filter = {
  search: '',
  severities: [],
  hosts: [],
  rules: [],
  attack: [],
  span: null,
  suppressed: false,
};

/** Kinds of choices. */
export type FacetName = 'severities' | 'hosts' | 'rules' | 'attack';

export function isFiltered(filter: Filter): boolean {
  return (
    filter.search.trim() !== '' ||
    filter.span !== null ||
    filter.suppressed ||
    filter.severities.length + filter.hosts.length + filter.rules.length + filter.attack.length > 0
  );
}

/** The alerts that `filter` lets through, one kind left out where the choices of that kind are counted. */
export function filtered(
  rows: readonly ReportRow[],
  filter: Filter,
  without: FacetName | 'span' | null = null,
): readonly ReportRow[] {
  const words = wordsOf(filter.search);
  const severities = without === 'severities' ? null : chosen<string>(filter.severities);
  const hosts = without === 'hosts' ? null : chosen(filter.hosts);
  const rules = without === 'rules' ? null : chosen(filter.rules);
  const attack = without === 'attack' ? null : chosen(filter.attack);
  const span = without === 'span' ? null : filter.span;
  return rows.filter(
    (row) =>
      (filter.suppressed || row.suppressed === null) &&
      (severities === null || severities.has(row.rule.severity)) &&
      (hosts === null || hosts.has(hostOf(row))) &&
      (rules === null || rules.has(row.rule.data.rule.id)) &&
      (attack === null || filter.attack.some((id) => row.rule.attack.has(id))) &&
      (span === null || (row.time !== null && row.time >= span.from && row.time <= span.to)) &&
      words.every((word) => row.haystack.includes(word)),
  );
}

function chosen<Value>(values: readonly Value[]): ReadonlySet<Value> | null {
  return values.length === 0 ? null : new Set(values);
}

/** Words of a search in lower case; text in double quotes is one. */
export function wordsOf(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split('"')
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\s+/)))
    .filter((word) => word !== '');
}

/** `filter` with one choice of a kind turned over. */
export function toggled(filter: Filter, facet: FacetName, value: string): Filter {
  const values: readonly string[] = filter[facet];
  const next = values.includes(value)
    ? values.filter((other) => other !== value)
    : [...values, value];
  return { ...filter, [facet]: next };
}

/** A choice and how many alerts it would show. */
export interface FacetChoice {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly severity: Severity | null;
  readonly isChosen: boolean;
}

/** The choices of one kind, most alerts first; severities worst first. What is chosen stays in sight. */
export function facetChoices(
  report: Report,
  filter: Filter,
  facet: FacetName,
): readonly FacetChoice[] {
  const counts = new Map<string, { label: string; count: number; severity: Severity | null }>();
  const add = (value: string, label: string, severity: Severity | null, by: number): void => {
    const known = counts.get(value);
    if (known === undefined) counts.set(value, { label, count: by, severity });
    else known.count += by;
  };
  for (const value of filter[facet]) add(value, labelOf(report, facet, value), null, 0);
  if (facet === 'severities')
    for (const severity of SEVERITIES) add(severity, severity, severity, 0);
  for (const row of filtered(report.rows, filter, facet)) {
    const { rule } = row;
    if (facet === 'severities') add(rule.severity, rule.severity, rule.severity, 1);
    else if (facet === 'hosts') add(hostOf(row), hostOf(row), null, 1);
    else if (facet === 'rules') add(rule.data.rule.id, rule.name, rule.severity, 1);
    else {
      const seen = new Set<string>();
      for (const tactic of rule.tactics) {
        for (const { id, name } of tactic.techniques) {
          if (!seen.has(id)) add(id, `${id} ${name}`, null, 1);
          seen.add(id);
        }
      }
    }
  }
  const values: readonly string[] = filter[facet];
  const choices = [...counts].map(([value, choice]) => ({
    value,
    ...choice,
    isChosen: values.includes(value),
  }));
  if (facet === 'severities') {
    return choices.sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
  }
  return choices.sort((a, b) => b.count - a.count || byName(a.label, b.label));
}

function rankOf(severity: Severity | null): number {
  return severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

/** How a choice is called. */
export function labelOf(report: Report, facet: FacetName, value: string): string {
  switch (facet) {
    case 'severities':
    case 'hosts':
      return value;
    case 'rules':
      return report.rules.find(({ data }) => data.rule.id === value)?.name ?? value;
    case 'attack': {
      const tactic = report.head.tactics.find(({ id }) => id === value);
      const technique = report.rules
        .flatMap(({ tactics }) => tactics.flatMap(({ techniques }) => techniques))
        .find(({ id }) => id === value);
      const name = tactic?.name ?? technique?.name;
      return name === undefined ? value : `${value} ${name}`;
    }
  }
}

// Rules that cannot be told apart: in a list of alerts by name, or at all.
import type { Findings } from './findings.js';
import { canonicalText, queryOutline } from './query-parts.js';
import { repeatsIn } from './repeats-in.js';

/** Names and queries that an earlier rule has; files with one rule id are told of when they are loaded. */
export function checkAcrossRules(all: readonly Findings[]): void {
  const nameOf = ({ rule }: Findings): string => rule.name;
  for (const [findings, { rule }] of repeatsIn(all, nameOf, nameOf)) {
    if (rule.id === findings.rule.id) continue;
    findings.inFile('RS145', ['rule', 'name'], 'another rule has this name', {
      notes: [`the other: ${rule.source.name}`],
    });
  }
  const sameQuery = repeatsIn(
    all,
    ({ rule }) => queryOutline(rule.query),
    ({ rule }) => canonicalText(rule.query),
  );
  for (const [findings, { rule }] of sameQuery) {
    if (rule.id === findings.rule.id) continue;
    findings.inFile('RS146', ['rule', 'query'], `"${rule.name}" has the same query`, {
      help: 'two rules with one query give two alerts for one finding',
      notes: [`the other: ${rule.source.name}`],
    });
  }
}

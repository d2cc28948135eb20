// Rules as text for tests of the linter: one without faults, and others that differ from it.
import { lintRules } from '../../src/lint/index.js';
import { loadRules } from '../../src/rule/index.js';
import { placeOf, type Diagnostic, type Source } from '../../src/source/index.js';

const KEYS: Readonly<Record<string, string>> = {
  rule_id: '"5f6b3c1e-8f1d-4c57-9a3c-2f1f6c1f0a00"',
  name: '"Netcat"',
  description: '"A process named nc starts."',
  type: '"eql"',
  severity: '"low"',
  risk_score: '21',
  index: '["logs-endpoint.events.process*"]',
  tags: '["OS: Linux"]',
  query: `'process where host.os.type == "linux" and process.name == "nc"'`,
};

/** A rule file with these keys in place of those of a rule without faults; `tables` follow behind. */
export function ruleFile(keys: Readonly<Record<string, string>> = {}, tables = ''): string {
  const lines = Object.entries({ ...KEYS, ...keys }).map(([key, value]) => `${key} = ${value}`);
  return `[rule]\n${lines.join('\n')}\n${tables}`;
}

/** A rule file with a query, which may have several lines. */
export function ruleOf(query: string, keys: Readonly<Record<string, string>> = {}): string {
  return ruleFile({ index: '["auditbeat-*"]', ...keys, query: `'''\n${query}\n'''` });
}

/** A threat mapping with one technique, or with a sub-technique below its own technique. */
export function threat(
  id: string,
  name: string,
  tactic = 'TA0002',
  tacticName = 'Execution',
): string {
  return `
[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "${id}"
name = "${name}"
reference = "https://attack.mitre.org/techniques/${id}/"
[rule.threat.tactic]
id = "${tactic}"
name = "${tacticName}"
reference = "https://attack.mitre.org/tactics/${tactic}/"
`;
}

/** Files called `0.toml`, `1.toml` and so on. */
export function sourcesOf(...texts: readonly string[]): readonly Source[] {
  return texts.map((text, index) => ({ name: `${index}.toml`, text }));
}

/** What the linter finds, and what loading told. */
export function findingsIn(sources: readonly Source[]): readonly Diagnostic[] {
  const { outcomes, diagnostics } = loadRules(sources);
  return [...diagnostics, ...lintRules(outcomes)];
}

/** `RS282 0.toml:9:40 message` */
export function lineOf(finding: Diagnostic): string {
  return `${finding.code} ${placeOf(finding) ?? ''} ${finding.message}`;
}

/** The text that the first label of a finding marks. */
export function markedBy({ source, labels }: Diagnostic): string {
  const { start, end } = labels?.[0]?.span ?? { start: 0, end: 0 };
  return source?.text.slice(start, end) ?? '';
}

// The pages of docs/diagnostics, taken apart, and their examples, run.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInProcess } from './in-process.js';
import { blocksOf, type Block } from './blocks.js';
import { ROOT } from './shared.js';

export interface DiagnosticPage {
  readonly code: string;
  readonly title: string;
  /** `error`, `warning` or `info`, with words on when. */
  readonly severity: string;
  /** The first paragraph: what the index says of the code. */
  readonly gist: string;
  /** By heading: the blocks of code below it. */
  readonly examples: ReadonlyMap<string, readonly Block[]>;
}

const FOLDER = path.join(ROOT, 'docs', 'diagnostics');

/** Every page, by code. */
export function diagnosticPages(): readonly DiagnosticPage[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => readPage(name, readFileSync(path.join(FOLDER, name), 'utf8')));
}

function readPage(name: string, text: string): DiagnosticPage {
  const [, code, title, severity, gist] =
    /^# (RS\d+): (.+)\n\nSeverity: (.+)\n\n([^]+?)\n(?:\n|$)/.exec(text) ?? [];
  if (code === undefined || `${code}.md` !== name) {
    throw new Error(`${name}: expected \`# CODE: title\`, \`Severity: …\`, a paragraph`);
  }
  const sections = text.split(/^## /m).slice(1);
  return {
    code,
    title: title ?? '',
    severity: severity ?? '',
    gist: (gist ?? '').replaceAll('\n', ' '),
    examples: new Map(
      sections.map((section) => [section.slice(0, section.indexOf('\n')), blocksOf(section)]),
    ),
  };
}

/** What was said about an example. */
export interface Finding {
  readonly severity: string;
  readonly code: string;
}

/**
 * What the program says about an example:
 * - `eql`: a query, put into a rule without faults, which is linted;
 * - `toml`: keys put over those of that rule, or whole files where it starts with a table; `# name.toml` on a line of its
 *   own begins another file; where it has cases or defaults, a test of that rule, which is run;
 * - `sh`: a command of ours.
 */
export async function findingsOf({ language, text }: Block): Promise<readonly Finding[]> {
  switch (language) {
    case 'eql':
      return lint([ruleWith(`query = '''\n${text}\n'''`)]);
    case 'toml':
      if (/^\[(?:\[case|defaults)\]/m.test(text)) return runRuleTest(text);
      return lint(
        text
          .split(/^# [\w-]+\.toml$/m)
          .filter((file) => file.trim() !== '')
          .map((file) => (/^\s*\[\w/.test(file) ? file : ruleWith(file))),
      );
    case 'sh':
      return findingsIn(await runInProcess(wordsOf(text).slice(1)));
    default:
      throw new Error(`an example in ${language}`);
  }
}

/** A rule without faults. */
const RULE = `\
[metadata]
creation_date = "2026/01/05"
maturity = "production"
updated_date = "2026/01/05"

[rule]
author = ["rshell-scan"]
description = "A process named nc starts."
index = ["logs-endpoint.events.process*"]
language = "eql"
license = "Apache-2.0"
name = "Netcat started"
risk_score = 21
rule_id = "5f6b3c1e-8f1d-4c57-9a3c-2f1f6c1f0a00"
severity = "low"
tags = ["OS: Linux"]
type = "eql"
query = 'process where host.os.type == "linux" and event.type == "start" and process.name == "nc"'
`;

/** {@link RULE} with the keys of `fragment` in place of its own. */
function ruleWith(fragment: string): string {
  const [keys = ''] = fragment.split(/^\[/m);
  const given = new Set([...keys.matchAll(/^(\w+) *=/gm)].map(([, key]) => key));
  const kept = RULE.split('\n').filter((line) => !given.has(/^\w+/.exec(line)?.[0] ?? ''));
  return `${kept.join('\n')}\n${fragment.trim()}\n`;
}

async function runRuleTest(text: string): Promise<readonly Finding[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-page-'));
  try {
    writeFileSync(path.join(folder, 'rule.toml'), RULE);
    writeFileSync(path.join(folder, 'rule.test.toml'), text);
    return findingsIn(await runInProcess(['test', '-v', folder]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function lint(files: readonly string[]): Promise<readonly Finding[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rshell-scan-page-'));
  try {
    for (const [index, text] of files.entries()) {
      writeFileSync(path.join(folder, `${index}.toml`), text);
    }
    return findingsIn(await runInProcess(['lint', '-v', folder]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findingsIn({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) {
  const headlines = `${stdout}\n${stderr}`.matchAll(/^(error|warning|info)\[(RS\d+)\]/gm);
  return [...headlines].map(([, severity = '', code = '']) => ({ severity, code }));
}

/** The words of a command line; quotes hold a word together. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

// What rules cover on ATT&CK, as text, as a page of Markdown and as a layer of the Navigator.
import { ATTACK_VERSION } from '../attack/index.js';
import type { Rule } from '../rule/index.js';
import type { Coverage, CoveredTactic, CoveredTechnique } from './coverage.js';
import { paint, padded, piece, spaces, truncated, wrap, type Line } from './layout.js';
import { markdownTable, markdownText, techniqueLink } from './markdown.js';
import { navigatorText } from './navigator.js';
import { PLAIN_PALETTE } from './palette.js';
import type { SummaryOptions } from './summary-text.js';
import { usableWidth } from './text.js';
import { counted, grouped, listed } from './words.js';

const ID_COLUMNS = 11;
const COUNT_COLUMNS = 5;

/** A section a tactic; ends with a newline. */
export function renderCoverage(coverage: Coverage, options: SummaryOptions = {}): string {
  const { palette = PLAIN_PALETTE, verbose = false } = options;
  const width = usableWidth(options.width);
  const lines = [
    ...coverage.tactics.flatMap((tactic) => [...tacticLines(tactic, width, verbose), []]),
    ...closing(coverage).flatMap((text) => wrap([piece(text)], width)),
  ];
  return lines.map((line) => `${paint(line, palette)}\n`).join('');
}

function tacticLines(tactic: CoveredTactic, width: number, verbose: boolean): readonly Line[] {
  const head = [
    ...padded([piece(tactic.id, 'strong')], ID_COLUMNS),
    piece(tactic.name, 'strong'),
    piece(`  ${factsOf(tactic)}`, 'faint'),
  ];
  return [head, ...tactic.techniques.flatMap((one) => techniqueLines(one, width, verbose))];
}

/** `9 rules, 2 of 17 techniques` */
function factsOf({ rules, techniques, size }: CoveredTactic): string {
  const own = techniques.filter(({ id, flaw }) => !id.includes('.') && flaw === null).length;
  const known = size === 0 ? 'a tactic that ATT&CK does not have' : `${own} of ${size} techniques`;
  return `${counted(rules.length, 'rule')}, ${known}`;
}

function techniqueLines(
  { id, name, flaw, rules }: CoveredTechnique,
  width: number,
  verbose: boolean,
): readonly Line[] {
  const indent = id.includes('.') ? 2 : 0;
  const room = width - ID_COLUMNS - COUNT_COLUMNS - indent - 2;
  const mark = flaw === null ? [] : [piece(`  ${flaw}`, 'warning')];
  const line = [
    piece(grouped(rules.length).padStart(COUNT_COLUMNS)),
    spaces(2),
    ...padded([piece(id, 'accent')], ID_COLUMNS),
    spaces(indent),
    truncated(name, room),
    ...mark,
  ];
  if (!verbose) return [line];
  const names = piece(namesOf(rules).join(', '), 'faint');
  const column = COUNT_COLUMNS + 2 + ID_COLUMNS + indent;
  return [line, ...wrap([spaces(column), names], width, column)];
}

function closing(coverage: Coverage): readonly string[] {
  const { rules, tactics, without, techniques, subtechniques, unmapped } = coverage;
  return [
    `${counted(rules, 'rule')} ${rules === 1 ? 'covers' : 'cover'} ${counted(tactics.length, 'tactic')}, ` +
      `${techniques.covered} of ${counted(techniques.of, 'technique')} and ` +
      `${subtechniques.covered} of ${counted(subtechniques.of, 'sub-technique')} ` +
      `of ATT&CK ${ATTACK_VERSION}.`,
    ...(without.length === 0 ? [] : [`No rule for ${listed(without)}.`]),
    ...(unmapped.length === 0 ? [] : [`Without a mapping: ${listed(namesOf(unmapped))}.`]),
  ];
}

function namesOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ name }) => name);
}

/** A table of techniques by tactic. */
export function coverageMarkdown(coverage: Coverage): string {
  const rows = coverage.tactics.flatMap((tactic) =>
    tactic.techniques.map(({ id, name, flaw, rules }, index) => [
      index === 0 ? markdownText(tactic.name) : '',
      techniqueLink(id),
      markdownText(flaw === null ? name : `${name} (${flaw})`),
      String(rules.length),
      namesOf(rules).map(markdownText).join('<br>'),
    ]),
  );
  const table = markdownTable(['tactic', 'technique', 'name', 'rules', 'which'], rows);
  return `## ATT&CK coverage\n\n${closing(coverage).map(markdownText).join('\n\n')}\n\n${table}`;
}

/** A layer in which a technique scores the number of its rules. */
export function coverageLayer({ tactics, rules }: Coverage): string {
  return navigatorText({
    name: 'rshell-scan: rules',
    description: `Techniques that ${counted(rules, 'rule')} name; the score is the number of rules.`,
    techniques: tactics.flatMap((tactic) =>
      tactic.techniques.map((technique) => ({
        id: technique.id,
        tactic: tactic.id,
        score: technique.rules.length,
        comment: namesOf(technique.rules).join('\n'),
      })),
    ),
  });
}

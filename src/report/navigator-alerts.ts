// `-o navigator`: a layer in which a technique scores the number of its alerts.
import type { Alert } from '../alert/index.js';
import { compareText } from '../event/index.js';
import { navigatorText } from './navigator.js';
import type { MakeReporter } from './reporter.js';
import { counted, listed, shortened } from './words.js';

/** Rules that the comment of a cell names. */
const MOST_RULES = 20;

interface Cell {
  readonly id: string;
  readonly tactic: string;
  /** Alerts by the name of their rule. */
  readonly rules: Map<string, number>;
}

export const navigatorReport: MakeReporter = () => {
  const cells = new Map<string, Cell>();
  return {
    alert: ({ rule, threat }) => {
      for (const [key, { id, tactic }] of namedBy(threat)) {
        const cell = cells.get(key) ?? { id, tactic, rules: new Map<string, number>() };
        cells.set(key, cell);
        cell.rules.set(rule.name, (cell.rules.get(rule.name) ?? 0) + 1);
      }
      return '';
    },
    end: ({ alerts }) =>
      navigatorText({
        name: 'rshell-scan: alerts',
        description: `${counted(alerts.total, 'alert')} of ${counted(alerts.byRule.length, 'rule')}; the score is the number of alerts.`,
        techniques: [...cells.values()]
          .sort((a, b) => compareText(a.tactic, b.tactic) || compareText(a.id, b.id))
          .map(({ id, tactic, rules }) => ({
            id,
            tactic,
            score: [...rules.values()].reduce((sum, alertCount) => sum + alertCount, 0),
            comment: listed(
              [...rules].map(([name, alertCount]) => `${shortened(name, 200)} (${alertCount})`),
              MOST_RULES,
            ),
          })),
      }),
  };
};

/** What a mapping names, each once: techniques with their sub-techniques, by the tactic that they serve. */
function namedBy(threat: Alert['threat']): ReadonlyMap<string, Pick<Cell, 'id' | 'tactic'>> {
  return new Map(
    threat.flatMap(({ tactic, technique }) =>
      technique
        .flatMap(({ id, subtechnique }) => [id, ...subtechnique.map((sub) => sub.id)])
        .map((id) => [`${tactic.id} ${id}`, { id, tactic: tactic.id }] as const),
    ),
  );
}

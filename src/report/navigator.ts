// Layers of MITRE's ATT&CK Navigator: techniques with a score and a comment.
// Source: https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_5.md
import { ATTACK_VERSION, attackTactic } from '../attack/index.js';
import { jsonText } from './json-text.js';

/** A cell of the matrix. */
export interface LayerTechnique {
  /** Such as `T1059.004`. */
  readonly id: string;
  /** Id of the tactic under which the technique is marked; null: under each that it serves. */
  readonly tactic: string | null;
  readonly score: number;
  /** Shown when the mouse rests on the cell. */
  readonly comment: string;
}

export interface Layer {
  readonly name: string;
  readonly description: string;
  readonly techniques: readonly LayerTechnique[];
}

const LAYER_VERSION = '4.5';
/** The first release of the Navigator that reads such layers. */
const NAVIGATOR_VERSION = '4.9.0';
/** From the lowest score to the highest; readable on white and on black. */
const COLORS = ['#cfe8ff', '#1f6fb2'];

/** The layer as a JSON document that the Navigator opens. */
export function navigatorText({ name, description, techniques }: Layer): string {
  const scores = techniques.map(({ score }) => score);
  const layer = {
    name,
    description,
    domain: 'enterprise-attack',
    versions: {
      attack: ATTACK_VERSION.split('.')[0],
      navigator: NAVIGATOR_VERSION,
      layer: LAYER_VERSION,
    },
    sorting: 3,
    hideDisabled: false,
    gradient: { colors: COLORS, minValue: 0, maxValue: Math.max(1, ...scores) },
    techniques: techniques.map(({ id, tactic, score, comment }) => {
      const column = tactic === null ? undefined : attackTactic(tactic)?.shortName;
      return {
        techniqueID: id,
        ...(column === undefined ? {} : { tactic: column }),
        score,
        comment,
        enabled: true,
        // A technique whose sub-techniques are marked is shown open.
        showSubtechniques: techniques.some((other) => other.id.startsWith(`${id}.`)),
      };
    }),
  };
  return `${jsonText(layer)}\n`;
}

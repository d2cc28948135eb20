export {
  attackTactic,
  attackTactics,
  attackTechnique,
  attackTechniques,
  parentTechnique,
  type AttackTactic,
  type AttackTechnique,
} from './attack.js';
export { ATTACK_VERSION } from './attack-table.js';

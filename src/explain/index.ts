export type * from './explanation.js';
export type { ExplainTarget } from './target.js';
export { explainEvent, type EventContext } from './explain-event.js';
export {
  explainRun,
  type EventChoice,
  type ExplainedRun,
  type ExplainRunOptions,
} from './explain-run.js';
export { explainMatch } from './explain-match.js';
export { explainQuery } from './explain-query.js';
export { MatchMarker, type ClauseMark, type MarkedClause } from './match-marks.js';

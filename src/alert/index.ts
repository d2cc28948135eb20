export {
  ALERT_SCHEMA,
  type Alert,
  type AlertEndpoint,
  type AlertEvent,
  type AlertHost,
  type AlertJoinKey,
  type AlertKind,
  type AlertParentProcess,
  type AlertProcess,
  type AlertRule,
  type AlertSpan,
  type AlertSuppression,
  type AlertTechnique,
  type AlertTerm,
  type AlertThreat,
  type AlertUser,
  type EventPlace,
} from './alert.js';
export {
  AlertBuilder,
  type SeenAlerts,
  buildAlert,
  joinKeysOf,
  ruleDocument,
  threatDocument,
  type RuleMatch,
} from './build.js';
export { summarizeEvent, type MatchedEvent } from './event-summary.js';
export { ALERT_CODES, type AlertCode } from './codes.js';
export { savedAlert, type SavedAlert } from './saved.js';
export { canonicalJson, eventsId, type Hash } from './identity.js';

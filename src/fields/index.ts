export { FieldCensus } from './census.js';
export { FIELD_CODES, type FieldCode } from './codes.js';
export { fitOf, type Fit } from './fit.js';
export type { Clash, JsonType, SeenField } from './field-node.js';
export {
  wantedFields,
  type FieldReport,
  type MissingField,
  type PresentField,
  type RuleQuery,
  type SilentRule,
  type WantedField,
} from './report.js';
export { surveyFields, type FieldSurvey, type FieldSurveySettings } from './survey.js';

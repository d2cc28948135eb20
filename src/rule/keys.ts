// Every key of a rule file that means something to Elastic. Keys that are used are read in load.ts and threat.ts; the
// others are for other readers (Kibana, the repository's CI) and are passed over in silence, except those that would
// change which alerts appear.

/** Top-level tables. `transform` holds queries for Kibana's investigation guide. */
export const FILE_KEYS: readonly string[] = ['metadata', 'rule', 'transform'];

export const METADATA_KEYS: readonly string[] = [
  'bypass_bbr_timing',
  'comments',
  'creation_date',
  'deprecated_reason',
  'deprecation_date',
  'extended',
  'integration',
  'maturity',
  'min_stack_comments',
  'min_stack_version',
  'os_type_list',
  'promotion',
  'query_schema_validation',
  'related_endpoint_rules',
  'updated_date',
];

/** Keys of `[rule]` in a rule of type eql. */
export const RULE_KEYS: readonly string[] = [
  'actions',
  'alert_suppression',
  'author',
  'building_block_type',
  'data_view_id',
  'description',
  'enabled',
  'event_category_override',
  'exceptions_list',
  'false_positives',
  'filters',
  'from',
  'index',
  'interval',
  'investigation_fields',
  'language',
  'license',
  'max_signals',
  'meta',
  'name',
  'note',
  'query',
  'references',
  'related_integrations',
  'required_fields',
  'response_actions',
  'revision',
  'risk_score',
  'risk_score_mapping',
  'rule_id',
  'rule_name_override',
  'setup',
  'severity',
  'severity_mapping',
  'tags',
  'threat',
  'threat_mappings',
  'throttle',
  'tiebreaker_field',
  'timeline_id',
  'timeline_title',
  'timestamp_field',
  'timestamp_override',
  'timestamp_override_fallback_disabled',
  'to',
  'type',
  'version',
];

/** Keys that Kibana acts on and this scanner does not, with what follows from that. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  exceptions_list: 'the exceptions are in Kibana, not in this file: the rule runs without them',
  risk_score_mapping: 'alerts carry the risk score of the rule',
  rule_name_override: 'alerts carry the name of the rule',
  severity_mapping: 'alerts carry the severity of the rule',
};

/** Kinds of rules other than eql. */
export const OTHER_TYPES: readonly string[] = [
  'esql',
  'machine_learning',
  'new_terms',
  'query',
  'saved_query',
  'threat_match',
  'threshold',
];

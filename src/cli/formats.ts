// What `-o` may name, by the command that has it; `scan` and `report` have the formats of alerts. The first is for people.
export const COVERAGE_FORMATS = ['text', 'markdown', 'navigator'] as const;
export const EXPLAIN_FORMATS = ['text', 'json'] as const;
export const FIELDS_FORMATS = ['text', 'json', 'markdown'] as const;
export const LINT_FORMATS = ['text', 'ndjson', 'json', 'sarif', 'github'] as const;
export const TEST_FORMATS = ['text', 'junit', 'github', 'json'] as const;

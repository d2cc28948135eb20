// What we use of SARIF 2.1.0, nothing else allowed: stricter than the schema of OASIS, which allows any further key.
import { Ajv, type ErrorObject } from 'ajv';

const TEXT = { type: 'string', minLength: 1 };
const LINE = { type: 'integer', minimum: 1 };

/** An object with these keys and no others; all of them are needed but those in `optional`. */
function only(properties: Record<string, object>, ...optional: readonly string[]): object {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false };
}

const listOf = (items: object): object => ({ type: 'array', items });
const MESSAGE = only({ text: TEXT, markdown: TEXT }, 'markdown');
const REGION = only(
  { startLine: LINE, startColumn: LINE, endLine: LINE, endColumn: LINE },
  ...['startColumn', 'endLine', 'endColumn'],
);
const ARTIFACT = only({ uri: { type: 'string', pattern: "^[A-Za-z0-9_.~!*'()/:%-]+$" } });
const PHYSICAL = only({ artifactLocation: ARTIFACT, region: REGION }, 'region');
const LOCATION = only(
  { id: LINE, physicalLocation: PHYSICAL, message: MESSAGE },
  ...['id', 'message'],
);
const REPLACEMENT = only({
  deletedRegion: REGION,
  insertedContent: only({ text: { type: 'string' } }),
});
const FIX = only({
  artifactChanges: listOf(only({ artifactLocation: ARTIFACT, replacements: listOf(REPLACEMENT) })),
});
const RESULT = only(
  {
    ruleId: TEXT,
    ruleIndex: { type: 'integer', minimum: 0 },
    level: { enum: ['error', 'warning', 'note'] },
    message: MESSAGE,
    locations: listOf(LOCATION),
    relatedLocations: listOf(LOCATION),
    partialFingerprints: { type: 'object', additionalProperties: TEXT },
    baselineState: { enum: ['new', 'unchanged'] },
    suppressions: listOf(
      only({ kind: { const: 'external' }, status: { const: 'accepted' }, justification: TEXT }),
    ),
    properties: { type: 'object' },
    fixes: listOf(FIX),
  },
  ...['ruleIndex', 'locations', 'relatedLocations', 'partialFingerprints', 'properties', 'fixes'],
  ...['baselineState', 'suppressions'],
);
const RULE = only(
  {
    id: TEXT,
    shortDescription: MESSAGE,
    fullDescription: MESSAGE,
    help: MESSAGE,
    helpUri: { type: 'string', pattern: '^https?://[!-~]+$' },
    properties: only({
      tags: { type: 'array', items: TEXT, uniqueItems: true },
      // As GitHub reads it: a number in a string.
      'security-severity': { type: 'string', pattern: '^(10|[0-9])[.][0-9]$' },
    }),
  },
  ...['fullDescription', 'help', 'helpUri', 'properties'],
);
const NOTIFICATION = only(
  {
    descriptor: only({ id: TEXT }),
    level: { enum: ['error', 'warning', 'note'] },
    message: MESSAGE,
    locations: listOf(LOCATION),
  },
  'locations',
);
const INVOCATION = only({
  executionSuccessful: { type: 'boolean' },
  toolExecutionNotifications: listOf(NOTIFICATION),
});

const isLog = new Ajv().compile(
  only({
    $schema: TEXT,
    version: { const: '2.1.0' },
    runs: listOf(
      only(
        {
          tool: only({ driver: only({ name: TEXT, version: TEXT, rules: listOf(RULE) }) }),
          columnKind: { const: 'utf16CodeUnits' },
          results: listOf(RESULT),
          invocations: listOf(INVOCATION),
        },
        'invocations',
      ),
    ),
  }),
);

/** What is wrong with a log; null where nothing is. */
export function sarifErrors(log: unknown): readonly ErrorObject[] | null {
  isLog(log);
  return isLog.errors ?? null;
}

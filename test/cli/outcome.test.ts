import { expect, test } from '@jest/globals';
import { outcomeOf } from '../../src/cli/outcome.js';
import type { Code } from '../../src/source/index.js';

test.each<[Code, number]>([
  ['RS321', 4],
  ['RS323', 4],
  ['RS324', 4],
  ['RS308', 2],
])('%s before any event ends with %d, and says it once', (code, exitCode) => {
  const outcome = outcomeOf(
    {
      inputs: [],
      diagnostics: [{ code, severity: 'error', message: 'it broke' }],
      failed: true,
      sighted: { events: 0, notAnEvent: null },
    },
    [],
  );
  expect(outcome).toEqual({ exitCode, isUsable: false, diagnostics: [] });
});

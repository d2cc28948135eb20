import { describe, test } from '@jest/globals';
import { checkSample, checkSequence } from '../support/drawing-case.js';
import { SAMPLE_TRACES, SEQUENCE_TRACES } from '../support/traces.js';

describe('sequences', () => {
  test.each(SEQUENCE_TRACES)('$name', checkSequence);
});

describe('samples', () => {
  test.each(SAMPLE_TRACES)('$name', checkSample);
});

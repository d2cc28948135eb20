// The product against the oracle: at random sequences, samples and pipes.
import { describe } from '@jest/globals';
import { CORRELATIONS, testAgreement } from './agreement.js';

describe('the product and the oracle agree', () => {
  testAgreement(CORRELATIONS);
});

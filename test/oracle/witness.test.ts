// Witnesses and near misses of real rules: a third party to the verdicts of the product and of the oracle.
import { describe, expect, test } from '@jest/globals';
import { checkQuery, parseQuery } from '../../src/eql/index.js';
import { generate, type Stream } from '../../src/witness/index.js';
import { compileQuery } from '../../src/index.js';
import { corpusRules, sourceOf } from '../eql/support.js';
import { HAS_SHARED } from '../support/shared.js';
import { told } from './compare.js';
import { oracleOf } from './oracle.js';

const suite = HAS_SHARED ? describe : describe.skip;

suite('both fire on the witness of a rule and on none of its near misses (needs ../shared)', () => {
  test.each(HAS_SHARED ? corpusRules().map(({ name, query }) => [name, query]) : [['none', '']])(
    '%s',
    (name, text) => {
      const source = sourceOf(text);
      const parsed = parseQuery(source).query!;
      const options = {
        seed: 1,
        topic: name,
        index: [],
        categoryField: 'event.category',
        timestampField: '@timestamp',
        startMs: Date.UTC(2026, 10, 21),
      };
      const made = generate(checkQuery(parsed, source).query!, options, { nearMisses: true });
      const product = compileQuery(text).query!;
      const oracle = oracleOf(text)!;
      const verdicts = ({ clause, events }: Stream): unknown => ({
        clause,
        product: told(product, events).length > 0,
        oracle: told(oracle, events).length > 0,
      });
      const streams = made.witness === null ? made.nearMisses : [made.witness, ...made.nearMisses];
      expect(streams.map(verdicts)).toEqual(
        streams.map(({ clause }) => ({
          clause,
          product: clause === null,
          oracle: clause === null,
        })),
      );
    },
  );
});

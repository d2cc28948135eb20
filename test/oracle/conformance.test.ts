import { describe, expect, test } from '@jest/globals';
import {
  answer,
  DATA_SETS,
  fieldTypes,
  isRight,
  readDocuments,
  readVectors,
} from '../conformance/elasticsearch.js';
import { HAS_SHARED } from '../support/shared.js';
import { oracleOf } from './oracle.js';

const suite = HAS_SHARED ? describe : describe.skip;

suite('the oracle answers as Elasticsearch does (needs ../shared/conformance)', () => {
  test.each(DATA_SETS.map((dataSet) => [dataSet.files.join(), dataSet] as const))(
    'all vectors of %s',
    (_, dataSet) => {
      const documents = readDocuments(dataSet);
      const fieldType = fieldTypes(dataSet);
      const vectors = dataSet.files.flatMap(readVectors);
      const wrong = vectors.filter(
        (vector) => !isRight(vector, answer(vector, dataSet, documents, fieldType, oracleOf)),
      );
      expect(vectors.length).toBeGreaterThan(0);
      expect(wrong.map(({ name }) => name)).toEqual([]);
    },
  );
});

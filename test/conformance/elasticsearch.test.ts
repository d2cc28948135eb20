import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HAS_SHARED, ROOT } from '../support/shared.js';
import {
  answer,
  DATA_SETS,
  fieldTypes,
  isRight,
  readDocuments,
  readVectors,
} from './elasticsearch.js';

/** A vector that is known to fail, and why. */
interface AllowedFailure {
  readonly id: string;
  readonly reason: string;
}

const allowed = JSON.parse(
  readFileSync(path.join(ROOT, 'test', 'conformance', 'allowed-failures.json'), 'utf8'),
) as readonly AllowedFailure[];

test('at most six vectors are allowed to fail, each with a reason', () => {
  expect(allowed.length).toBeLessThanOrEqual(6);
  expect(allowed.filter(({ reason }) => reason.length < 20)).toEqual([]);
});

const suite = HAS_SHARED ? describe : describe.skip;

suite('Elasticsearch vectors (need ../shared/conformance)', () => {
  const vectors = HAS_SHARED
    ? DATA_SETS.flatMap((dataSet) =>
        dataSet.files.flatMap((file) =>
          readVectors(file).map((vector) => ({ id: `${file}/${vector.name}`, vector, dataSet })),
        ),
      )
    : [];

  test('there are 304', () => {
    expect(vectors).toHaveLength(304);
  });

  for (const dataSet of DATA_SETS) {
    const documents = HAS_SHARED ? readDocuments(dataSet) : [];
    const fieldType = HAS_SHARED ? fieldTypes(dataSet) : () => undefined;
    const own = vectors.filter((vector) => vector.dataSet === dataSet);
    const ids = own.map(({ id }) => id);
    test.each(HAS_SHARED ? ids : ['(none)'])('%s', (id) => {
      const found = own.find((vector) => vector.id === id);
      const vector = found!.vector;
      const result = answer(vector, dataSet, documents, fieldType);
      const right = isRight(vector, result);
      if (allowed.some((failure) => failure.id === id)) {
        expect({ id, passes: right, note: 'take it off allowed-failures.json' }).toMatchObject({
          passes: false,
        });
      } else if (!right) {
        expect({ ids: result?.ids, joinKeys: result?.joinKeys }).toEqual({
          ids: vector.expected[0],
          joinKeys: vector.joinKeys ?? result?.joinKeys,
        });
      }
    });
  }
});

import type { BulkAction } from '../input/index.js';

/** A bulk action as bytes, to be kept in a spool. */
export function actionBytes({ indexName, id }: BulkAction): Buffer {
  return Buffer.from(JSON.stringify([indexName, id]));
}

/** The action of which these are the {@link actionBytes}. */
export function readAction(bytes: Buffer): BulkAction {
  // As written above.
  const [indexName, id] = JSON.parse(bytes.toString()) as [string | null, string | null];
  return { indexName, id };
}

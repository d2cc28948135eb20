// One row of the reference of inputs: what a line may be, and what becomes of it. Source: formats §0, §3, §4, §6.
import { expect } from '@jest/globals';
import { read } from '../read.js';

/** What an input gives: parts of its documents, in order, and its problems as `RS310: help`. */
export interface Outcome {
  readonly documents?: readonly object[];
  readonly problems?: readonly string[];
}

export type Row = readonly [name: string, input: string | Buffer, outcome: Outcome];

/** Reads the input of a row, whole and byte by byte, and holds the result against what it should be. */
export function check([, input, { documents = [], problems = [] }]: Row): void {
  const found = read(input);
  const told = found.problems.map(({ code, diagnostic: { help, message } }) => {
    return `${code}: ${help ?? message}`;
  });
  expect(told).toEqual(problems);
  expect(found.documents.map(({ document }) => document)).toMatchObject(documents);
  expect(found.documents).toHaveLength(documents.length);
  expect(found.lost).toEqual([]);
  const size = Buffer.byteLength(input);
  const cuts = Array.from({ length: Math.max(0, size - 1) }, (_, at) => at + 1);
  const inPieces = read(input, { cuts });
  expect({ ...inPieces, lost: [] }).toEqual(found);
}

/** The records of an audit log, as text. */
export const lines = (...texts: readonly string[]): string => texts.join('\n');

export const json = (...documents: readonly unknown[]): string =>
  documents.map((document) => JSON.stringify(document)).join('\n');

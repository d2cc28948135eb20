import { describe, expect, test } from '@jest/globals';
import { savedAlert } from '../../src/alert/index.js';
import type { Json } from '../../src/event/index.js';
import { ALERTS } from '../report/samples.js';
import { validatorOf } from '../support/schemas.js';

/** The JSON of an alert, to be changed. */
function jsonOf(name: keyof typeof ALERTS): Json {
  return JSON.parse(JSON.stringify(ALERTS[name])) as Json;
}

type Path = readonly (string | number)[];

/** Every place in a value; what is within events as they were read is not of the alert. */
function pathsOf(json: unknown, path: Path = []): readonly Path[] {
  if (typeof json !== 'object' || json === null || path.at(-1) === 'document') return [path];
  return [
    path,
    ...Object.entries(json).flatMap(([key, value]) =>
      pathsOf(value, [...path, Array.isArray(json) ? Number(key) : key]),
    ),
  ];
}

/** A copy in which `change` was made to what holds the value at `path`. */
function changed(
  json: unknown,
  path: Path,
  change: (holder: Record<string, unknown>, key: string) => unknown,
): Json {
  const copy = structuredClone(json) as Json;
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
  change(holder as Record<string, unknown>, String(path.at(-1)));
  return copy;
}

test.each(Object.keys(ALERTS))('an alert that was saved is read back: %s', (name) => {
  const json = jsonOf(name);
  expect(savedAlert(json)).toEqual({ alert: ALERTS[name], problem: null });
});

describe('what the schema refuses is refused', () => {
  const isAlert = validatorOf('alert');
  const json = jsonOf('missing event');

  test.each(
    pathsOf(json)
      .slice(1)
      .map((path) => [path.join('.'), path] as const),
  )('%s', (_, path) => {
    const variants = [
      ...(typeof path.at(-1) === 'string'
        ? [changed(json, path, (holder, key) => Reflect.deleteProperty(holder, key))]
        : []),
      ...[null, true, 12, 'text', [], {}, [null]].map((value) =>
        changed(json, path, (holder, key) => (holder[key] = value)),
      ),
    ];
    for (const variant of variants) {
      const isFine = isAlert(variant);
      // The schema also knows which numbers and texts are impossible: a year, a negative line.
      if (
        isFine ||
        isAlert.errors?.every(({ keyword }) => keyword === 'type' || keyword === 'required') ===
          true
      ) {
        expect([variant, savedAlert(variant).problem === null]).toEqual([variant, isFine]);
      }
    }
  });

  test('the problem says where, what was expected and what was found', () => {
    const at = ['events', 0, 'place', 'line'];
    const problem = (value: unknown) =>
      savedAlert(changed(json, at, (holder, key) => (holder[key] = value))).problem;
    expect(problem(null)).toBe('events[0].place.line: expected a number, found null');
    expect(problem({})).toBe('events[0].place.line: expected a number, found an object');
    expect(savedAlert([]).problem).toBe('expected an object, found a list');
  });

  test('keys of later versions are kept', () => {
    const later = changed(json, ['rule', 'later'], (holder, key) => (holder[key] = 1));
    expect(savedAlert(later).alert).toHaveProperty(['rule', 'later'], 1);
  });
});

/** Event queries made at random: what their fields are declared as, and lists of events that nearly match. */
import fc from 'fast-check';
import type { FieldType, Json, JsonObject } from '../../src/index.js';
import { anyCondition, value } from '../eql/arbitrary.js';
import { typedCondition, VALUES } from './arbitrary-types.js';

/** One query and several lists of events to search. */
export interface Search {
  readonly query: string;
  readonly types: Readonly<Record<string, FieldType | undefined>>;
  readonly lists: readonly (readonly JsonObject[])[];
  readonly size?: number;
  readonly maxSamplesPerKey?: number;
}

/** Lists of events for one query: reading a query costs more than searching a short list. */
export const LISTS = 16;

/** Some optional, which changes nothing but that there is no warning of an unknown field. */
const FIELDS = ['x', '?x', '?o.y', '?o.y', '?o.p.z', '?o.p.z'] as const;

const category = fc.constantFrom('any', 'any', 'any', 'process', '"file"');

/** An event whose fields are nested, dotted, both at once, in lists of objects, or hidden behind something else. */
function document(x: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(
      fc.nat(7),
      fc.constantFrom('process', 'process', ['file', 'process'], null),
      x,
      value,
      value,
      fc.nat(4),
    )
    .map(([layout, category, x, y, z, without]): JsonObject => {
      const event = { 'event.category': category, ...(without === 1 ? {} : { x }) };
      switch (layout) {
        case 0:
        case 1:
          return { ...event, o: { y, p: { z } } };
        case 2:
          return { ...event, 'o.y': y, 'o.p.z': z };
        case 3:
          return { ...event, 'o.p': { z }, o: { y } };
        case 4:
          return { ...event, o: [{ y }, null, { p: [{ z }, { z: y }, 7] }] };
        case 5:
          return { ...event, o: { y: null, 'p.z': z }, 'o.y': y };
        case 6:
          return { ...event, o: { y, p: { z: { z } } }, 'o.y': z };
        default:
          return { event: { category }, o: 'text', 'o.y': [[y], null, [[z]]] };
      }
    });
}

/** As many lists as a query is searched for in, of `least` to `most` events. */
export const lists = (
  item: fc.Arbitrary<JsonObject>,
  least: number,
  most: number,
): fc.Arbitrary<JsonObject[][]> =>
  fc.array(fc.array(item, { minLength: least, maxLength: most }), {
    minLength: LISTS,
    maxLength: LISTS,
  });

/** Conditions of every kind over fields without a type, and keywords. */
export const untypedSearch: fc.Arbitrary<Search> = fc.record({
  query: fc.tuple(category, anyCondition(...FIELDS)).map(([name, text]) => `${name} where ${text}`),
  types: fc.record({ x: fc.constantFrom(undefined, undefined, 'keyword') }),
  lists: lists(document(value), 1, 3),
});

/** Conditions over a field of each type. */
export const typedSearch: fc.Arbitrary<Search> = fc
  .constantFrom('keyword', 'long', 'double', 'boolean', 'ip', 'version', 'date')
  .chain((type) => {
    const one = fc.constantFrom(...VALUES[type]!);
    const x = fc.oneof(
      { arbitrary: one, weight: 6 },
      { arbitrary: fc.array(fc.oneof(one, fc.constant(null)), { maxLength: 3 }), weight: 2 },
      { arbitrary: fc.constant(null), weight: 1 },
    );
    return fc.record({
      query: typedCondition(type).map((text) => `any where ${text}`),
      types: fc.constant({ x: type }),
      lists: lists(document(x), 1, 3),
    });
  });

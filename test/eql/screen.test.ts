// What a screen says of conditions, and that it never says too much: a match that it ruled out would be lost.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Screen } from '../../src/eql/index.js';
import { DocumentEvent } from '../../src/event/index.js';
import { holds, printScreen } from '../support/screen.js';
import { compileFor, condition, document, types } from './arbitrary.js';
import { compileText, type FieldTypes } from './verdict.js';

function screenOf(condition: string, types: FieldTypes = {}): Screen {
  const screen = compileText(`any where ${condition}`, types).query?.subqueries[0]?.screen;
  if (screen === undefined) throw new Error(`${condition} does not compile`);
  return screen;
}

describe('the screen of a leaf, and of its negation', () => {
  test.each<[condition: string, screen: string, negated: string]>([
    ['x != null', 'x', 'not x'],
    ['x == null', 'not x', 'x'],
    ['x == "a"', 'x in {a}', 'x not in {a}'],
    ['x in ("a", "B")', 'x in {B,a}', 'x not in {B,a}'],
    ['x in~ ("a", "B")', 'x~ in {a,b}', 'x~ not in {a,b}'],
    ['x == true', 'x in {true}', 'x not in {true}'],
    ['x', 'x in {true}', 'x not in {true}'],
    ['x : "A*"', 'x~ in {a*}', 'x~ not in {a*}'],
    ['x like "*a"', 'x in {*a}', 'x not in {*a}'],
    ['x like "*a*"', 'x in {*a*}', 'x not in {*a*}'],
    ['x like ("a", "b*", "*c", "*d*")', 'x in {*c,*d*,a,b*}', 'x not in {*c,*d*,a,b*}'],
    ['x like "*"', 'x', 'not x'],
    ['x like "?"', 'x', 'anything'],
    ['x like "a?"', 'x in {a*}', 'anything'],
    ['x like "/tmp/*.sh"', 'x in {/tmp/*} & x in {*.sh}', 'anything'],
    ['x like "*curl*http?"', 'x in {*curl*} & x in {*http*}', 'anything'],
    ['x like "/home/*/.*"', 'x in {/home/*} & x in {*/.*}', 'anything'],
    ['x like "a*a"', 'x in {a*} & x in {*a}', 'anything'],
    ['x like "/home/*/*"', 'x in {/home/*}', 'anything'],
    ['x like ("/a*", "/b*c")', 'x in {/a*} | (x in {/b*} & x in {*c})', 'x not in {/a*}'],
    ['x like ("a", "?")', 'x', 'x not in {a}'],
    ['x regex "a"', 'x in {a}', 'x not in {a}'],
    ['x regex ("a", "(b|c)d.+")', 'x in {a,bd*,cd*}', 'x not in {a}'],
    ['x regex "/[a-z]+[xy]"', 'x in {/*} & x in {*x,*y}', 'anything'],
    ['x regex "(ab[a-z]+|cd)/?.*e"', 'x in {*ab*,*cd*} & x in {*e}', 'anything'],
    ['x regex "(ab[a-z]+|[a-z]+)e"', 'x in {*e}', 'anything'],
    ['x regex "a.*|b.*"', 'x in {a*,b*}', 'anything'],
    ['x regex ".*[0-9]{1,3}:[12]{2}.*"', 'x in {*:11*,*:12*,*:21*,*:22*}', 'anything'],
    [
      'x regex ".*:[0-9]{1,3}.*"',
      'x in {*:0*,*:1*,*:2*,*:3*,*:4*,*:5*,*:6*,*:7*,*:8*,*:9*}',
      'anything',
    ],
    ['x regex ".*"', 'x', 'anything'],
    ['startsWith(x, "a")', 'x in {a*}', 'x not in {a*}'],
    ['endsWith~(x, "A")', 'x~ in {*a}', 'x~ not in {*a}'],
    ['stringContains(x, "a")', 'x in {*a*}', 'x not in {*a*}'],
    ['startsWith(x, "")', 'x', 'not x'],
    ['stringContains(x, "")', 'nothing', 'anything'],
    ['x in (null)', 'nothing', 'nothing'],
    ['x == "1"', 'x in {1}', 'x not in {1}'],
    ['x == "1.0"', 'x in {1,1.0}', 'x not in {1.0}'],
    ['x == 4', 'x in {*.*,*E*,*e*,+*,-*,0*,4}', 'x not in {4}'],
    ['x == 9007199254740993', 'x', 'x not in {9007199254740992}'],
    ['x > 4', 'x', 'anything'],
    ['length(x) > 4', 'x', 'anything'],
    ['concat(x, "a") == null', 'anything', 'x'],
    ['concat(x, y) == "a"', 'anything', 'anything'],
    [
      'cidrMatch(x, "10.0.0.0/8", "::1")',
      'x in {*:*} | x in [10.0.0.0-10.255.255.255]',
      'x not in [10.0.0.0-10.255.255.255]',
    ],
    ['cidrMatch(x, "::1")', 'x in {*:*}', 'anything'],
  ])('%s', (condition, screen, negated) => {
    expect(printScreen(screenOf(condition))).toBe(screen);
    expect(printScreen(screenOf(`not (${condition})`))).toBe(negated);
  });

  test.each<[condition: string, type: FieldTypes[string], screen: string, negated: string]>([
    ['x == "10.0.0.1"', 'ip', 'x', 'x not in {10.0.0.1}'],
    ['x == "2017-01-01"', 'date', 'x', 'anything'],
    ['x == "4"', 'long', 'x in {*.*,*E*,*e*,+*,-*,0*,4}', 'x not in {4}'],
    ['x == 4', 'keyword', 'x in {4}', 'x not in {4}'],
    ['x == "1.2"', 'version', 'x in {1.2}', 'x not in {1.2}'],
  ])('%s on %s', (condition, type, screen, negated) => {
    expect(printScreen(screenOf(condition, { x: type }))).toBe(screen);
    expect(printScreen(screenOf(`not (${condition})`, { x: type }))).toBe(negated);
  });
});

describe('the screen of conditions put together', () => {
  test.each<[condition: string, screen: string]>([
    ['x == "a" and y == "b"', 'x in {a} & y in {b}'],
    ['x == "a" or y == "b"', 'x in {a} | y in {b}'],
    ['not (x == "a" and y == "b")', 'x not in {a} | y not in {b}'],
    ['not (x == "a" or y == "b")', 'x not in {a} & y not in {b}'],
    ['x == "a" or x == "b"', 'x in {a,b}'],
    ['x == "a" or x : "b" or x like "c*"', 'x in {a,c*} | x~ in {b}'],
    ['x == "a" and x == "b"', 'x in {a} & x in {b}'],
    ['x != "a" and x != "b"', 'x not in {a,b}'],
    ['x != "a" or x != "b"', 'x not in {a} | x not in {b}'],
    ['x != null and x == "a"', 'x in {a}'],
    ['x != null or x == "a"', 'x'],
    ['x == null and x != "a"', 'not x'],
    ['x == null or x != "a"', 'x not in {a}'],
    ['x == "a" and (y == "b" or z > 1)', 'x in {a} & (y in {b} | z)'],
    ['x == "a" and not z > 1', 'x in {a}'],
    ['x == "a" or not z > 1', 'anything'],
    ['x == "a" and (y == "b" and z == "c")', 'x in {a} & y in {b} & z in {c}'],
    ['x == "a" and stringContains(y, "")', 'nothing'],
    ['x == "a" or stringContains(y, "")', 'x in {a}'],
    ['x == "a" and true', 'x in {a}'],
    ['x == "a" or true', 'anything'],
    ['not not x == "a"', 'x in {a}'],
    [
      '(x == "a" and y == "b") or (x == "c" and not z == "d")',
      '(x in {a} & y in {b}) | (x in {c} & z not in {d})',
    ],
  ])('%s', (condition, screen) => {
    expect(printScreen(screenOf(condition))).toBe(screen);
  });

  test('is one set for a very long chain of `or`', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `v${index}`);
    const condition = values.map((value) => `x == "${value}"`).join(' or ');
    expect(printScreen(screenOf(condition))).toBe(`x in {${values.sort().join()}}`);
  });
});

describe('soundness', () => {
  test('a condition is true of no event that its screen rules out', () => {
    let [matched, ruledOut] = [0, 0];
    fc.assert(
      fc.property(
        condition,
        types,
        fc.array(document, { minLength: 5, maxLength: 15 }),
        (condition, declared, documents) => {
          const compiled = compileFor(condition, declared);
          const subquery = compiled?.query?.subqueries[0];
          fc.pre(compiled !== null && subquery !== undefined);
          const event = new DocumentEvent(compiled.fields);
          for (const document of documents) {
            event.reset(document);
            const isPossible = holds(subquery.screen, event);
            const isMatch = subquery.matches(event);
            if (isMatch) matched += 1;
            if (!isPossible) ruledOut += 1;
            if (isPossible || !isMatch) continue;
            expect([condition, declared, document, printScreen(subquery.screen)]).toBeNull();
          }
        },
      ),
      { numRuns: 5000 },
    );
    expect(matched).toBeGreaterThan(5000);
    expect(ruledOut).toBeGreaterThan(5000);
  });
});

describe('negation', () => {
  test('not is the complement of every condition without null constants', () => {
    fc.assert(
      fc.property(
        condition,
        fc.array(document, { minLength: 5, maxLength: 10 }),
        (condition, documents) => {
          fc.pre(!condition.includes('null'));
          const plain = compileFor(condition, {});
          const negated = compileFor(`not (${condition})`, {});
          const a = plain?.query?.subqueries[0];
          const b = negated?.query?.subqueries[0];
          fc.pre(plain !== null && negated !== null && a !== undefined && b !== undefined);
          const events = [
            new DocumentEvent(plain.fields),
            new DocumentEvent(negated.fields),
          ] as const;
          for (const document of documents) {
            for (const event of events) event.reset(document);
            expect([condition, document, a.matches(events[0])]).toEqual([
              condition,
              document,
              !b.matches(events[1]),
            ]);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

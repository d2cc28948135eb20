import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildAlert, type Alert } from '../../src/alert/index.js';
import { FieldSet, NO_KEY, type JsonObject } from '../../src/event/index.js';
import type { RuleSuppression } from '../../src/rule/index.js';
import {
  prepareAllow,
  readAllowList,
  Repeats,
  Tuner,
  type TuningOptions,
} from '../../src/tuning/index.js';
import { eventAt, ruleWith } from '../support/alerts.js';

const RULE = ruleWith();
let number = 0;

/** An alert of one event; `seconds` after midnight. */
function alertOf(document: JsonObject, seconds = 0, rule = RULE): Alert {
  const time = new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
  number += 1;
  const event = eventAt(number, { '@timestamp': time, ...document });
  return buildAlert({ rule, events: [event], key: NO_KEY }, String(number).padStart(32, '0'));
}

/** By what each alert is suppressed; a dot where it is reported. */
function fates(options: TuningOptions, alerts: readonly Alert[], rule = RULE): string {
  const tuner = new Tuner(options);
  return alerts.map((alert) => tuner.take(alert, rule).suppressed?.by ?? '.').join(' ');
}

const host = (name: string, seconds = 0): Alert => alertOf({ host: { name } }, seconds);
const by = (changes: Partial<RuleSuppression> = {}): RuleSuppression => ({
  fields: ['host.name'],
  windowMs: null,
  missing: 'group',
  ...changes,
});

test('nothing suppresses anything by itself', () => {
  expect(fates({}, [host('a'), host('a')])).toBe('. .');
});

describe('repeats', () => {
  test('the first of each group stands for the others, from the second alert on', () => {
    const tuner = new Tuner({ repeats: by() });
    const taken = [host('a'), host('a'), host('b'), host('a')].map((alert) =>
      tuner.take(alert, RULE),
    );
    expect(taken.map(({ suppressed }) => suppressed?.alert ?? null)).toEqual([
      null,
      taken[0]!.id,
      null,
      taken[0]!.id,
    ]);
    expect(tuner.repeated).toEqual([
      {
        alert: taken[0]!.id,
        rule: { id: RULE.id, name: RULE.name },
        terms: [{ field: 'host.name', value: 'a' }],
        repeats: 2,
      },
    ]);
  });

  test('a window begins with its first alert, ends after its length and does not slide', () => {
    const alerts = [0, 6, 10, 11, 20].map((seconds) => host('a', seconds));
    expect(fates({ repeats: by({ windowMs: 10_000 }) }, alerts)).toBe('. repeat repeat . repeat');
  });

  test('an alert without the field: a value of its own, or none', () => {
    const alerts = [alertOf({}), alertOf({}), host('a')];
    expect(fates({ repeats: by() }, alerts)).toBe('. repeat .');
    expect(fates({ repeats: by({ missing: 'separate' }) }, alerts)).toBe('. . .');
  });

  test('a list of values counts as a whole', () => {
    const ips = (...ip: readonly string[]): Alert => alertOf({ host: { ip: [...ip] } });
    const alerts = [ips('1', '2'), ips('2', '1'), ips('1')];
    expect(fates({ repeats: by({ fields: ['host.ip'] }) }, alerts)).toBe('. repeat .');
  });

  test('of a sequence, what its events share counts', () => {
    const pair = (...ips: readonly (readonly string[])[]): Alert =>
      buildAlert(
        { rule: RULE, events: ips.map((ip) => eventAt(1, { host: { ip } })), key: NO_KEY },
        String((number += 1)).padStart(32, '0'),
      );
    const tuner = new Tuner({ repeats: by({ fields: ['host.ip'] }) });
    const taken = [pair(['1', '2'], ['2', '1', '3']), pair(['1'], ['2'])].map((alert) =>
      tuner.take(alert, RULE),
    );
    expect(taken.map(({ grouped_by }) => grouped_by)).toEqual([
      [{ field: 'host.ip', value: ['1', '2'] }],
      [{ field: 'host.ip', value: null }],
    ]);
  });

  test('a number is not its text, a list not its items joined', () => {
    const port = (value: string | number): Alert => alertOf({ destination: { port: value } });
    const options = { repeats: by({ fields: ['destination.port'] }) };
    expect(fates(options, [port(1), port('1'), port(1)])).toBe('. . repeat');
    const ips = (...ip: readonly string[]): Alert => alertOf({ host: { ip } });
    expect(fates({ repeats: by({ fields: ['host.ip'] }) }, [ips('a', 'b'), ips('a, b')])).toBe(
      '. .',
    );
  });

  test('an alert over a limit stands for no others', () => {
    const alerts = [host('a'), host('b'), host('b'), host('a')];
    expect(fates({ repeats: by(), max: 1 }, alerts)).toBe('. limit limit repeat');
  });

  test('rules are apart, and each may ask for its own', () => {
    const other = ruleWith({ id: 'other', suppression: by() });
    const tuner = new Tuner({ repeats: 'rule' });
    const taken = [RULE, RULE, other, other].map(
      (rule) => tuner.take(alertOf({ host: { name: 'a' } }, 0, rule), rule).suppressed?.by ?? '.',
    );
    expect(taken).toEqual(['.', '.', '.', 'repeat']);
  });

  test('of more groups than are held, the one not seen for longest is forgotten', () => {
    const repeats = new Repeats(2);
    const taken = ['a', 'b', 'a', 'c', 'b', 'b'].map((name) => {
      const standing = repeats.take(host(name), by());
      standing?.open();
      return standing?.first !== null;
    });
    expect(taken).toEqual([false, false, true, false, false, true]);
    expect(repeats.told().map((each) => each.repeats)).toEqual([1, 1]);
  });

  test('another tuner goes on with what one has saved: repeats and limits', () => {
    const alerts = ['a', 'b', 'a', 'c', 'b', 'd', 'a'].map((name) => host(name));
    const options: TuningOptions = { repeats: by(), maxPerRule: 3, max: 3 };
    const whole = fates(options, alerts);
    expect(whole).toBe('. . repeat . repeat limit repeat');
    for (let cut = 0; cut <= alerts.length; cut++) {
      const first = new Tuner(options);
      const fatesOf = (tuner: Tuner, part: readonly Alert[]): readonly string[] =>
        part.map((alert) => tuner.take(alert, RULE).suppressed?.by ?? '.');
      const before = fatesOf(first, alerts.slice(0, cut));
      const second = new Tuner(options);
      second.restore(structuredClone(first.save()));
      const after = fatesOf(second, alerts.slice(cut));
      expect([...before, ...after].join(' ')).toBe(whole);
      expect(second.repeated.reduce((sum, each) => sum + each.repeats, 0)).toBe(3);
    }
  });

  test('reported and suppressed alerts add up', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (names) => {
        const tuner = new Tuner({ repeats: by() });
        const reported = names.filter((name) => tuner.take(host(name), RULE).suppressed === null);
        const repeats = tuner.repeated.reduce((sum, each) => sum + each.repeats, 0);
        expect(reported).toEqual([...new Set(names)]);
        expect(reported.length + repeats).toBe(names.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('limits', () => {
  test('bound the alerts of a rule, and all', () => {
    const alerts = [host('a'), host('b'), host('c')];
    expect(fates({ max: 2 }, alerts)).toBe('. . limit');
    expect(fates({ maxPerRule: 1 }, alerts)).toBe('. limit limit');
    expect(fates({ maxPerRule: 'rule' }, alerts, ruleWith({ maxSignals: 2 }))).toBe('. . limit');
  });
});

test('alerts of building-block rules can be left out', () => {
  const rule = ruleWith({ buildingBlock: true });
  expect(fates({ hideBuildingBlocks: true }, [host('a')], rule)).toBe('building-block');
  expect(fates({ hideBuildingBlocks: true }, [host('a')])).toBe('.');
});

test('a known alert is not the first of several', () => {
  const [known, fresh] = [host('a'), host('a')];
  const options = { isKnown: (alert: Alert) => alert === known, repeats: by() };
  expect(fates(options, [known, fresh])).toBe('baseline .');
});

describe('an allow list', () => {
  const prepared = (text: string): ReturnType<typeof prepareAllow> => {
    const { entries } = readAllowList({ name: 'allow.toml', text }, 0);
    const context = { fields: new FieldSet(), categoryField: 'event.category' };
    return prepareAllow(entries ?? [], [RULE], context);
  };
  const entry = `[[allow]]\nwhen = 'host.name == "a"'\nreason = "why"\nowner = "ops"\n`;

  test('of scope alert suppresses alerts with such an event', () => {
    const { alerts } = prepared(`${entry}scope = "alert"\n`);
    const tuner = new Tuner({ allow: alerts });
    expect(tuner.take(host('b'), RULE).suppressed).toBeNull();
    expect(tuner.hasUsed(alerts[0]!.entry)).toBe(false);
    expect(tuner.take(host('a'), RULE).suppressed).toEqual({
      by: 'allow',
      reason: 'why',
      entry: 'allow.toml:1',
      owner: 'ops',
      alert: null,
    });
    expect(tuner.hasUsed(alerts[0]!.entry)).toBe(true);
  });

  test('names rules by id, name or glob, and is told of one that fits none', () => {
    expect(prepared(`${entry}rule = "Potential*"\n`).events[0]?.queries).toEqual(new Set([0]));
    const { events, diagnostics } = prepared(`${entry}rule = "Potental Reverse Shell"\n`);
    expect(events[0]?.queries).toEqual(new Set());
    expect(diagnostics).toMatchObject([
      { code: 'RS464', severity: 'warning', help: expect.stringContaining('Potential') },
    ]);
  });
});

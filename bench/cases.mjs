/**
 * The table: what is measured against what, and what the project holds itself to. A case is
 *
 *   name, against   what is measured, and what it is compared with ('' for a figure that stands alone)
 *   better, unit    'higher' or 'lower', and 'x' (a ratio), 'MB' or 'ms'
 *   floor, goal     the figure that must be reached, and the one that is aimed at; both may be absent
 *   missing         why it cannot be measured here, or undefined
 *   measure()       gives `{figures, runs, bytes}`: a figure of each run, the runs as measure.mjs gives them, and the size
 *                   of the input where a rate makes sense. Throws when a process fails or what it found is wrong.
 */
import * as commands from './commands.mjs';
import { existsSync } from 'node:fs';
import {
  attackLog,
  documentsOf,
  oneEvent,
  ordinaryLog,
  plainEvents,
  RECORDED_LOG,
  uniqueEvents,
  zippedEvents,
} from './data.mjs';
import { latencies } from './live.mjs';
import { runAlone, runInPairs, tellsMemory } from './measure.mjs';

const LOOP = 'the loop';
const START_UP_RUNS = 15;
const LIVE_ALERTS = 50;
const BIGGER = 10;
const BIG_RUNS = 3;

const five = commands.bundledRules;
const noJobs = commands.knowsJobs ? undefined : 'this build has no --jobs';

/** All cases on a file of `mb` megabytes, `runs` runs of each; `rules` a folder of many rules, `big` ten times the size, too. */
export function casesOf({ mb, runs, rules, big }) {
  const many = commands.manyRules(rules);
  const manyRules = {
    rules: many,
    name: many === undefined ? 'many rules' : `${many.count} rules`,
    missing: many === undefined ? 'no such set of rules here (--rules DIR names one)' : undefined,
  };
  return [
    ...ruleSets(mb, runs, manyRules),
    ...peers(mb, runs),
    ...inputs(mb, runs),
    ...rawLogs(mb, runs),
    ...memory(mb, runs, big),
    ...startUp(manyRules),
    ...limits(mb, runs),
  ];
}

function ruleSets(mb, runs, many) {
  const plain = () => plainEvents(mb);
  const sets = [
    { name: '5 rules, 1 thread', rules: five, jobs: 1, floor: 2.8, goal: 4 },
    { name: '5 rules, 2 workers', rules: five, jobs: 2, floor: 4, goal: 6, missing: noJobs },
    { ...many, name: `${many.name}, 1 thread`, jobs: 1, floor: 1, goal: 2 },
    {
      ...many,
      name: `${many.name}, 2 workers`,
      jobs: 2,
      floor: 1.6,
      goal: 3.2,
      missing: many.missing ?? noJobs,
    },
  ];
  const againstLoop = sets.map(({ rules, jobs, ...rest }) =>
    rate(mb, runs, {
      ...rest,
      against: LOOP,
      ours: () => commands.scan(plain(), rules, jobs),
      other: () => commands.loop(plain()),
    }),
  );
  const uniqueAgainstPlain = sets.map(({ name, rules, jobs, missing }) =>
    time(runs, {
      name: `${name}, half of the names unique`,
      against: 'the plain file',
      missing,
      floor: 1.3,
      goal: 1.1,
      ours: () => commands.scan(uniqueEvents(mb), rules, jobs),
      other: () => commands.scan(plain(), rules, jobs),
    }),
  );
  return [...againstLoop, ...uniqueAgainstPlain];
}

function peers(mb, runs) {
  return [
    rate(mb, runs, {
      name: '3 rules, 1 thread',
      against: 'python-eql, the same rules',
      missing: commands.lacksPackages('tomllib', 'eql'),
      floor: 9,
      goal: 20,
      ours: () => commands.scan(plainEvents(mb), commands.rulesWithoutSamples, 1),
      other: () => commands.pythonEql(plainEvents(mb)),
    }),
    rate(mb, runs, {
      name: '5 rules, 2 workers',
      against: 'DuckDB, one sequence, 2 threads',
      missing: noJobs ?? commands.lacksPackages('duckdb'),
      floor: 1.1,
      goal: 1.5,
      ours: () => commands.scan(plainEvents(mb), five, 2),
      other: () => commands.duckdbSequence(plainEvents(mb), 2),
    }),
  ];
}

function inputs(mb, runs) {
  return [
    time(runs, {
      name: 'gzip, 5 rules',
      against: 'zcat >/dev/null',
      missing: commands.lacksProgram('gzip') ?? commands.lacksProgram('zcat'),
      floor: 1.2,
      goal: 1,
      ours: () => commands.scan(zippedEvents(mb), five),
      other: () => commands.unzip(zippedEvents(mb)),
    }),
    rate(mb, runs, {
      name: 'stdin, fed by cat, 5 rules',
      against: LOOP,
      floor: 2,
      goal: 3,
      ours: () => commands.scanOfPipe(plainEvents(mb), five),
      other: () => commands.loop(plainEvents(mb)),
    }),
    {
      name: 'live pipe, event rule, each alert',
      against: '',
      better: 'lower',
      unit: 'ms',
      floor: 20,
      goal: 5,
      measure: async () => ({
        figures: await latencies(commands.scanLive(five), LIVE_ALERTS),
        runs: [],
      }),
    },
  ];
}

/** The same events as a raw audit log and as the documents that a shipper makes of it: bytes a second of one against those of the other. */
function rawLogs(mb, runs) {
  const logs = {
    'raw log of a host at work': { make: ordinaryLog, size: mb },
    'raw log of nothing but attacks': {
      make: attackLog,
      size: mb / 10,
      missing: existsSync(RECORDED_LOG) ? undefined : 'no recorded log here',
    },
  };
  return Object.entries(logs).map(([name, { make, size, missing }]) => ({
    name: `${name}, all bundled rules, 1 thread`,
    against: 'its events as NDJSON, bytes/s',
    better: 'higher',
    unit: 'x',
    floor: 0.5,
    goal: 1,
    missing,
    measure: () => {
      const log = make(size);
      const documents = documentsOf(log);
      const [ours, other] = [log, documents].map((form) => commands.scanForm(form, name));
      const pairs = runInPairs(ours, other, runs);
      const figures = pairs.map(
        (pair) => log.bytes / pair.ours.seconds / (documents.bytes / pair.other.seconds),
      );
      return { figures, runs: pairs, bytes: log.bytes };
    },
  }));
}

function memory(mb, runs, big) {
  const missing = noJobs ?? (tellsMemory ? undefined : 'peak memory needs GNU time in /usr/bin');
  const notBig = missing ?? (big ? undefined : 'only with --big');
  const scanOf = (size) => commands.scan(plainEvents(size), five, 2);
  const inBoth = once(() => runInPairs(scanOf(BIGGER * mb), scanOf(mb), Math.min(runs, BIG_RUNS)));
  const peak = (size, absent, measureRuns) => ({
    name: `peak memory, 5 rules, 2 workers, ${nameOf(size)}`,
    against: '',
    better: 'lower',
    unit: 'MB',
    floor: 250,
    goal: 150,
    missing: absent,
    measure: () => {
      const alone = measureRuns();
      return { figures: alone.map(({ peakMB }) => peakMB), runs: alone.map((ours) => ({ ours })) };
    },
  });
  return [
    peak(mb, missing, () => runAlone(scanOf(mb), runs)),
    peak(BIGGER * mb, notBig, () => inBoth().map(({ ours }) => ours)),
    {
      name: `peak memory, 5 rules, 2 workers, ${nameOf(BIGGER * mb)}`,
      against: nameOf(mb),
      better: 'lower',
      unit: 'x',
      floor: 1.1,
      missing: notBig,
      measure: () => ({
        figures: inBoth().map(({ ours, other }) => ours.peakMB / other.peakMB),
        runs: inBoth(),
      }),
    },
  ];
}

function startUp(many) {
  return [
    time(START_UP_RUNS, {
      name: '--version',
      against: 'node -e 0',
      floor: 1.3,
      ours: commands.version,
      other: commands.emptyNode,
    }),
    {
      name: `start to end, ${many.name}, one event`,
      against: '',
      better: 'lower',
      unit: 'ms',
      floor: 200,
      missing: many.missing,
      measure: () => {
        const alone = runAlone(commands.scanUnchecked(oneEvent(), many.rules), START_UP_RUNS);
        return {
          figures: alone.map(({ seconds }) => seconds * 1000),
          runs: alone.map((ours) => ({ ours })),
        };
      },
    },
  ];
}

/** No part of the scanner: what this machine can do at best. */
function limits(mb, runs) {
  const programs = {
    'wc -l': commands.countLines,
    'node reading blocks of 1 MiB': commands.readOnly,
  };
  return Object.entries(programs).map(([name, command]) =>
    rate(mb, runs, {
      name: `limit: ${name}`,
      against: LOOP,
      ours: () => command(plainEvents(mb)),
      other: () => commands.loop(plainEvents(mb)),
    }),
  );
}

/** A case of how many times the rate of `other` ours reaches; both give a command. */
function rate(mb, runs, { ours, other, ...rest }) {
  return {
    ...rest,
    better: 'higher',
    unit: 'x',
    measure: () => {
      const pairs = runInPairs(ours(), other(), runs);
      const figures = pairs.map((pair) => pair.other.seconds / pair.ours.seconds);
      return { figures, runs: pairs, bytes: plainEvents(mb).bytes };
    },
  };
}

/** A case of how many times the time of `other` ours takes; both give a command. */
function time(runs, { ours, other, ...rest }) {
  return {
    ...rest,
    better: 'lower',
    unit: 'x',
    measure: () => {
      const pairs = runInPairs(ours(), other(), runs);
      return { figures: pairs.map((pair) => pair.ours.seconds / pair.other.seconds), runs: pairs };
    },
  };
}

const nameOf = (mb) => (mb >= 1000 ? `${mb / 1000} GB` : `${mb} MB`);

function once(make) {
  let made;
  return () => (made ??= make());
}

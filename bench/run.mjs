/**
 * npm run bench: how fast, how big, how quick to start, each beside a bare loop or a peer, and whether it finds what was
 * planted. bench/README.md tells what is measured and how to read it.
 *
 *   --mb N       size of the file of events in units of 10^6 bytes (1000)
 *   --runs N     measured runs of each case (5)
 *   --only TEXT  only cases whose name, or that of the peer, contains TEXT
 *   --big        peak memory on ten times the size, too
 *   --quick      200 MB and 3 runs
 *   --rules DIR  a big set of rules of your own
 *   --no-write   leave RESULTS.md as it is; so do --only and --quick
 */
import { parseArgs } from 'node:util';
import { casesOf } from './cases.mjs';
import { cacheSize, generatorName, plainEvents } from './data.mjs';
import { lineOf, rowOf, unmeasuredRow, writeResults } from './report.mjs';

const { values } = parseArgs({
  options: {
    mb: { type: 'string' },
    runs: { type: 'string' },
    only: { type: 'string', default: '' },
    big: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rules: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
  },
});
const mb = Number(values.mb ?? (values.quick ? 200 : 1000));
const runs = Number(values.runs ?? (values.quick ? 3 : 5));
if (!(mb >= 1) || !(Number.isInteger(runs) && runs >= 1))
  throw new Error('--mb and --runs take numbers from 1 on');

const cases = casesOf({ mb, runs, rules: values.rules, big: values.big }).filter(
  ({ name, against }) => name.includes(values.only) || against.includes(values.only),
);
const events = plainEvents(mb);
console.log(
  `${events.events} events, ${(events.bytes / 1e6).toFixed(0)} MB, ${runs} runs, Node ${process.version}\n`,
);

const rows = [];
for (const each of cases) {
  rows.push(await measured(each));
  console.log(lineOf(rows.at(-1)));
}
console.log(`\nKept for the next time: ${cacheSize()}`);

if (!values['no-write'] && values.only === '' && !values.quick) {
  const typed = process.argv.slice(2).map((arg) => arg.replace(values.rules ?? /$^/, 'DIR'));
  const command = ['npm run bench', ...(typed.length > 0 ? ['--', ...typed] : [])].join(' ');
  await writeResults(rows, { events, generator: generatorName, command, runs });
  console.log('Written: bench/RESULTS.md');
}

/** The row of a case. One that fails does not keep the others from being measured, but fails the whole. */
async function measured(each) {
  if (each.missing !== undefined) return unmeasuredRow(each, `skipped: ${each.missing}`);
  try {
    return rowOf(each, await each.measure());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return unmeasuredRow(each, error.message.startsWith('WRONG') ? 'WRONG' : 'failed');
  }
}

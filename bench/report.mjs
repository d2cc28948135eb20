/** The table of results, on the terminal and in RESULTS.md, which names neither this machine nor a path on it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { spread } from './measure.mjs';

const RESULTS = fileURLToPath(new URL('RESULTS.md', import.meta.url));

const HEAD = ['case', 'against', 'measured', 'floor', 'goal', 'reached', 'n', 'ours', 'the other'];

/** A measured case as cells of the table; `measurement` is what its `measure()` gave. */
export function rowOf(measuredCase, { figures, runs, bytes }) {
  const { name, against, better, unit, floor, goal } = measuredCase;
  const { median, min, max } = spread(figures);
  const inUnit = (figure) => `${figure}${unit === 'x' ? '' : ' '}${unit}`;
  const show = (figure) => inUnit(figure.toFixed(digitsOf(figure)));
  const bound = (figure) =>
    figure === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${inUnit(figure)}`;
  const ours = runs.map((run) => run.ours);
  const others = runs.flatMap(({ other }) => other ?? []);
  return [
    name,
    against,
    `${show(median)} (${show(min)}-${show(max)})`,
    bound(floor),
    bound(goal),
    reached(measuredCase, median),
    String(figures.length),
    costOf(ours, bytes),
    costOf(others, bytes),
  ];
}

function reached({ better, floor, goal }, figure) {
  const reaches = (bound) => (better === 'higher' ? figure >= bound : figure <= bound);
  if (floor === undefined) return '';
  if (goal !== undefined && reaches(goal)) return 'goal';
  return reaches(floor) ? 'floor' : 'MISSED';
}

/** A case that was not measured, with the reason in the place of the figure. */
export function unmeasuredRow({ name, against }, reason) {
  return [name, against, reason, '', '', '', '', '', ''];
}

function costOf(runs, bytes) {
  if (runs.length === 0) return '';
  const seconds = spread(runs.map((run) => run.seconds)).median;
  const parts = [`${seconds.toFixed(3)} s`];
  if (bytes !== undefined) parts.push(`${(bytes / 1e6 / seconds).toFixed(0)} MB/s`);
  if (runs[0].peakMB !== undefined)
    parts.push(`${spread(runs.map((run) => run.peakMB)).median.toFixed(0)} MB`);
  return parts.join(', ');
}

function digitsOf(figure) {
  return figure >= 100 ? 0 : figure >= 10 ? 1 : 2;
}

/** One row as a line of text, for those who watch. */
export function lineOf([name, against, measured, floor, , reached]) {
  const bounds = [floor === '' ? '' : `floor ${floor}`, reached].filter((text) => text !== '');
  const versus = against === '' ? name : `${name} / ${against}`;
  return `${versus.padEnd(62)} ${measured.padEnd(26)} ${bounds.join(', ')}`.trimEnd();
}

/** Writes RESULTS.md: the conditions and `rows`. `events` is the file that was measured, `command` what was typed. */
export async function writeResults(rows, { events, generator, command, runs }) {
  const conditions = [
    `${cpus()[0].model.trim()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    `Node ${process.version}, ${process.platform} ${process.arch}`,
    `commit ${commit()}, ${new Date().toISOString().slice(0, 10)}`,
    `${events.events} events, ${(events.bytes / 1e6).toFixed(0)} MB, made by \`${generator}\`, in the page cache`,
    `\`${command}\`, ${runs} runs in pairs`,
  ];
  const table = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const text = `# Results

Written by \`npm run bench\`; [README.md](README.md) says what is measured and how to read it.

${conditions.map((line) => `- ${line}`).join('\n')}

Measured is the median over the runs, with the smallest and the largest. The last two columns are medians, too: wall time of the whole
process, rate, and peak resident memory.

${table.join('\n')}
`;
  const style = { ...(await resolveConfig(RESULTS)), parser: 'markdown' };
  writeFileSync(RESULTS, await format(text, style));
}

/** The commit that was measured, and whether anything differed from it. */
function commit() {
  const git = (...args) =>
    spawnSync('git', args, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)) });
  const { status, stdout } = git('rev-parse', '--short', 'HEAD');
  if (status !== 0) return 'unknown';
  const changes = git('status', '--porcelain', '--', '..', ':!RESULTS.md').stdout;
  return stdout.trim() + (changes === '' ? '' : ' with changes');
}

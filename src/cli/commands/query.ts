import type { Command } from 'commander';
import { FieldSet } from '../../event/index.js';
import { counted } from '../../report/index.js';
import { EventFilter, prepareQuery, scanInputs, type ScanResult } from '../../scan/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { addHelp } from '../help/index.js';
import { openInputs } from '../input-set.js';
import {
  addNarrowingOptions,
  hiddenEventsOf,
  leftNothing,
  narrowingOf,
  type NarrowingFlags,
} from '../narrowing.js';
import { documentOf } from '../match-document.js';
import {
  addCommonOptions,
  readSettingsOf,
  addCorrelationOptions,
  addFieldOptions,
  addInputOptions,
  eventFieldsOf,
  jobsOf,
  progressOption,
  countFor,
  STATS_HELP,
  type CommonFlags,
  type CorrelationFlags,
  type CostFlags,
  type FieldFlags,
  type InputFlags,
} from '../options.js';
import { curtailedIn, isIncomplete, NOTHING_READ, outcomeOf } from '../outcome.js';
import { Progress, type ProgressFlags } from '../progress.js';
import { renderCosts, statsOf } from '../run-cost.js';
import { digestOf, matcherOptionsOf, summaryOptionsOf } from '../run-summary.js';
import { hasErrors, isShown, reportDigest } from '../shown.js';
import { Interruption } from '../signals.js';
import { Teller } from '../teller.js';

interface QueryFlags
  extends
    CommonFlags,
    InputFlags,
    FieldFlags,
    CorrelationFlags,
    Pick<CostFlags, 'stats'>,
    ProgressFlags,
    NarrowingFlags {
  readonly size?: number;
}

const EXAMPLES = `
Examples:
  rshell-scan query 'process where process.name == "nc"' events.ndjson
  rshell-scan query 'network where destination.port > 1024 | tail 5' exports/
  zcat x.gz | rshell-scan query 'sequence by host.id [file where true]
                                 [network where true]' -
`;

/** `rshell-scan query 'EQL' [PATH…]`: an ad-hoc question, answered in NDJSON. */
export function registerQuery(program: Command, context: Context): void {
  const command = program
    .command('query')
    .summary('run one EQL query over events')
    .description(
      'Run one EQL query over events. Prints NDJSON: the events of an event query as they are, sequences and samples ' +
        'as {"join_keys": […], "events": […]}.',
    )
    .argument('<eql>', 'the query')
    .argument('[paths...]', 'event files, directories or globs; - is stdin');
  addHelp(command, EXAMPLES);
  addInputOptions(command);
  addNarrowingOptions(command);
  addFieldOptions(command);
  addCorrelationOptions(command);
  command
    .optionsGroup('Output:')
    .option('--size <n>', 'only the last n matches (samples: the first)', countFor('--size', 0))
    .option('--stats', STATS_HELP);
  addCommonOptions(command)
    .addOption(progressOption())
    .action(async (eql: string, paths: readonly string[], flags: QueryFlags) => {
      await runQuery(context, eql, paths, flags);
    });
}

async function runQuery(
  context: Context,
  eql: string,
  paths: readonly string[],
  flags: QueryFlags,
): Promise<void> {
  const started = performance.now();
  const fields = new FieldSet();
  const eventFields = eventFieldsOf(flags);
  const { scanQuery, diagnostics } = prepareQuery({ name: '<query>', text: eql }, fields, flags);
  const narrowing = narrowingOf(flags, fields, eventFields);
  await context.report(
    [...diagnostics, ...narrowing.diagnostics].filter(
      ({ severity }) => severity === 'error' || flags.quiet !== true,
    ),
    flags.color,
  );
  const loadMs = performance.now() - started;
  if (scanQuery === null || hasErrors(narrowing.diagnostics)) {
    context.exitWith(EXIT.usage);
    return;
  }
  const { inputs, diagnostics: inputProblems } = openInputs(paths, flags, context.streams);
  await context.report(inputProblems.filter(isShown(flags)), flags.color);
  await context.part();
  const interruption = new Interruption();
  const teller = new Teller(context, flags);
  const { kind } = scanQuery.compiled.plan;
  const filter = narrowing.exclusions.length === 0 ? null : new EventFilter(narrowing.exclusions);
  let matches = 0;
  let writeMs = 0;
  const progress = new Progress(context, flags, {
    inputs,
    found: () => counted(matches, 'match', 'matches'),
  });
  const result = await scanInputs(
    inputs,
    [scanQuery],
    fields,
    {
      gate: 'off',
      eventFields,
      reorderWindowMs: flags.reorderWindow,
      ...readSettingsOf(flags),
      jobs: jobsOf(flags),
      matcher: matcherOptionsOf(flags),
      searchOrder: true,
      ...(filter === null ? {} : { filter }),
      ...(flags.size === undefined ? {} : { size: flags.size }),
    },
    {
      match: async (found) => {
        matches += 1;
        const writing = performance.now();
        await context.out.write(`${JSON.stringify(documentOf(found, kind))}\n`);
        writeMs += performance.now() - writing;
      },
      problem: (diagnostic) => {
        teller.tellEarly(diagnostic);
      },
    },
    interruption.signal,
  );
  await teller.done();
  interruption.dispose();
  progress.stop();
  for (const input of inputs) input.close();

  const outcome = outcomeOf(result, inputProblems);
  const digest = digestOf(result);
  const why = interruption.exitCode === null ? outcome.diagnostics : [];
  const hidden = hiddenEventsOf(narrowing.exclusions, filter?.hidden ?? []);
  const admitted = filter?.admitted ?? 0;
  const empty = leftNothing(flags, { ...result.sighted, hidden, admitted });
  const shown = [...digest.shown, ...empty, ...why].filter((each) => !teller.hasTold(each));
  await reportDigest(context, flags, { ...digest, shown });
  context.exitWith(interruption.exitCode ?? outcome.exitCode);
  if (flags.strict === true && isIncomplete(result)) context.exitWith(EXIT.incomplete);
  if (flags.quiet === true) return;
  if (outcome.isUsable) {
    const times = { load: loadMs, write: writeMs, total: performance.now() - started };
    const costs = flags.stats === true ? { stats: statsOf(result, matches, times) } : {};
    const texts = renderCosts(costs, summaryOptionsOf(context, flags));
    await context.note([closingLine(matches, result), ...texts].join('\n'));
  } else if (interruption.exitCode !== null) await context.note(NOTHING_READ);
}

/** What was read and printed, and what may be missing: silence about the latter would look like certainty. */
function closingLine(
  matches: number,
  { sighted, inputs, late, stats, partial }: ScanResult,
): string {
  const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
  const pending = total(stats.map((each) => each.pending));
  const doubts = [
    [total(inputs.map(({ badLines }) => badLines)), 'bad line'],
    [curtailedIn({ inputs }), 'event not tried in full', 'events not tried in full'],
    [late, 'late event'],
    [pending, 'pending match', 'pending matches'],
    [
      total(stats.map(({ dropped }) => dropped)),
      'unfinished match given up',
      'unfinished matches given up',
    ],
  ] as const;
  const found = `${counted(matches, 'match', 'matches')} in ${counted(sighted.events, 'event')}`;
  const said = doubts.flatMap(([count, one, many]) =>
    count === 0 ? [] : [counted(count, one, many)],
  );
  const hint = pending === 0 ? '' : ' (--eof-closes-windows decides what is pending)';
  return `${partial ? 'interrupted: ' : ''}${[found, ...said].join(', ')}${hint}\n`;
}

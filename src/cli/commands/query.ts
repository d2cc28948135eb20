import type { Command } from 'commander';
import { FieldSet, type JsonObject, type Scalar } from '../../event/index.js';
import { renderFolded } from '../../report/index.js';
import { prepareQuery, scanInputs, type FoundMatch } from '../../scan/index.js';
import type { Context } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { openInputs } from '../input-set.js';
import {
  addCommonOptions,
  addCorrelationOptions,
  addFieldOptions,
  addInputOptions,
  eventFieldsOf,
  parseCount,
  type CommonFlags,
  type CorrelationFlags,
  type FieldFlags,
  type InputFlags,
} from '../options.js';
import { digestOf, matcherOptionsOf, nothingUsable } from '../run-summary.js';
import { Interruption } from '../signals.js';

interface QueryFlags extends CommonFlags, InputFlags, FieldFlags, CorrelationFlags {
  readonly size?: number;
}

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
  addInputOptions(command);
  addFieldOptions(command);
  addCorrelationOptions(command);
  command.option('--size <n>', 'only the last n matches (samples: the first)', parseCount);
  addCommonOptions(command).action(
    async (eql: string, paths: readonly string[], flags: QueryFlags) => {
      await runQuery(context, eql, paths, flags);
    },
  );
}

async function runQuery(
  context: Context,
  eql: string,
  paths: readonly string[],
  flags: QueryFlags,
): Promise<void> {
  const fields = new FieldSet();
  const eventFields = eventFieldsOf(flags);
  const { scanQuery, diagnostics } = prepareQuery({ name: '<query>', text: eql }, fields, flags);
  await context.report(
    diagnostics.filter(({ severity }) => severity === 'error' || flags.quiet !== true),
    flags.color,
  );
  if (scanQuery === null) {
    context.exitWith(EXIT.usage);
    return;
  }
  const { inputs, diagnostics: inputProblems } = openInputs(paths, flags, context.streams);
  await context.report(
    inputProblems.filter(({ severity }) => severity !== 'info' || flags.verbose === true),
    flags.color,
  );
  const interruption = new Interruption();
  const { kind } = scanQuery.compiled.plan;
  const result = await scanInputs(
    inputs,
    [scanQuery],
    fields,
    {
      gate: 'off',
      eventFields,
      reorderWindowMs: flags.reorderWindow,
      maxLineBytes: flags.maxLine,
      matcher: matcherOptionsOf(flags),
      searchOrder: true,
      ...(flags.size === undefined ? {} : { size: flags.size }),
    },
    { match: (found) => context.out.write(`${JSON.stringify(documentOf(found, kind))}\n`) },
    interruption.signal,
  );
  interruption.dispose();
  for (const input of inputs) input.close();

  const { shown, folded } = digestOf(result);
  if (flags.quiet !== true) {
    await context.report(shown, flags.color);
    await context.err.write(renderFolded(folded));
  }
  const bad = result.inputs.some(({ badLines }) => badLines > 0);
  if (flags.strict === true && (bad || result.late > 0)) context.exitWith(EXIT.incomplete);
  if (result.failed || inputProblems.some(({ severity }) => severity === 'error')) {
    context.exitWith(EXIT.failed);
  }
  const unusable = nothingUsable(result);
  if (interruption.exitCode !== null) context.exitWith(interruption.exitCode);
  else if (!result.failed && unusable !== null) throw unusable;
}

/** The shape in which Elasticsearch's EQL search gives sequences; an event of an event query stands alone. */
function documentOf(
  { key, events }: FoundMatch,
  kind: 'event' | 'sequence' | 'sample',
):
  | JsonObject
  | { readonly join_keys: readonly (Scalar | null)[]; readonly events: readonly unknown[] } {
  if (kind === 'event') return events[0]?.document ?? {};
  return {
    join_keys: key.values,
    events: events.map((event) => (event === null ? { missing: true } : event.document)),
  };
}

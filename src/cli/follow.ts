// `--follow`: inputs that grow, looked for now and then, and a scan that ends when it is told to.
import { FollowSet, isStream, messageOf, sha256, type Input, type InputFile } from '../io/index.js';
import { DiagnosticFolder, type DiagnosticDigest } from '../report/index.js';
import { LiveScan, type Revision, type ScanResult, type ScanSettings } from '../scan/index.js';
import { escapeControl, RshellError, type Code, type Diagnostic } from '../source/index.js';
import type { Context } from './context.js';
import { LiveState, type HeldAlerts } from './live-state.js';
import type { RunnableRule } from '../library/index.js';
import type { OutputChoice, Outputs } from './outputs.js';
import type { CommonFlags, InputFlags } from './options.js';
import type { Teller } from './teller.js';
import { usageError } from './usage-error.js';

/** Time between two looks for new files. */
const LOOK_MS = 1000;

/** Flags of live scans. */
export interface FollowFlags {
  readonly follow?: boolean;
  readonly fromEnd?: boolean;
  readonly state?: string;
}

/** Says that rules may have changed. */
const RELOAD = 'SIGHUP';

/** What says, as a warning, that input is lost. */
const LOSSES: ReadonlySet<Code> = new Set<Code>(['RS325', 'RS328', 'RS331']);

/** Formats that are lines one behind the other: what goes on later adds to them. */
const CONTINUED: ReadonlySet<string> = new Set(['text', 'ndjson', 'ecs', 'bulk', 'timesketch']);

/** What goes on beside a scan. */
export interface FollowControl {
  readonly signal: AbortSignal;
  readonly outputs: Outputs;
  readonly held: () => HeldAlerts;
  /** What to look for, anew; null where it stays as it was. */
  readonly reload: () => Promise<Revision | null>;
}

/** What is followed. */
export class Followed {
  readonly #set: FollowSet;
  readonly #context: Context;
  readonly #teller: Teller;
  /** Inputs that are there at the start. */
  readonly inputs: readonly Input[];
  /** What the run before has left, where one was asked for. */
  readonly state: LiveState | null;
  /** The same, as files. */
  readonly files: readonly InputFile[];
  /** What was told, for the report. */
  readonly #folder = new DiagnosticFolder();
  /** Losses of input that were told. */
  #losses = 0;
  #onReload: () => void = () => {
    this.#isReloadDue = true;
  };
  #isReloadDue = false;
  readonly #hup = (): void => {
    this.#onReload();
  };

  /** Throws a usage error where there is nothing to follow. */
  constructor(
    paths: readonly string[],
    flags: FollowFlags & InputFlags & CommonFlags,
    context: Context,
    teller: Teller,
  ) {
    if (paths.length === 0) {
      throw usageError(
        'RS404',
        'no input: name the files, or directories, that are written',
        'rshell-scan --follow /var/log/audit/audit.log; a pipe needs no --follow',
      );
    }
    this.#context = context;
    this.#teller = teller;
    // From now on it does not end the process.
    process.on(RELOAD, this.#hup);
    const stream = flags.state === undefined ? undefined : paths.find(isStream);
    if (stream !== undefined) {
      throw usageError(
        'RS402',
        `${stream === '-' ? 'standard input' : `${escapeControl(stream)}, a stream,`} cannot be gone back in: \`--state\` is for files`,
        `leave out \`${escapeControl(stream)}\`, or \`--state\``,
      );
    }
    this.state = flags.state === undefined ? null : new LiveState(flags.state);
    for (const diagnostic of this.state?.diagnostics ?? []) this.tell(diagnostic);
    this.#set = new FollowSet(paths, {
      recursive: flags.recursive,
      include: flags.include ?? [],
      exclude: flags.exclude ?? [],
      fromEnd: flags.fromEnd === true,
      positions: new Map(
        this.state?.scan?.inputs.map(({ name, position, bookmark: { line } }) => [
          name,
          { ...position, line },
        ]),
      ),
      tell: (diagnostic) => {
        this.tell(diagnostic);
      },
    });
    this.inputs = this.#set.look();
    this.files = this.inputs.map(({ name }) => ({ name, path: name === '<stdin>' ? null : name }));
  }

  /** How often some input was lost before it could be read. */
  get losses(): number {
    return this.#losses;
  }

  /** What was said of them while they were followed. */
  get told(): DiagnosticDigest {
    return this.#folder.digest;
  }

  /** Says at once what becomes of the inputs. */
  tell(diagnostic: Diagnostic): void {
    this.#folder.add(diagnostic);
    const { code, severity } = diagnostic;
    if (LOSSES.has(code) && severity !== 'info') this.#losses += 1;
    this.#teller.tell(diagnostic);
  }

  /** Scans until it is told to stop; looks for something else from a SIGHUP on. */
  async scan(
    revision: Revision,
    settings: ScanSettings,
    { signal, outputs, held, reload }: FollowControl,
  ): Promise<ScanResult> {
    const tell = (diagnostic: Diagnostic): void => {
      this.tell(diagnostic);
    };
    const checkpoint = this.state?.checkpoint(outputs, held, tell);
    const scan = new LiveScan(revision, settings, {
      isEndless: true,
      ...(checkpoint === undefined ? {} : { checkpoint }),
    });
    for (const input of this.inputs) scan.add(input);
    const timer = setInterval(() => {
      for (const input of this.#set.look()) scan.add(input);
    }, LOOK_MS);
    this.#onReload = () => {
      this.#teller.then(async () => {
        try {
          const revised = await reload();
          if (revised !== null) scan.revise(revised);
        } catch (error) {
          // Whatever it is: the run goes on as it was.
          if (error instanceof RshellError) tell(error.diagnostic);
          await this.#context.note(`rules not reloaded: ${messageOf(error)}\n`);
        }
      });
    };
    if (this.#isReloadDue) this.#onReload();
    try {
      return await scan.run(signal);
    } finally {
      clearInterval(timer);
      process.off(RELOAD, this.#hup);
      await this.#teller.done();
      this.state?.close();
    }
  }
}

/** Throws a usage error where flags do not go together. */
export function checkFollowFlags(
  { follow, fromEnd, state, hashInputs }: FollowFlags & { readonly hashInputs?: boolean },
  outputs: readonly OutputChoice[],
): void {
  if (follow !== true && (fromEnd === true || state !== undefined)) {
    const flag = state === undefined ? '--from-end' : '--state';
    throw usageError(
      'RS402',
      `\`${flag}\` is for a run that follows its input`,
      `rshell-scan --follow PATH ${flag}${state === undefined ? '' : ` ${state}`}`,
    );
  }
  if (follow === true && hashInputs === true) {
    throw usageError(
      'RS402',
      '`--hash-inputs` is for inputs with an end',
      'leave it out, or scan the files without `--follow`',
    );
  }
  const whole = outputs.find(({ format }) => !CONTINUED.has(format));
  if (state !== undefined && whole !== undefined) {
    throw usageError(
      'RS402',
      `${whole.format} is one document: a run that goes on later cannot add to it`,
      `with \`--state\` write ${[...CONTINUED].join(', ')}`,
    );
  }
}

/** By query: what its state depends on, so that another run takes it up only where nothing of that has changed. */
export function namesOf(
  runnable: readonly RunnableRule[],
  { gate, matcher, reorderWindowMs }: ScanSettings,
): readonly string[] {
  return runnable.map(({ rule, query: { eventFields } }) =>
    sha256(
      JSON.stringify([
        rule.id,
        rule.querySource.text,
        rule.index,
        eventFields,
        gate,
        matcher,
        reorderWindowMs,
      ]),
    ),
  );
}

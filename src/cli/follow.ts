// `--follow`: inputs that grow, looked for now and then, and a scan that ends when it is told to.
import { FollowSet, type Input, type InputFile } from '../io/index.js';
import { LiveScan, type Revision, type ScanResult, type ScanSettings } from '../scan/index.js';
import type { Diagnostic } from '../source/index.js';
import type { Context } from './context.js';
import type { CommonFlags, InputFlags } from './options.js';
import { isShown } from './shown.js';
import { usageError } from './usage-error.js';

/** Time between two looks for new files. */
const LOOK_MS = 1000;

/** Flags of live scans. */
export interface FollowFlags {
  readonly follow?: boolean;
  readonly fromEnd?: boolean;
}

/** What is followed. */
export class Followed {
  readonly #set: FollowSet;
  readonly #context: Context;
  readonly #flags: CommonFlags;
  /** Inputs that are there at the start. */
  readonly inputs: readonly Input[];
  /** The same, as files. */
  readonly files: readonly InputFile[];
  #told: Promise<void> = Promise.resolve();

  /** Throws a usage error where there is nothing to follow. */
  constructor(
    paths: readonly string[],
    flags: FollowFlags & InputFlags & CommonFlags,
    context: Context,
  ) {
    if (paths.length === 0) {
      throw usageError(
        'RS404',
        'no input: name the files, or directories, that are written',
        'rshell-scan --follow /var/log/audit/audit.log; a pipe needs no --follow',
      );
    }
    this.#context = context;
    this.#flags = flags;
    this.#set = new FollowSet(paths, {
      recursive: flags.recursive,
      include: flags.include ?? [],
      exclude: flags.exclude ?? [],
      fromEnd: flags.fromEnd === true,
      tell: (diagnostic) => {
        this.tell(diagnostic);
      },
    });
    this.inputs = this.#set.look();
    this.files = this.inputs.map(({ name }) => ({ name, path: name === '<stdin>' ? null : name }));
  }

  /** Says at once what becomes of the inputs. */
  tell(diagnostic: Diagnostic): void {
    if (!isShown(this.#flags)(diagnostic)) return;
    const { color } = this.#flags;
    // Who does not listen any more need not be told.
    this.#told = this.#told
      .then(() => this.#context.report([diagnostic], color))
      .catch(() => undefined);
  }

  /** Scans until `signal` is aborted. */
  async scan(revision: Revision, settings: ScanSettings, signal: AbortSignal): Promise<ScanResult> {
    const scan = new LiveScan(revision, settings, true);
    for (const input of this.inputs) scan.add(input);
    const timer = setInterval(() => {
      for (const input of this.#set.look()) scan.add(input);
    }, LOOK_MS);
    try {
      return await scan.run(signal);
    } finally {
      clearInterval(timer);
      await this.#told;
    }
  }
}

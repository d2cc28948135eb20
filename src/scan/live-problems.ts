// What is wrong with live inputs is told while they are read: nobody waits for the end of a run that has none.
import type { Diagnostic } from '../source/index.js';
import type { InputLog } from './input-log.js';
import { tellUnknownHosts } from './unknown-hosts.js';

/** Tells once of each problem that the logs of inputs keep, and once of what they only count. */
export class LiveProblems {
  readonly #told = new Set<Diagnostic>();
  readonly #forgetful = new Set<InputLog>();
  #isHostSaid = false;
  #isRevisionSaid = false;
  #isLossSaid = false;

  /** What is new since the last look, in the order of the inputs. `revised`, `dropped`: see {@link revisedAlerts} and {@link lostMatches}. */
  look(
    inputs: readonly { readonly input: { readonly name: string }; readonly log: InputLog }[],
    revised: number,
    dropped: number,
  ): readonly Diagnostic[] {
    return [
      ...inputs.flatMap(({ log }) => [...this.#kept(log), ...this.#forgets(log)]),
      ...this.#hosts(inputs),
      ...this.#revisions(revised),
      ...this.#losses(dropped),
    ];
  }

  /** Of an input that gave no event so far, one problem of each kind says enough: it may be something else. */
  #kept({ kept, hasEvents }: InputLog): readonly Diagnostic[] {
    const codes = new Set<string>();
    const news = kept.filter((diagnostic) => {
      const isFirst = !codes.has(diagnostic.code);
      codes.add(diagnostic.code);
      return (isFirst || hasEvents) && !this.#told.has(diagnostic);
    });
    for (const diagnostic of news) this.#told.add(diagnostic);
    return news;
  }

  #hosts(inputs: Parameters<typeof tellUnknownHosts>[0]): readonly Diagnostic[] {
    if (this.#isHostSaid) return [];
    const hosts = tellUnknownHosts(inputs);
    this.#isHostSaid = hosts.length > 0;
    return hosts;
  }

  #revisions(revised: number): readonly Diagnostic[] {
    if (this.#isRevisionSaid) return [];
    this.#isRevisionSaid = revised > 0;
    return revisedAlerts(revised);
  }

  #losses(dropped: number): readonly Diagnostic[] {
    if (this.#isLossSaid) return [];
    this.#isLossSaid = dropped > 0;
    return lostMatches(dropped);
  }

  #forgets(log: InputLog): readonly Diagnostic[] {
    const { forgets } = log;
    if (forgets === null || this.#forgetful.has(log)) return [];
    this.#forgetful.add(log);
    return [forgets];
  }
}

/** Says of how many alerts late events would have made others, or none. */
export function revisedAlerts(count: number): readonly Diagnostic[] {
  if (count === 0) return [];
  const alerts = count === 1 ? 'alert' : 'alerts';
  const message = `of ${count} ${alerts} late events would have made others, or none`;
  return [{ code: 'RS333', severity: 'warning', message }];
}

/** Says that unfinished matches were given up, where `dropped` of them were; the summary of a run has their number. */
export function lostMatches(dropped: number): readonly Diagnostic[] {
  if (dropped === 0) return [];
  return [
    {
      code: 'RS336',
      severity: 'warning',
      message:
        'a rule has more unfinished matches than it may hold: the oldest are given up, and alerts may be missing',
      help: '--max-in-flight says how many it may hold; over live input 20,000 if nothing else is said',
    },
  ];
}

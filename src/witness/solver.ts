/**
 * The search for values that reach a goal. Demands are taken one by one, each time the values so far will not do another
 * one is looked for; an `any` is decided when all else is known, first for an alternative that holds already. A dead end
 * tells which demands contradict each other, so that choices which have no part in it are not tried again.
 */
import type { Scalar, Value } from '../event/index.js';
import { demandsIn, type AnyOf, type Demand, type Goal } from './goal.js';
import type { Random } from './random.js';
import { typicalValues } from './typical.js';
import { findValue } from './value-search.js';
import { isMet, type Values, type Variable } from './variable.js';

/** What a search gave. */
export type Solution =
  | {
      readonly kind: 'solved';
      readonly values: Values;
      /** Everything that was asked of each variable on the way that was taken. */
      readonly demands: DemandsOf;
    }
  /** Proven that no values reach the goal: these demands, taken together, are why. */
  | { readonly kind: 'impossible'; readonly because: readonly Demand[] }
  /** Nothing was found, and nothing proven. `because`: what could not be met. */
  | { readonly kind: 'gave-up'; readonly because: readonly Demand[] };

export type DemandsOf = ReadonlyMap<string, readonly Demand[]>;

export interface SolveOptions {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly random: Random;
  /** Values to keep where they will do. */
  readonly preferred?: Values;
}

/** Most demands and choices that one search looks at. */
const MOST_STEPS = 20_000;

/** Looks for values that reach `goal`. */
export function solve(goal: Goal, options: SolveOptions): Solution {
  const search = new Search(options);
  return search.run(goal);
}

interface State {
  readonly values: Values;
  readonly demands: DemandsOf;
}

type Step = State | DeadEnd;

interface DeadEnd {
  readonly kind: 'impossible' | 'gave-up';
  readonly because: readonly Demand[];
}

class Search {
  readonly #options: SolveOptions;
  #steps = 0;

  constructor(options: SolveOptions) {
    this.#options = options;
  }

  run(goal: Goal): Solution {
    const start: State = { values: this.#options.preferred ?? new Map(), demands: new Map() };
    const end = this.#pursue([goal], [], start);
    return 'kind' in end ? end : { kind: 'solved', ...end };
  }

  /** Takes up all of `goals`, then decides the `choices` met on the way. */
  #pursue(goals: readonly Goal[], choices: readonly AnyOf[], from: State): Step {
    let state = from;
    const open = [...choices];
    for (const goal of goals.flatMap(conjuncts)) {
      if (goal.kind === 'any') {
        open.push(goal);
        continue;
      }
      const step = this.#take(goal, state);
      if ('kind' in step) return step;
      state = step;
    }
    return this.#decide(open, state);
  }

  #decide(choices: readonly AnyOf[], state: State): Step {
    const [choice, ...rest] = byFewest(choices);
    if (choice === undefined) return state;
    const ordered = choice.of.toSorted(
      (a, b) => Number(holdsNow(b, state.values)) - Number(holdsNow(a, state.values)),
    );
    const because = new Set<Demand>();
    let isProven = true;
    for (const alternative of ordered) {
      const step = this.#pursue([alternative], rest, state);
      if (!('kind' in step)) return step;
      isProven &&= step.kind === 'impossible';
      const own = new Set(demandsIn(alternative));
      // A contradiction that this choice has no part in will be there whatever is chosen.
      if (step.kind === 'impossible' && !step.because.some((demand) => own.has(demand)))
        return step;
      for (const demand of step.because) because.add(demand);
      if (this.#steps > MOST_STEPS) return { kind: 'gave-up', because: [...because] };
    }
    return { kind: isProven ? 'impossible' : 'gave-up', because: [...because] };
  }

  /** Adds a demand, with new values where those so far do not meet it. */
  #take(demand: Demand, { values, demands }: State): Step {
    this.#steps += 1;
    const grown = new Map(demands);
    for (const id of demand.variables) {
      const known = grown.get(id) ?? [];
      if (!known.includes(demand)) grown.set(id, [...known, demand]);
    }
    if (isMet(demand, values)) return { values, demands: grown };
    let failure: DeadEnd = { kind: 'gave-up', because: [demand] };
    if (demand.variables.length === 0) return { kind: 'impossible', because: [demand] };
    for (const id of new Set(demand.variables)) {
      const found = this.#revalue(id, grown, values);
      if ('kind' in found) failure = found;
      else return { values: found, demands: grown };
    }
    if (demand.variables.length < 2) return failure;
    return this.#jointly(demand, grown, values) ?? { kind: 'gave-up', because: [demand] };
  }

  /** The values with another one for variable `id`, which meets all its demands. */
  #revalue(id: string, demands: DemandsOf, values: Values): Values | DeadEnd {
    const variable = this.#options.variables.get(id);
    if (variable === undefined) return { kind: 'gave-up', because: demands.get(id) ?? [] };
    const asked = demands.get(id) ?? [];
    const partners = asked.flatMap(({ variables }) => (variables.length > 1 ? variables : []));
    const found = findValue({
      variable,
      demands: asked,
      values,
      preferred: [values.get(id), ...partners.map((other) => values.get(other))].filter(
        (value) => value !== undefined,
      ),
      random: this.#options.random,
    });
    switch (found.kind) {
      case 'value':
        return new Map(values).set(id, found.value);
      case 'contradiction':
        return { kind: 'impossible', because: found.demands };
      case 'none-found':
        return { kind: 'gave-up', because: asked };
    }
  }

  /** For a leaf of several fields: tries usual values of one with a search for another. */
  #jointly(demand: Demand, demands: DemandsOf, values: Values): State | null {
    for (const id of demand.variables) {
      const variable = this.#options.variables.get(id);
      if (variable === undefined) continue;
      const seeds: readonly Value[] = [
        ...constantsOf(demand),
        ...variable.paths.flatMap((path) => typicalValues(path, this.#options.random)),
      ];
      for (const seed of seeds) {
        const seeded = new Map(values).set(id, seed);
        const own = (demands.get(id) ?? []).filter(({ variables }) => variables.length === 1);
        if (!own.every((one) => isMet(one, seeded))) continue;
        if (isMet(demand, seeded)) return { values: seeded, demands };
        for (const other of demand.variables) {
          if (other === id) continue;
          const found = this.#revalue(other, demands, seeded);
          if (!('kind' in found)) return { values: found, demands };
        }
      }
    }
    return null;
  }
}

/** What all has to hold for `goal` to hold: alternatives and demands. */
function conjuncts(goal: Goal): readonly (Demand | AnyOf)[] {
  if (goal.kind === 'all') return goal.of.flatMap(conjuncts);
  return [goal];
}

/** The constants of a leaf that computes something, and what they are made of. */
function constantsOf({ leaf: { shape } }: Demand): readonly Value[] {
  return shape.kind === 'computed' ? [...shape.constants, ...piecesOf(shape.constants)] : [];
}

/** What stands on either side of one constant in another: `foo` and `3` in `concat(name, "-", count) == "foo-3"`. */
function* piecesOf(constants: readonly Scalar[]): Generator<string> {
  const texts = constants.filter((constant) => typeof constant === 'string');
  for (const text of texts) {
    for (const part of texts) {
      for (let at = text.indexOf(part); part !== '' && at !== -1; at = text.indexOf(part, at + 1)) {
        yield* [text.slice(0, at), text.slice(at + part.length)];
      }
    }
  }
}

function byFewest(choices: readonly AnyOf[]): readonly AnyOf[] {
  return choices.toSorted((a, b) => a.of.length - b.of.length);
}

/** Whether values so far reach `goal`. */
export function holdsNow(goal: Goal, values: Values): boolean {
  switch (goal.kind) {
    case 'all':
      return goal.of.every((item) => holdsNow(item, values));
    case 'any':
      return goal.of.some((item) => holdsNow(item, values));
    case 'demand':
      return isMet(goal, values);
  }
}

// Values that a shell may offer for an option or an argument which takes others, too, so that commander does not check them.
import type { Argument, Option } from 'commander';

export interface Offer {
  /** Asked for when completion is written, and at no other time. */
  readonly values: () => readonly string[];
  /** Whether several may stand in one word, with commas between. */
  readonly isList: boolean;
}

const offers = new WeakMap<Option | Argument, Offer>();

/** `target`, with values to offer for it. */
export function offering<Target extends Option | Argument>(
  target: Target,
  values: Offer['values'],
  { isList = false }: Partial<Offer> = {},
): Target {
  offers.set(target, { values, isList });
  return target;
}

/** What is offered for it; its own choices where nothing else was said. */
export function offerOf(target: Option | Argument): Offer {
  return offers.get(target) ?? { values: () => target.argChoices ?? [], isList: false };
}

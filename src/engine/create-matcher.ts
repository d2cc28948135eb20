import type { Pipe, Plan } from '../eql/index.js';
import { EventMatcher } from './event.js';
import type { Matcher, MatcherOptions } from './matcher.js';
import { compareMatches } from './order.js';
import { PipedMatcher } from './pipes.js';
import { SampleMatcher } from './sample.js';
import { SequenceMatcher } from './sequence.js';

/** A matcher for one query in one run. There is no other way to make one. */
export function createMatcher(plan: Plan, options: MatcherOptions = {}): Matcher {
  switch (plan.kind) {
    case 'event':
      return withPipes(plan, plan.pipes, new EventMatcher());
    case 'sequence':
      return withPipes(plan, plan.pipes, new SequenceMatcher(plan, options));
    case 'sample':
      return new SampleMatcher(plan.size, options);
  }
}

function withPipes(plan: Plan, [first, ...rest]: readonly Pipe[], matcher: Matcher): Matcher {
  if (first === undefined) return matcher;
  return new PipedMatcher(matcher, first, rest, compareMatches(plan));
}

export { createMatcher } from './create-matcher.js';
export { compareMatches } from './order.js';
export type {
  AttemptEnd,
  Candidate,
  Match,
  Matcher,
  MatcherOptions,
  MatcherState,
  MatcherStats,
  MatcherStep,
} from './matcher.js';

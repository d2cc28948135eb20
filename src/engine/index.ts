export { createMatcher } from './create-matcher.js';
export { compareMatches } from './order.js';
export type { Candidate, Match, Matcher, MatcherOptions, MatcherStats } from './matcher.js';

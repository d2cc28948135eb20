/** Queries of every kind of test and of plan, compiled together. */
import { compileQueries } from './kernel.js';
import { QUERY_TEXTS, queryFieldType } from './query-texts.js';

export const QUERIES = compileQueries(QUERY_TEXTS, queryFieldType);

// The library: what `import 'rshell-scan'` gives.
export type { FieldType, Json, JsonObject, Scalar } from './event/index.js';
export {
  compileQuery,
  type CompiledText,
  type QueryOptions,
  type SearchableQuery,
  type SearchMatch,
  type SearchOptions,
} from './scan/index.js';

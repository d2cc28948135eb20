export { cover, type Span } from './span.js';
export { locate, type Embedding, type Location, type Source } from './source.js';
export {
  invariant,
  placeOf,
  RshellError,
  type Code,
  type Diagnostic,
  type Edit,
  type InputPlace,
  type Label,
  type Severity,
} from './diagnostic.js';
export { renderDiagnostic, type Painter, PLAIN } from './render.js';
export { escapeControl, escapeHidden, escapeJson } from './escape.js';
export { suggest, suggestPath } from './suggest.js';

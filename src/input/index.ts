export { INPUT_CODES, type InputCode } from './codes.js';
export {
  DocumentReader,
  type DocumentHandler,
  type InputFormat,
  type ReaderOptions,
} from './document-reader.js';
export { DocumentPlace, type BulkAction } from './place.js';
export { InputProblem } from './problem.js';
export { documentsOfText, type FoundDocument } from './unwrap.js';
export { describeUnknownShape, type UnknownShape } from './shape.js';

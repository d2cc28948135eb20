export { AuditMemory, type AuditOptions } from './audit-assembler.js';
export { INPUT_CODES, type InputCode } from './codes.js';
export { DocumentReader, type DocumentHandler } from './document-reader.js';
export type { InputFormat, ReaderOptions } from './reader-options.js';
export type { LineScreen } from './line-screen.js';
export { DocumentPlace, type BulkAction } from './place.js';
export { InputProblem } from './problem.js';
export { documentsOfText, recordedOfText, type FoundDocument } from './unwrap.js';
export { describeUnknownShape, type UnknownShape } from './shape.js';

export { IO_CODES, type IoCode } from './codes.js';
export { fileIdentity } from './file-identity.js';
export { findInputs, type FindOptions, type FoundInputs, type InputFile } from './find-inputs.js';
export { openInput, type Input } from './input.js';
export type { Compression } from './compression.js';
export { readTextFiles, type TextFileOptions, type TextFiles } from './text-files.js';
export { openOutput, type Output } from './output.js';
export { sha256 } from './hash.js';
export { bundledDirectory } from './bundled.js';

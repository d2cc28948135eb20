export { ioError, messageOf } from './system-error.js';
export { IO_CODES, type IoCode } from './codes.js';
export { fileIdentity } from './file-identity.js';
export { findInputs, type FindOptions, type FoundInputs, type InputFile } from './find-inputs.js';
export { followInput, type FollowOptions } from './follow-input.js';
export { FollowSet, isStream, type FollowSetOptions } from './follow-set.js';
export type { FilePosition, Input, OpenOptions, Origin } from './input.js';
export { openInput } from './open-input.js';
export type { Compression } from './compression.js';
export {
  readTextFiles,
  RULE_FILES,
  RULE_TEST_EXTENSION,
  type TextFileOptions,
  type TextFiles,
} from './text-files.js';
export { besidePath } from './beside-path.js';
export { bytesInput } from './bytes-input.js';
export { takeLock, type Lock } from './lock-file.js';
export { createFile, openOutput, standardOutput, type Output } from './output.js';
export { replaceTextFile } from './replace-file.js';
export { readLines, readStateFile, writeStateFile } from './state-file.js';
export { TempFile } from './temp-file.js';
export { sha256 } from './hash.js';
export { bundledDirectory, readBundledFile } from './bundled.js';
export { compareNames, logOf } from './log-names.js';

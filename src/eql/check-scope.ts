import type { FieldType } from '../event/index.js';
import type { FieldNode } from './ast.js';
import type { Problems } from './problems.js';

/** What checking an expression needs beside it. */
export interface CheckScope {
  readonly problems: Problems;
  readonly fieldType: (path: string) => FieldType | undefined;
  /** Told of every field in the order of the text. */
  readonly onField: (field: FieldNode) => void;
}

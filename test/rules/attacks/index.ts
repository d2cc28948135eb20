// Reverse and bind shells, each as the processes and calls that it makes. Hosts and ports are from ranges for documentation.
import type { Attack } from './attack.js';
import { CODE } from './code.js';
import { PIPES, REDIRECTIONS } from './shells.js';
import { ENCODED, PROGRAMS, TOOLS } from './tools.js';

/** Some 100 attacks. */
export const ATTACKS: readonly Attack[] = [
  ...REDIRECTIONS,
  ...PIPES,
  ...TOOLS,
  ...CODE,
  ...PROGRAMS,
  ...ENCODED,
];

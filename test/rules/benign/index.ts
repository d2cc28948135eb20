// What administrators, services and build agents do all day that looks a little like a reverse shell.
import type { Benign } from './benign.js';
import { AUTOMATION, LOGINS, SOFTWARE } from './people.js';
import { COPIES, ONE_LINERS, SERVICES } from './services.js';

/** More than 60 of them. */
export const BENIGN: readonly Benign[] = [
  ...LOGINS,
  ...SOFTWARE,
  ...AUTOMATION,
  ...COPIES,
  ...SERVICES,
  ...ONE_LINERS,
];

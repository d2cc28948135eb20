// What ordinary work of the tables is.
import type { AuditHost } from '../audit-host.js';

export interface Benign {
  readonly name: string;
  readonly play: (host: AuditHost) => void;
}

export const SERVER = '198.51.100.20';

export function benign(name: string, play: Benign['play']): Benign {
  return { name, play };
}

import { alertBytes } from './json-text.js';
import type { Reporter } from './reporter.js';

/**
 * One alert a line and nothing else, `\n` on every system. The ndjson package's writer is not used: it is a stream,
 * and an alert must be out before the next one is decided. Tests read what this writes with that package.
 */
export function ndjsonReport(): Reporter<Buffer> {
  return {
    alert: (alert) => alertBytes(alert, '', '\n'),
    end: () => '',
  };
}

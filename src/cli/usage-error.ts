import { RshellError } from '../source/index.js';

/** Diagnostics of usage and configuration. */
export const CLI_CODES = {
  RS401: 'no such rule',
  RS402: 'wrong option value',
  RS403: 'no rules to run',
  RS404: 'no input',
  RS405: 'no events in the input',
  RS406: 'output would overwrite input',
  RS407: 'wrong command line',
} as const;

export type CliCode = keyof typeof CLI_CODES;

/** A mistake in the command line, or one that only the command line can mend: ends the run with exit code 2. */
export function usageError(
  code: CliCode,
  message: string,
  help: string,
  notes: readonly string[] = [],
): RshellError {
  return new RshellError({ code, severity: 'error', message, help, notes });
}

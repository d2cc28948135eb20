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
  RS413: 'nothing is left to look at',
  RS430: 'no such event',
  RS431: 'several rules fit',
  RS432: 'no such alert',

  RS470: 'unknown key of a configuration',
  RS471: 'wrong value in a configuration',
  RS472: 'configuration of another user',
  RS473: 'no such configuration',
  RS450: 'unknown command of the shell',
  RS451: 'wrong argument of a command of the shell',
  RS452: 'file is there already',
  RS453: 'not all events are held',
  RS454: 'shell with events on standard input',
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

// Colour is decided per stream, by us: chalk ignores NO_COLOR (ADR 005).
import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import type { Streams } from './streams.js';

/** What `--color` was set to. */
export type ColorMode = 'auto' | 'always' | 'never';

/** A chalk for `stream`: `--color` first, then NO_COLOR, FORCE_COLOR / CLICOLOR_FORCE, then whether it is a terminal. */
export function chalkFor(
  stream: NodeJS.WriteStream,
  env: Streams['env'],
  mode: ColorMode,
): ChalkInstance {
  return new Chalk({ level: levelOf(stream, env, mode) });
}

function levelOf(
  stream: NodeJS.WriteStream,
  env: Streams['env'],
  mode: ColorMode,
): ColorSupportLevel {
  if (mode === 'never') return 0;
  if (mode === 'always') return 1;
  if ((env['NO_COLOR'] ?? '') !== '') return 0;
  const forced = env['FORCE_COLOR'];
  if (forced === '0' || forced === 'false') return 0;
  if (forced !== undefined || !['', '0'].includes(env['CLICOLOR_FORCE'] ?? '')) return 1;
  return stream.isTTY && env['TERM'] !== 'dumb' ? 1 : 0;
}

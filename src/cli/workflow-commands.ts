// What a runner of GitHub Actions takes for commands in lines of a log. Text from events stands in ours.
import type { Streams } from './streams.js';

/** Makes text for people harmless where a runner reads along: `::error::` at the start of a line, `##[add-mask]` anywhere in it. */
export function forRunner(env: Streams['env'], text: string): string {
  if (env['GITHUB_ACTIONS'] !== 'true') return text;
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replaceAll('##[', '#\\x23[');
}

import { suggest } from '../source/index.js';
import type { PipeNode } from './ast.js';
import type { Problems } from './problems.js';
import type { Pipe } from './query.js';

/** Pipes of python-eql that Elasticsearch knows and refuses. */
const UNSUPPORTED: readonly string[] = ['count', 'filter', 'sort', 'unique', 'unique_count'];

/** Gives the pipes that are all right: `head` and `tail` with one whole number. Source: spec §11. */
export function checkPipes(pipes: readonly PipeNode[], problems: Problems): readonly Pipe[] {
  return pipes.flatMap((pipe) => checkPipe(pipe, problems) ?? []);
}

function checkPipe({ name, nameSpan, span, args }: PipeNode, problems: Problems): Pipe | null {
  if (name !== 'head' && name !== 'tail') {
    if (UNSUPPORTED.includes(name)) {
      problems.error('RS261', nameSpan, `pipe \`${name}\` is not supported`, {
        help: 'Elasticsearch has `head` and `tail` only',
      });
      return null;
    }
    const near = suggest(name, ['head', 'tail', ...UNSUPPORTED]);
    problems.error('RS262', nameSpan, `unknown pipe \`${name}\``, {
      help: near === undefined ? 'there are `head` and `tail`' : `did you mean \`${near}\`?`,
    });
    return null;
  }
  const [count] = args;
  if (
    count?.kind === 'literal' &&
    typeof count.value === 'number' &&
    count.integer &&
    args.length === 1
  ) {
    return { kind: name, count: count.value };
  }
  problems.error(
    'RS260',
    count?.span ?? span,
    `pipe \`${name}\` expects one whole number, 0 or more`,
    {
      help: `write \`| ${name} 10\``,
    },
  );
  return null;
}

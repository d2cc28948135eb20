// Records that are made to take all memory, all time, or the stack.
import { describe, expect, test } from '@jest/globals';
import { documentsOf } from './events.js';

const MANY = 300_000;
const header = (type: string): string => `type=${type} msg=audit(1795234438.224:3008): `;

describe('a record made of', () => {
  test.each([
    ['messages in messages', header('USER_CMD') + 'msg='.repeat(MANY)],
    ['open quotes', header('USER_CMD') + `a="b='`.repeat(MANY)],
    ['denials without end', header('AVC') + 'avc: denied { '.repeat(MANY)],
    ['capital letters', `${header('SYSCALL')}\x1d${'A'.repeat(MANY)}`],
    ['slashes', `type=SYSCALL msg=audit(${'/'.repeat(MANY)}`],
    [
      'pieces far apart',
      header('EXECVE') + Array.from({ length: 2000 }, (_, n) => `a${n}[999999]=41`).join(' '),
    ],
    ['capabilities', header('BPRM_FCAPS') + 'cap_='.repeat(MANY)],
    ['blanks', header('AVC') + 'avc:' + ' '.repeat(MANY)],
  ])('%s', (_name, record) => {
    // Minutes, or a stack that is full, where anything grows with more than the length.
    expect(documentsOf(record).length).toBeLessThan(2);
  });

  test('pieces in any order, joined by number', () => {
    const [document] = documentsOf(
      `${header('SYSCALL')}syscall=59 arch=c000003e\n${header('EXECVE')}argc=1 a0[1]=4344 a0[0]=4142`,
    );
    expect(document).toMatchObject({ process: { args: ['ABCD'] } });
  });
});

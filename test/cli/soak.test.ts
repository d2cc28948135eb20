// A raw log that is written and rotated in every way while it is followed: each event is told once, by its serial.
import { once } from 'node:events';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { withFiles } from '../io/files.js';
import { execRecords, rotate, type Rotation } from '../support/audit-log.js';
import { ndjsonSoFar, startCli } from '../support/cli.js';

jest.setTimeout(120_000);

const RULE = `[rule]
name = "e"
rule_id = "e"
type = "eql"
language = "eql"
severity = "low"
risk_score = 1
description = "d"
query = 'process where event.type == "start"'
`;
const WAYS: readonly Rotation[] = ['renamed', 'copied and cut', 'removed', 'renamed', 'renamed'];
const EVENTS = 800;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Serials of alerts, as they were given. */
function serialsOf(file: string): readonly number[] {
  return ndjsonSoFar(file).map(({ events }) => {
    const [event] = events as { document: { auditd: { sequence: number } } }[];
    return event!.document.auditd.sequence;
  });
}

describe('--follow under load', () => {
  test.each([
    ['one run', [], []],
    ['runs that are killed', ['--state', 'state'], ['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGKILL']],
  ] as const)('%s: every serial once', async (_, flags, signals) => {
    await withFiles({ 'rules/e.toml': RULE }, async (root) => {
      const log = path.join(root, 'log');
      const alerts = path.join(root, 'alerts');
      const args = ['--follow', 'log', '--no-bundled', '-r', 'rules', '--fail-on', 'never'];
      const start = (): { readonly end: (signal: NodeJS.Signals) => Promise<unknown> } => {
        const child = startCli([...args, ...flags, '-o', 'ndjson=alerts'], { cwd: root });
        const closed = once(child, 'close');
        child.stdout!.resume();
        child.stderr!.resume();
        return { end: (signal) => (child.kill(signal), closed) };
      };
      let run = start();
      // The log is made later.
      while (!existsSync(flags.length === 0 ? alerts : path.join(root, 'state'))) await sleep(20);
      let seen = 0;
      const until = async (serial: number): Promise<void> => {
        for (let wait = 0; wait < 1000; wait++) {
          if (serialsOf(alerts).length >= serial) return;
          await sleep(50);
        }
      };
      const part = Math.floor(EVENTS / (WAYS.length + signals.length + 1));
      let serial = 0;
      const write = async (): Promise<void> => {
        for (const last = serial + part; serial < last;) {
          serial += 1;
          const text = execRecords(serial).join('');
          // A look may fall into the middle of a line.
          const cut = (serial * 37) % text.length;
          appendFileSync(log, text.slice(0, cut));
          appendFileSync(log, text.slice(cut));
          if (serial % 8 === 0) await sleep(5);
        }
      };
      const steps = [...WAYS.map((way) => ({ way })), ...signals.map((signal) => ({ signal }))];
      // Rotation and kills in turn.
      steps.sort((a, b) => (steps.indexOf(a) % 4) - (steps.indexOf(b) % 4));
      for (const step of steps) {
        await write();
        if ('way' in step) {
          if (step.way === 'copied and cut') await until(seen + 1);
          // What no run has opened cannot be read when it is gone.
          if (step.way === 'removed') await until(serial);
          rotate(log, step.way);
          seen = serial;
        } else {
          await run.end(step.signal);
          run = start();
        }
      }
      await write();
      await until(serial);
      await sleep(700);
      await run.end('SIGTERM');
      const serials = [...serialsOf(alerts)].sort((a, b) => a - b);
      expect(serials).toEqual(Array.from({ length: serial }, (_unused, index) => index + 1));
    });
  });

  test('an event is told while nothing follows it, with and without a record that ends it', async () => {
    await withFiles({ 'rules/e.toml': RULE, log: '' }, async (root) => {
      const child = startCli(
        ['--follow', 'log', '--no-bundled', '-r', 'rules', '-o', 'ndjson=alerts', '-q'],
        { cwd: root },
      );
      const closed = once(child, 'close');
      const alerts = path.join(root, 'alerts');
      for (const [serial, records] of [
        [1, execRecords(1)],
        [2, execRecords(2).slice(0, 2)],
        [3, execRecords(3)],
      ] as const) {
        writeFileSync(path.join(root, 'log'), records.join(''), { flag: 'a' });
        while (!serialsOf(alerts).includes(serial)) await sleep(20);
      }
      child.kill('SIGTERM');
      await closed;
      expect(serialsOf(alerts)).toEqual([1, 2, 3]);
    });
  });
});

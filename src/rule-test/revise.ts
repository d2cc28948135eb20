// What `--update` writes: what cases that match say of their alerts. Whether a case matches is for its author to say.
import { reviseRuleTest } from '../rule/index.js';
import type { CaseResult, TestedFile } from './result.js';

/** A test file with counts and join keys as they were found. */
export interface RevisedTest {
  readonly path: string;
  readonly text: string;
  /** Cases that say something else now. */
  readonly cases: readonly CaseResult[];
}

/** The files that change. A case that expects a match and got none, or the other way round, is left alone. */
export function reviseTests(files: readonly TestedFile[]): readonly RevisedTest[] {
  return files.flatMap(({ source, cases }) => {
    const changed = cases.filter(isBehind);
    if (changed.length === 0) return [];
    const text = reviseRuleTest(
      source,
      changed.map(({ index, alerts, written }) => {
        const keys = alerts.map(({ joinKey }) => joinKey);
        const saysKeys = written.joinKeys !== null || keys.some(({ length }) => length > 0);
        return { index, alerts: alerts.length, joinKeys: saysKeys ? keys : null };
      }),
    );
    return [{ path: source.name, text, cases: changed }];
  });
}

/** Whether a case that matches says less or something else than what was found. */
function isBehind({ written, alerts, verdict, differences }: CaseResult): boolean {
  if (written.expect === 'no_match' || verdict === 'error' || alerts.length === 0) return false;
  const hasKeys = alerts.some(({ joinKey }) => joinKey.length > 0);
  const isSilent = written.alerts === null || (written.joinKeys === null && hasKeys);
  return isSilent || differences.length > 0;
}

// Commands about rules: which there are, and what one finds.
import { counted, renderChoices, SHORT_ID } from '../../report/index.js';
import { escapeControl, invariant } from '../../source/index.js';
import { findRule } from '../find-rule.js';
import type { Question, Session } from './session.js';

/** Lists the rules that can be run, or those whose name or id has `text` in it. */
export async function listRules(session: Session, text: string): Promise<void> {
  const { context, tableOptions } = session;
  const { runnable } = await session.rules();
  const wanted = text.toLowerCase();
  const rules = runnable
    .map(({ rule }) => rule)
    .filter(({ id, name }) => id.startsWith(wanted) || name.toLowerCase().includes(wanted));
  await context.part();
  const choices = rules.map(({ id, name, severity, query }) => ({
    name: `${id.slice(0, SHORT_ID)}  ${severity.padEnd(8)}  ${query.kind.padEnd(8)}  ${name}`,
  }));
  await context.out.write(
    renderChoices(choices, {
      ...tableOptions,
      rows: choices.length,
      widest: Number.POSITIVE_INFINITY,
    }),
  );
  await context.note(
    `${counted(rules.length, 'rule')}${text === '' ? '' : ` of ${runnable.length}`}\n`,
  );
}

/** Runs a rule over the events and shows what it finds. */
export async function runRule(
  session: Session,
  wanted: string,
  signal: AbortSignal,
): Promise<void> {
  await session.run(await questionOf(session, wanted), signal);
}

/** The query of the rule that a person means; tells which that is. */
export async function questionOf(session: Session, wanted: string): Promise<Question> {
  const { runnable } = await session.rules();
  const called = findRule(
    wanted.replace(/^"(.*)"$/s, '$1'),
    runnable.map(({ rule }) => rule),
  );
  const found = runnable.find(({ rule }) => rule === called);
  invariant(found !== undefined, 'a rule that is found can be run');
  const { rule, query: scanQuery } = found;
  const { context, palette, ruleFields: fields } = session;
  const severity = palette[rule.severity](rule.severity.toUpperCase());
  await context.note(`${severity}  ${escapeControl(rule.name)}\n`);
  const { query, querySource, index } = rule;
  return { query, querySource, index, scanQuery, fields };
}

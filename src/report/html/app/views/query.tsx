import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { MarkData, RuleData, StoryData } from '../../data.js';
import { clauseText, queryPieces } from '../model/query.js';
import { CopyButton, Section } from '../parts/basics.js';

/** The query with the clauses that held, and below it the values that they held for. */
export function Query({
  rule,
  story,
}: {
  readonly rule: RuleData;
  readonly story: StoryData;
}): JSX.Element {
  const marks = useMemo(() => story.marks.flat(), [story]);
  const pieces = useMemo(() => queryPieces(rule, marks), [rule, marks]);
  return (
    <Section
      title="Why"
      note="marked: what held"
      action={<CopyButton text={rule.rule.query} label="Copy query" />}
    >
      <pre class={`code query${marks.length > 0 ? ' is-marked' : ''}`}>
        {pieces.map(({ text, style, state, isDecisive }) => {
          const className = `q-${style}${state === null ? '' : ` q-${state}`}${isDecisive ? ' q-decisive' : ''}`;
          return state === 'held' ? (
            <mark class={className}>{text}</mark>
          ) : (
            <span class={className}>{text}</span>
          );
        })}
      </pre>
      {marks.length > 0 && (
        <details class="held">
          <summary>What held, event by event</summary>
          {story.marks.map(
            (ofEvent, index) =>
              ofEvent.length > 0 && (
                <table class="table">
                  {story.events.length > 1 && <caption>Event {index + 1}</caption>}
                  <thead>
                    <tr>
                      <th scope="col">Clause</th>
                      <th scope="col">Seen</th>
                    </tr>
                  </thead>
                  <tbody>
                    {ofEvent.map((mark) => (
                      <tr>
                        <td>
                          <code>{brief(clauseText(rule, mark.clause))}</code>
                        </td>
                        <td>
                          <Seen
                            mark={mark}
                            isNegated={rule.clauses[mark.clause]?.negated === true}
                          />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              ),
          )}
        </details>
      )}
    </Section>
  );
}

function Seen({
  mark: { field, values },
  isNegated,
}: {
  readonly mark: MarkData;
  readonly isNegated: boolean;
}): JSX.Element {
  if (values.length === 0) {
    return <span class="faint">{field === null ? 'holds' : 'no value'}</span>;
  }
  return (
    <>
      {isNegated && <span class="faint">only </span>}
      <code>{values.map((value) => String(value)).join(', ')}</code>
    </>
  );
}

const LONGEST_CLAUSE = 160;

function brief(clause: string): string {
  const text = clause.replace(/\s+/g, ' ');
  return text.length > LONGEST_CLAUSE ? `${text.slice(0, LONGEST_CLAUSE)}…` : text;
}

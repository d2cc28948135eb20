import type { JSX } from 'preact';
import type { AlertRule } from '../../../../alert/index.js';
import { webAddress } from '../model/markdown.js';
import { OutLink, Section } from '../parts/basics.js';
import { Markdown } from '../parts/markdown.js';

/** What the author of the rule says: what it finds, how to look into it, when it errs. */
export function Guidance({ rule }: { readonly rule: AlertRule }): JSX.Element {
  const { description, note, setup, false_positives: errs, references } = rule;
  const about = [
    ['id', rule.id],
    ['version', rule.version === null ? null : String(rule.version)],
    ['author', rule.author.join(', ')],
    ['license', rule.license],
    ['file', rule.file],
  ] as const;
  return (
    <>
      <Section title="Triage">
        {description !== '' && <Markdown text={description} />}
        {note === null ? (
          description === '' && <p class="faint">The rule gives no guidance.</p>
        ) : (
          <Markdown text={note} />
        )}
        {references.length > 0 && (
          <>
            <h4 class="minor">References</h4>
            <ul class="plain">
              {references.map((reference) => {
                const href = webAddress(reference);
                return (
                  <li>{href === null ? reference : <OutLink href={href}>{reference}</OutLink>}</li>
                );
              })}
            </ul>
          </>
        )}
      </Section>
      {errs.length > 0 && (
        <Section title="False positives">
          {errs.map((text) => (
            <Markdown text={text} />
          ))}
        </Section>
      )}
      <Section title="Rule">
        <dl class="facts">
          {about.map(
            ([name, value]) =>
              value !== null &&
              value !== '' && (
                <div class="fact">
                  <dt>{name}</dt>
                  <dd>
                    <code>{value}</code>
                  </dd>
                </div>
              ),
          )}
        </dl>
        {setup !== null && (
          <details class="held">
            <summary>Setup: what must be recorded</summary>
            <Markdown text={setup} />
          </details>
        )}
      </Section>
    </>
  );
}

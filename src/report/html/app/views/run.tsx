// The run: what was read, which rules ran, and what was not read, not understood or not run.
import type { ComponentChildren, JSX } from 'preact';
import { bytes, counted, duration, grouped } from '../model/words.js';
import type { DiagnosticData, RunData } from '../../data.js';
import type { RunSummary } from '../../../summary.js';
import { CopyButton } from '../parts/basics.js';
import type { ViewProps } from './context.js';

const REASONS: Readonly<Record<string, string>> = {
  'no-category': 'no event of the category',
  'no-index': 'no event of the index',
  'other-os': 'no event of the operating system',
  'field-absent': 'no event has the field',
};

export function RunView({ report }: ViewProps): JSX.Element {
  const { run, head } = report;
  if (run === null) {
    return (
      <main class="run">
        <p class="empty">
          The report was cut off while it was written: nothing is known of the end of the run.
        </p>
      </main>
    );
  }
  const { summary } = run;
  return (
    <main class="run">
      {summary === null ? (
        <p class="empty">These alerts were saved by an earlier run: what it read is not known.</p>
      ) : (
        <Figures summary={summary} />
      )}
      {run.command !== null && (
        <div class="run-command">
          <code>{run.command}</code>
          <CopyButton text={run.command} label="Copy" />
        </div>
      )}
      <Diagnostics run={run} />
      {summary !== null && <Inputs summary={summary} />}
      {summary !== null && <Suppressed counts={summary.alerts.suppressed} />}
      {summary !== null && <SilentRules rules={summary.rules} />}
      <p class="faint colophon">
        {head.tool.name} {head.tool.version}, started {head.startedAt}
        {summary !== null && sequencesText(summary.sequences)}
        {' · '}ATT&amp;CK® is a registered trademark of The MITRE Corporation.
      </p>
    </main>
  );
}

function sequencesText({ pending, late, dropped }: RunSummary['sequences']): string {
  const parts = [
    pending > 0 && `${counted(pending, 'sequence')} still waiting at the end of the input`,
    late > 0 && `${counted(late, 'event')} too late to be placed`,
    dropped > 0 && `${counted(dropped, 'sequence')} given up`,
  ];
  return parts.map((part) => (part === false ? '' : ` · ${part}`)).join('');
}

function Figures({ summary }: { readonly summary: RunSummary }): JSX.Element {
  const { events, rules, durationMs } = summary;
  return (
    <div class="figures">
      <Figure name="events read" value={grouped(events.read)} />
      <Figure name={events.hosts === 1 ? 'host' : 'hosts'} value={grouped(events.hosts)} />
      <Figure name="rules ran" value={`${grouped(rules.run)} of ${grouped(rules.loaded)}`} />
      <Figure name="time taken" value={duration(Math.round(durationMs) * 1e6)} />
    </div>
  );
}

function Inputs({ summary: { inputs, events } }: { readonly summary: RunSummary }): JSX.Element {
  const categories = events.byCategory.map(
    ({ name, events: count }) => `${name} ${grouped(count)}`,
  );
  return (
    <Card title="Inputs" note={counted(inputs.length, 'file')}>
      <table class="table inputs">
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">Format</th>
            <th scope="col" class="number">
              Events
            </th>
            <th scope="col" class="number">
              Not read
            </th>
            <th scope="col" class="number">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => {
            const {
              name,
              format,
              compression,
              events: read,
              badLines,
              bytes: size,
              sha256,
            } = input;
            return (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                  <span class="digest faint">
                    {counted(size, 'byte')} ·{' '}
                    {sha256 === null ? (
                      'no SHA-256, since it was not read to its end'
                    ) : (
                      <>
                        SHA-256 <code>{sha256}</code>
                      </>
                    )}
                  </span>
                </td>
                <td>
                  {format ?? 'unknown'}
                  {compression !== null && compression !== 'none' && `, ${compression}`}
                </td>
                <td class="number">{grouped(read)}</td>
                <td class={`number${badLines > 0 ? ' bad' : ''}`}>{grouped(badLines)}</td>
                <td class="number">{bytes(size)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="card-foot faint">
        {categories.join(', ')}
        {events.span !== null && ` · ${events.span.start} – ${events.span.end}`}
        {events.withoutTime > 0 && ` · ${grouped(events.withoutTime)} without a time`}
      </p>
    </Card>
  );
}

/** What was found and not reported, by what suppressed it. */
function Suppressed({
  counts: { total, byReason },
}: {
  readonly counts: RunSummary['alerts']['suppressed'];
}): JSX.Element | null {
  if (total === 0) return null;
  return (
    <Card title="Suppressed" note={counted(total, 'alert')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Why</th>
            <th scope="col">Entry</th>
            <th scope="col">Owner</th>
            <th scope="col" class="number">
              Alerts
            </th>
          </tr>
        </thead>
        <tbody>
          {byReason.map(({ reason, entry, owner, alerts }) => (
            <tr>
              <td>{reason}</td>
              <td>{entry !== null && <code>{entry}</code>}</td>
              <td>{owner}</td>
              <td class="number">{grouped(alerts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function SilentRules({ rules }: { readonly rules: RunSummary['rules'] }): JSX.Element {
  const { silent, loaded, notEvaluable, inError } = rules;
  return (
    <Card
      title="Rules that could not match"
      note={`${grouped(silent.length)} of ${grouped(loaded)}`}
    >
      {silent.length === 0 ? (
        <p class="card-foot faint">Every rule found events that it is for.</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {silent.map(({ id, name, reason, detail }) => (
              <tr key={id}>
                <td>{name}</td>
                <td>
                  {REASONS[reason] ?? reason} <code>{detail}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {notEvaluable + inError > 0 && (
        <p class="card-foot faint">
          {counted(notEvaluable, 'rule file')} of a kind that cannot be run offline,{' '}
          {grouped(inError)} with an error.
        </p>
      )}
    </Card>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <div class="figure">
      <span class="figure-value">{value}</span>
      <span class="figure-name">{name}</span>
    </div>
  );
}

function Card({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="card">
      <header class="card-head">
        <h2>{title}</h2>
        <span class="faint">{note}</span>
      </header>
      <div class="card-scroll">{children}</div>
    </section>
  );
}

function Diagnostics({ run }: { readonly run: RunData }): JSX.Element | null {
  const { diagnostics, folded } = run;
  if (diagnostics.length + folded.length === 0) return null;
  return (
    <Card title="What was said" note={counted(diagnostics.length + folded.length, 'remark')}>
      <ul class="said">
        {diagnostics.map((each) => (
          <li class={each.severity}>
            <span class={`said-code ${each.severity}`}>{`${each.severity} ${each.code}`}</span>
            <span class="said-text">
              {each.message}
              {each.file !== null && <code class="said-place">{placeText(each)}</code>}
              {each.help !== null && <span class="faint">{each.help}</span>}
            </span>
          </li>
        ))}
        {folded.map(({ code, file, count }) => (
          <li>
            <span class="said-code">{code}</span>
            <span class="said-text faint">
              and {grouped(count)} more{file === null ? '' : ` in ${file}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function placeText({ file, line }: DiagnosticData): string {
  return `${file ?? ''}${line === null ? '' : `:${line}`}`;
}

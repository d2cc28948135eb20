import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StoryData, StoryEvent } from '../../data.js';
import { dateTime, type Zone } from '../model/words.js';
import { CopyButton, Section } from '../parts/basics.js';
import { labelOf, placeOf } from './chain.js';

/** The events as they were read; each is written out when it is opened. */
export function RawEvents({
  story,
  zone,
}: {
  readonly story: StoryData;
  readonly zone: Zone;
}): JSX.Element {
  return (
    <Section title="Raw events">
      {story.events.map(
        (event, index) =>
          event !== null && <RawEvent key={index} event={event} place={index + 1} zone={zone} />,
      )}
    </Section>
  );
}

function RawEvent({
  event,
  place,
  zone,
}: {
  readonly event: StoryEvent;
  readonly place: number;
  readonly zone: Zone;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const time = event.time === null ? Number.NaN : Date.parse(event.time);
  const { document } = event;
  const json = isOpen && document !== null ? JSON.stringify(document, null, 2) : '';
  const { file, line } = event.place;
  const command = `sed -n '${line}p' ${shellQuoted(file)}`;
  return (
    <details
      id={`event-${place}`}
      class="raw"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>
        <span class="chain-number">{place}</span>
        <span class="raw-label">{labelOf(event)}</span>
        <span class="faint raw-time">{Number.isNaN(time) ? '' : dateTime(time, zone)}</span>
        <span class="faint raw-place">{placeOf(event)}</span>
      </summary>
      {isOpen && (
        <>
          <div class="raw-tools">
            {document !== null && <CopyButton text={json} label="Copy JSON" />}
            {!file.startsWith('<') && <CopyButton text={command} label="Copy sed command" />}
          </div>
          {document === null ? (
            <p class="faint">Too long for this report: see {placeOf(event)}.</p>
          ) : (
            <pre class="code json">{jsonPieces(json)}</pre>
          )}
        </>
      )}
    </details>
  );
}

/** A path as one word of a shell. */
function shellQuoted(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Lines of indented JSON with keys apart from values. */
function jsonPieces(json: string): readonly (JSX.Element | string)[] {
  return json.split('\n').flatMap((line) => {
    const [, blanks = '', key, rest = ''] = /^( *)("(?:[^"\\]|\\.)*": )?(.*)$/s.exec(line) ?? [];
    const value = <span class={rest.startsWith('"') ? 'j-text' : 'j-value'}>{rest}</span>;
    return key === undefined
      ? [blanks, value, '\n']
      : [blanks, <span class="j-key">{key}</span>, value, '\n'];
  });
}

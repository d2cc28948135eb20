import type { JSX } from 'preact';
import type { StoryData, StoryEvent } from '../../data.js';
import { endpoint } from '../model/process-tree.js';
import { duration } from '../model/words.js';
import { Section } from '../parts/basics.js';

/** The events of a sequence in order, or of a sample in none; a missing one has its place, too. */
export function Chain({ story }: { readonly story: StoryData }): JSX.Element {
  const isSequence = story.kind === 'sequence';
  return (
    <Section
      title={isSequence ? 'Event chain' : 'Events of the sample'}
      note={isSequence ? 'in the order that the rule asks for' : 'in any order'}
    >
      <ol class="chain">
        {story.events.map((event, index) =>
          event === null ? (
            <li class="chain-event missing">
              <span class="chain-number">{index + 1}</span>
              <div class="chain-body">
                <strong>No such event</strong>
                <span class="faint">
                  {' '}
                  as the rule asks: what stage {index + 1} describes did not happen
                </span>
              </div>
            </li>
          ) : (
            <li class="chain-event">
              <span class="chain-number">{index + 1}</span>
              <div class="chain-body">
                <div class="chain-head">
                  <strong>{labelOf(event)}</strong>
                  {event.after_ns !== null && (
                    <span class="delta">+{duration(event.after_ns)}</span>
                  )}
                  <a class="place" href={`#event-${index + 1}`} onClick={showEvent(index + 1)}>
                    {placeOf(event)}
                  </a>
                </div>
                {detailsOf(event).map((detail) => (
                  <code class="chain-detail">{detail}</code>
                ))}
              </div>
            </li>
          ),
        )}
      </ol>
    </Section>
  );
}

/** Opens the document of an event and brings it into sight; the address stays that of the alert. */
export function showEvent(place: number): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const details = document.getElementById(`event-${place}`);
    if (!(details instanceof HTMLDetailsElement)) return;
    details.open = true;
    details.scrollIntoView({ block: 'start', behavior: 'smooth' });
    details.querySelector('summary')?.focus({ preventScroll: true });
  };
}

/** `network connection_attempted` */
export function labelOf({ event, syscall }: StoryEvent): string {
  const action = event.action.length > 0 ? event.action.join(', ') : (syscall ?? '');
  return `${event.category.join(', ')} ${action}`.trim() || 'event';
}

/** `events.ndjson:118` */
export function placeOf({ place: { file, line, index } }: StoryEvent): string {
  return `${file}:${line}${index === 0 ? '' : `#${index + 1}`}`;
}

function detailsOf({ process, file, destination, source, event }: StoryEvent): readonly string[] {
  const name = process.name ?? process.executable;
  const pid = process.pid === null ? '' : `(${process.pid})`;
  const command = process.command_line ?? process.title;
  const isAccepted = event.action.some((action) => action.includes('accepted'));
  return [
    ...(name === null ? [] : [`${name}${pid}${command === null ? '' : `  ${command}`}`]),
    ...(file.path === null ? [] : [file.path]),
    ...(isAccepted && source.ip !== null ? [`from ${endpoint(source.ip, source.port)}`] : []),
    ...(destination.ip === null ? [] : [`to ${endpoint(destination.ip, destination.port)}`]),
  ];
}

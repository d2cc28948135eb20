import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { StoryData } from '../../data.js';
import { processTrees, type ProcessNode } from '../model/process-tree.js';
import { Section } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { showEvent } from './chain.js';

/** Who started whom; processes of the alert's own events are ringed. */
export function ProcessTree({ story }: { readonly story: StoryData }): JSX.Element | null {
  const roots = useMemo(() => processTrees(story), [story]);
  if (roots.length === 0) return null;
  const hosts = new Set(roots.map(({ host }) => host));
  return (
    <Section title="Processes" note="ringed: in the events of this alert">
      <ul class="tree">
        {roots.map((root) => (
          <Node node={root} host={hosts.size > 1 ? root.host : null} />
        ))}
      </ul>
    </Section>
  );
}

function Node({
  node,
  host = null,
}: {
  readonly node: ProcessNode;
  readonly host?: string | null;
}): JSX.Element {
  const { name, executable, pid, commandLine, user, directory, events } = node;
  const facts = [
    ...(user === null ? [] : [`user ${user}`]),
    ...(directory === null ? [] : [`in ${directory}`]),
    ...(host === null ? [] : [`on ${host}`]),
    ...(node.isGuessed ? ['parent told by its process id alone'] : []),
  ];
  return (
    <li class={`node${events.length > 0 ? ' matched' : ''}${node.isDistant ? ' distant' : ''}`}>
      <div class="node-body">
        <div class="node-head">
          {name === null && executable === null ? (
            <span class="faint">process of which nothing is told</span>
          ) : (
            <strong>{name ?? executable}</strong>
          )}
          {pid !== null && <span class="faint">{pid}</span>}
          {events.map((place) => (
            <a
              class="stage"
              href={`#event-${place}`}
              title={`Event ${place}`}
              onClick={showEvent(place)}
            >
              {place}
            </a>
          ))}
          {facts.length > 0 && <span class="node-facts faint">{facts.join(' · ')}</span>}
        </div>
        {commandLine !== null ? (
          <code class="command">{commandLine}</code>
        ) : (
          executable !== null && <code class="command faint">{executable}</code>
        )}
        {node.deeds.map(({ kind, text, event }) => (
          <div class="deed">
            <Icon name={kind} />
            <code>{text}</code>
            <a
              class="stage"
              href={`#event-${event}`}
              title={`Event ${event}`}
              onClick={showEvent(event)}
            >
              {event}
            </a>
          </div>
        ))}
      </div>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child) => (
            <Node node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

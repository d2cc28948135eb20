import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { StoryData } from '../../data.js';
import { peersOf } from '../model/peers.js';
import { endpoint } from '../model/process-tree.js';
import { CopyButton, Section } from '../parts/basics.js';

export function Peers({ story }: { readonly story: StoryData }): JSX.Element | null {
  const peers = useMemo(() => peersOf(story), [story]);
  if (peers.length === 0) return null;
  return (
    <Section title="Network peers">
      <ul class="peers">
        {peers.map(({ direction, ip, port, reach, transport, processes, events }) => (
          <li>
            <span class="peer-direction">{direction === 'in' ? 'from' : 'to'}</span>
            <code class="peer-address">{endpoint(ip, port)}</code>
            <span class="tag">{reach}</span>
            {transport !== null && <span class="tag">{transport}</span>}
            <span class="faint peer-processes">{processes.join(', ')}</span>
            {events.length > 1 && <span class="faint">{events.length} events</span>}
            <CopyButton text={ip} label="Copy" />
          </li>
        ))}
      </ul>
    </Section>
  );
}

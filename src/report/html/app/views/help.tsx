import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../parts/basics.js';

const KEYS: readonly (readonly [title: string, keys: readonly (readonly [string, string])[]])[] = [
  [
    'Anywhere',
    [
      ['1  2  3', 'Overview, alerts, run'],
      ['/', 'Search'],
      ['x', 'Clear the filter'],
      ['z', 'Times in UTC or local'],
      ['t', 'Dark or light'],
      ['?', 'This help'],
    ],
  ],
  [
    'Alerts',
    [
      ['j  k', 'Next, previous alert'],
      ['↓  ↑', 'The same, in the list'],
      ['Home  End', 'First, last alert'],
      ['Esc', 'Close the alert'],
      ['c', 'Copy the link of the alert'],
    ],
  ],
  [
    'Timeline',
    [
      ['+  −', 'Nearer, farther'],
      ['←  →', 'Earlier, later'],
      ['0', 'All of it'],
      ['drag', 'Show that time alone'],
      ['Ctrl + wheel', 'Nearer, farther, at the pointer'],
    ],
  ],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <header class="help-head">
        <h2 id="help-title">Keys</h2>
        <IconButton icon="close" label="Close" onClick={() => dialog.current?.close()} />
      </header>
      <div class="help-groups">
        {KEYS.map(([title, keys]) => (
          <section>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div>
                  <dt>
                    {key.split('  ').map((each) => (
                      <kbd>{each}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="faint">
        A search finds words in rules, hosts, users, commands, files, addresses and ids; “two words”
        in double quotes are one. Every view, filter and alert has a link: copy the address, or use{' '}
        <code>#5f0c2a91</code>, the first digits of an alert’s id.
      </p>
    </dialog>
  );
}

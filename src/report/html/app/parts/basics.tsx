// Small parts that all views use.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Severity } from '../model/report.js';
import { Icon, type IconName } from './icons.js';

/** The severity as a word in its colour. */
export function SeverityBadge({ severity }: { readonly severity: Severity }): JSX.Element {
  return <span class={`badge sev-${severity}`}>{severity}</span>;
}

/** A link out of the report; the address was checked by who gives it. */
export function OutLink({
  href,
  children,
  class: className,
}: {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly class?: string;
}): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" class={className}>
      {children}
      <Icon name="external" />
    </a>
  );
}

export function IconButton({
  icon,
  label,
  onClick,
  pressed,
}: {
  readonly icon: IconName;
  /** What a press does. */
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Copies `text`, and says that it did. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => {
      setSaid(null);
    }, 1500);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  return (
    <button
      type="button"
      class="text-button"
      onClick={() => {
        void copy(text).then((isDone) => {
          setSaid(isDone ? 'Copied' : 'Not allowed');
        });
      }}
    >
      <Icon name={said === 'Copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}

/** Puts `text` on the clipboard; false where the browser does not let a file do so. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Part of a story, under a heading. */
export function Section({
  title,
  note,
  action,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="section">
      <header class="section-head">
        <h3>{title}</h3>
        {note !== undefined && <span class="faint">{note}</span>}
        {action !== undefined && <span class="section-action">{action}</span>}
      </header>
      {children}
    </section>
  );
}

// What nobody would see in a text, or would see at another place, is shown as an escape wherever the page shows text. What is copied is
// the text itself.
import { options } from 'preact';
import { escapeHidden } from '../../../../source/index.js';

/** Has every text of the page pass the table of {@link escapeHidden}. Once, before anything is drawn. */
export function showHiddenText(): void {
  options.vnode = (vnode) => {
    // Of a text Preact makes a node whose props are that text; its types tell of elements alone.
    const node: { props: unknown } = vnode;
    if (typeof node.props === 'string') node.props = escapeHidden(node.props);
  };
}

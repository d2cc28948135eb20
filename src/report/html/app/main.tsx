import { render } from 'preact';
import { App } from './views/app.js';
import { load } from './load.js';
import { showHiddenText } from './parts/visible-text.js';

const root = document.getElementById('app');
if (root !== null) {
  showHiddenText();
  const loaded = load(document);
  root.replaceChildren();
  render(<App loaded={loaded} />, root);
}

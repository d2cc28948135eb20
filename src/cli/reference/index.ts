export { manualPage } from './man.js';
export { markdownReference } from './markdown.js';

export {
  describeCommand,
  type ArgumentInfo,
  type CommandInfo,
  type OptionInfo,
} from './describe.js';
export { addHelp, helpConfiguration } from './help-text.js';
export { shortHelp } from './short-help.js';

export {
  describeCommand,
  type ArgumentInfo,
  type CommandInfo,
  type OptionInfo,
} from './describe.js';
export { offering } from './offered.js';
export { addHelp, helpConfiguration, optionDescription } from './help-text.js';
export { shortHelp } from './short-help.js';

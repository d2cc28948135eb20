/** What `rshell-scan help` prints instead of help for a terminal. */
export interface HelpFlags {
  readonly man?: boolean;
  readonly markdown?: boolean;
}

/** What can be wrong with any TOML file, whatever it is for. */
export const TOML_CODES = {
  RS100: 'the file is not valid TOML',
  RS102: 'a required key is missing',
  RS103: 'a value has the wrong type',
  RS104: 'a value is not one of those allowed',
  RS105: 'a key is not known',
} as const;

/** A code of this folder. */
export type TomlCode = keyof typeof TOML_CODES;

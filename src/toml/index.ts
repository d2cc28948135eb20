export { TOML_CODES, type TomlCode } from './codes.js';
export { Problems, TableReader } from './shape.js';
export { mapString, stringSource } from './string-source.js';
export { locateToml, type TomlPath, type TomlPlace } from './toml-places.js';
export {
  isTable,
  parseToml,
  tomlType,
  type TomlDocument,
  type TomlTable,
  type TomlValue,
} from './toml.js';

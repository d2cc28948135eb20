/**
 * The functions of EQL: their names, parameters and what they give. The checker reads the signatures, the compiler
 * calls `evaluate`. Source: spec §8.
 */
import type { Scalar } from '../event/index.js';
import type { ArithmeticOperator } from './ast.js';
import { calculate } from './arithmetic.js';
import { cidrMatcher, parseCidr } from './cidr.js';
import {
  between,
  endsWith,
  indexOf,
  parseNumber,
  startsWith,
  stringContains,
  substring,
} from './string-functions.js';

export type ParameterType = 'string' | 'number' | 'integer' | 'boolean' | 'ip' | 'any';

export interface ParameterSpec {
  /** As the documentation calls it: for messages. */
  readonly name: string;
  readonly type: ParameterType;
  readonly optional: boolean;
  /** Takes one argument or more; only ever the last parameter. */
  readonly variadic: boolean;
  /** Whether the argument must be known without an event. */
  readonly constant: boolean;
}

export interface FunctionSpec {
  /** As the documentation spells it; look-up is by lower case. */
  readonly name: string;
  /** Whether `name~(...)` exists. */
  readonly supportsInsensitive: boolean;
  readonly parameters: readonly ParameterSpec[];
  readonly returns: 'string' | 'number' | 'boolean';
  /**
   * The value for one combination of argument values, already of the parameters' types. Null arguments reach it only
   * at optional parameters and stand for "not given"; null elsewhere gives null without a call. Never throws.
   */
  readonly evaluate: (args: readonly (Scalar | null)[], insensitive: boolean) => Scalar | null;
}

/** The operators that are also functions, by lower-case function name. */
export const ARITHMETIC_FUNCTIONS: ReadonlyMap<string, ArithmeticOperator> = new Map([
  ['add', '+'],
  ['subtract', '-'],
  ['multiply', '*'],
  ['divide', '/'],
  ['modulo', '%'],
]);

const source = required('source', 'string');
const SPECS: readonly FunctionSpec[] = [
  ...Array.from(ARITHMETIC_FUNCTIONS, ([name, operator]) => arithmetic(name, operator)),
  {
    name: 'between',
    supportsInsensitive: true,
    parameters: [
      source,
      required('left', 'string'),
      required('right', 'string'),
      { ...required('greedy_matching', 'boolean'), optional: true, constant: true },
    ],
    returns: 'string',
    evaluate: ([text, left, right, greedy], insensitive) =>
      between(String(text), String(left), String(right), greedy === true, insensitive),
  },
  {
    name: 'cidrMatch',
    supportsInsensitive: false,
    parameters: [
      required('ip_address', 'ip'),
      { ...required('cidr_block', 'string'), variadic: true, constant: true },
    ],
    returns: 'boolean',
    evaluate: ([address, ...blocks]) => {
      const ranges = blocks.map((block) => parseCidr(String(block)));
      return cidrMatcher(ranges.filter((range) => range !== null))(String(address));
    },
  },
  {
    name: 'concat',
    supportsInsensitive: false,
    parameters: [{ ...required('value', 'any'), variadic: true }],
    returns: 'string',
    evaluate: (values) => values.map(String).join(''),
  },
  affix('endsWith', endsWith),
  {
    name: 'indexOf',
    supportsInsensitive: true,
    parameters: [source, required('substring', 'string'), optional('start_pos', 'integer')],
    returns: 'number',
    evaluate: ([text, wanted, start], insensitive) =>
      indexOf(String(text), String(wanted), Number(start ?? 0), insensitive),
  },
  {
    name: 'length',
    supportsInsensitive: false,
    parameters: [required('string', 'string')],
    returns: 'number',
    evaluate: ([text]) => String(text).length,
  },
  {
    name: 'number',
    supportsInsensitive: false,
    parameters: [required('string', 'string'), optional('base_num', 'integer')],
    returns: 'number',
    evaluate: ([text, base]) =>
      parseNumber(String(text), base === null || base === undefined ? null : Number(base)),
  },
  affix('startsWith', startsWith),
  {
    name: 'string',
    supportsInsensitive: false,
    parameters: [required('value', 'any')],
    returns: 'string',
    evaluate: ([value]) => String(value),
  },
  affix('stringContains', stringContains),
  {
    name: 'substring',
    supportsInsensitive: false,
    parameters: [source, required('start_pos', 'integer'), optional('end_pos', 'integer')],
    returns: 'string',
    evaluate: ([text, start, end]) =>
      substring(
        String(text),
        Number(start),
        end === null || end === undefined ? null : Number(end),
      ),
  },
];

/** Every function, by its name in lower case. */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  SPECS.map((spec) => [spec.name.toLowerCase(), spec]),
);

/** The parameter that argument `index` belongs to; undefined when there are too many arguments. */
export function parameterAt(spec: FunctionSpec, index: number): ParameterSpec | undefined {
  const last = spec.parameters.at(-1);
  return spec.parameters[index] ?? (last?.variadic === true ? last : undefined);
}

function required(name: string, type: ParameterType): ParameterSpec {
  return { name, type, optional: false, variadic: false, constant: false };
}

function optional(name: string, type: ParameterType): ParameterSpec {
  return { ...required(name, type), optional: true };
}

function arithmetic(name: string, operator: ArithmeticOperator): FunctionSpec {
  return {
    name,
    supportsInsensitive: false,
    parameters: [required('left', 'number'), required('right', 'number')],
    returns: 'number',
    evaluate: ([left, right]) => calculate(operator, Number(left), Number(right), false),
  };
}

/** `startsWith` and its kin: whether a text holds another one in some place. */
function affix(
  name: string,
  holds: (text: string, part: string, insensitive: boolean) => boolean,
): FunctionSpec {
  return {
    name,
    supportsInsensitive: true,
    parameters: [source, required('substring', 'string')],
    returns: 'boolean',
    evaluate: ([text, part], insensitive) => holds(String(text), String(part), insensitive),
  };
}

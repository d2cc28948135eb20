import { suggest } from '../source/index.js';
import type { CallNode, Expression } from './ast.js';
import { parseCidr } from './cidr.js';
import {
  ARITHMETIC_FUNCTIONS,
  FUNCTIONS,
  parameterAt,
  type FunctionSpec,
  type ParameterSpec,
  type ParameterType,
} from './functions.js';
import type { CheckScope } from './check-scope.js';
import { fits, NUMERIC, type Known, type ValueType } from './types.js';

/** Functions that people know from other versions and dialects, and what to write instead. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  ['wildcard', 'write `field : "pattern"` or `field like "pattern"`'],
  ['match', 'write `field regex "pattern"`'],
  ['matchlite', 'write `field regex "pattern"`'],
  ['safe', 'leave it out: nothing in a condition fails'],
  ['arraycontains', 'a field holds all values of an array: write `field == "value"`'],
  ['arraysearch', 'a field holds all values of an array: write `field == "value"`'],
  ['arraycount', 'there is no way to count the values of an array'],
  ['contains', 'did you mean `stringContains`?'],
]);

/** Types that an argument may have. */
const ACCEPTED: Readonly<Record<ParameterType, readonly ValueType[] | null>> = {
  string: ['string'],
  number: NUMERIC,
  integer: NUMERIC,
  boolean: ['boolean'],
  ip: ['ip', 'string'],
  any: null,
};

/** Checks a call, whose arguments are known as `args`, against the signature of its function. Source: spec §8. */
export function checkCall(call: CallNode, args: readonly Known[], scope: CheckScope): Known {
  const constant = args.every((argument) => argument.constant);
  const spec = FUNCTIONS.get(call.name.toLowerCase());
  if (spec === undefined) {
    reportUnknown(call, scope);
    return { type: 'unknown', constant };
  }
  if (call.insensitive && !spec.supportsInsensitive) {
    scope.problems.error('RS238', call.nameSpan, `function \`${spec.name}\` has no \`~\` form`, {
      help: `write \`${call.name}(…)\``,
    });
  }
  const least = spec.parameters.filter((parameter) => !parameter.optional).length;
  const most = spec.parameters.at(-1)?.variadic === true ? Infinity : spec.parameters.length;
  if (args.length < least || args.length > most) {
    const found = args.length === 0 ? 'none' : String(args.length);
    scope.problems.error(
      'RS236',
      call.span,
      `function \`${spec.name}\` expects ${quantity(least, most)}, found ${found}`,
      { help: signatureOf(spec) },
    );
  }
  for (const [index, argument] of call.args.entries()) {
    const parameter = parameterAt(spec, index);
    const known = args[index];
    if (parameter !== undefined && known !== undefined) {
      checkArgument(spec, parameter, argument, known, scope);
    }
  }
  const isWhole =
    ARITHMETIC_FUNCTIONS.has(spec.name) && args.every(({ type }) => type === 'integer');
  return { type: isWhole ? 'integer' : spec.returns, constant };
}

function checkArgument(
  spec: FunctionSpec,
  parameter: ParameterSpec,
  argument: Expression,
  { type, constant }: Known,
  { problems }: CheckScope,
): void {
  const whose = `argument \`${parameter.name}\` of \`${spec.name}\``;
  const accepted = ACCEPTED[parameter.type];
  if (parameter.constant && !constant) {
    problems.error('RS239', argument.span, `${whose} must be a constant`, {
      label: 'depends on the event',
    });
  } else if (accepted !== null && !fits(type, accepted)) {
    problems.error(
      'RS237',
      argument.span,
      `${whose} must be ${describe(parameter.type)}, found ${type}`,
      {
        help:
          parameter.type === 'string' && type !== 'string'
            ? 'write `string(…)` for its text'
            : undefined,
      },
    );
  } else if (parameter.type === 'integer' && type === 'number' && constant) {
    problems.error(
      'RS237',
      argument.span,
      `${whose} must be a whole number, found one with a fraction`,
    );
  } else if (spec.name === 'cidrMatch' && parameter.constant && isInvalidCidr(argument)) {
    problems.error('RS240', argument.span, `${whose} is no block of addresses`, {
      help: 'a block looks like "10.0.0.0/8" or "fe80::/10"',
    });
  }
}

function isInvalidCidr(argument: Expression): boolean {
  return (
    argument.kind === 'literal' &&
    typeof argument.value === 'string' &&
    parseCidr(argument.value) === null
  );
}

function reportUnknown(call: CallNode, { problems }: CheckScope): void {
  const lower = call.name.toLowerCase();
  const names = Array.from(FUNCTIONS.values(), (spec) => spec.name);
  const near = suggest(call.name, names);
  problems.error('RS235', call.nameSpan, `unknown function \`${call.name}\``, {
    help: REPLACED.get(lower) ?? (near === undefined ? undefined : `did you mean \`${near}\`?`),
  });
}

function describe(type: ParameterType): string {
  switch (type) {
    case 'integer':
      return 'a whole number';
    case 'ip':
      return 'an address';
    case 'any':
      return 'a value';
    case 'string':
    case 'number':
    case 'boolean':
      return `a ${type}`;
  }
}

function quantity(least: number, most: number): string {
  if (most === Infinity) return `${countOf(least)} or more`;
  return least === most ? countOf(least) : `${least} to ${countOf(most)}`;
}

function countOf(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`;
}

/** `between(source, left, right[, greedy_matching])` */
function signatureOf(spec: FunctionSpec): string {
  const parameters = spec.parameters.map(({ name, optional, variadic }, index) => {
    const separator = index === 0 ? '' : ', ';
    const text = `${separator}${name}${variadic ? '…' : ''}`;
    return optional ? `[${text}]` : text;
  });
  return `\`${spec.name}(${parameters.join('')})\``;
}

/** Diagnostics about the content of event inputs. RS303 is reported by who knows which fields are needed. */
export const INPUT_CODES = {
  RS301: 'line is not JSON',
  RS302: 'last record is cut off',
  RS303: 'no record looks like an ECS event',
  RS304: 'record is over the size limit',
  RS305: 'text is not valid UTF-8',
  RS306: 'JSON, but not an object',
  RS307: 'NUL bytes between records',
  RS308: 'file does not hold events',
  RS309: 'text skipped to find the next record',
  RS310: 'line is not an audit record',
} as const;

export type InputCode = keyof typeof INPUT_CODES;

// What a reader chose for all reports: theme and time zone. Kept by the browser where it lets a file keep anything.
import { useState } from 'preact/hooks';

/** A setting with its value, and a function that changes it. */
export function useSetting<Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(
    () => values.find((each) => each === stored(name)) ?? values[0],
  );
  const change = (next: Value): void => {
    setValue(next);
    try {
      localStorage.setItem(`rshell-scan.${name}`, next);
    } catch {
      // Not kept: the page works all the same.
    }
  };
  return [value, change];
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(`rshell-scan.${name}`);
  } catch {
    return null;
  }
}

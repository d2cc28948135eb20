/**
 * Items whose key an earlier item has, each with the first that has it. `outline` is asked first: it is the same for
 * items of one key, and cheap; keys are worked out where it is shared.
 */
export function repeatsIn<T>(
  items: readonly T[],
  outline: (item: T) => string,
  keyOf: (item: T) => string,
): readonly (readonly [item: T, first: T])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = outline(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .flatMap((group) => {
      const firsts = new Map<string, T>();
      return group.flatMap((item): readonly (readonly [T, T])[] => {
        const key = keyOf(item);
        const first = firsts.get(key);
        if (first === undefined) firsts.set(key, item);
        return first === undefined ? [] : [[item, first]];
      });
    });
}

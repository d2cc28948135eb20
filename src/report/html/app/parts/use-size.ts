import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** An element and its size in pixels, which follows it. */
export function useSize<Shown extends HTMLElement>(): readonly [
  RefObject<Shown | null>,
  { readonly width: number; readonly height: number },
] {
  const ref = useRef<Shown>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [ref, size];
}

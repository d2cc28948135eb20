// The address of the page as state: going back in the browser goes back here.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from '../model/route.js';

/** A change of the route. `replace`: without a step in the browser's history. */
export type Navigate = (change: Partial<Route>, replace?: boolean) => void;

export function useRoute(): readonly [Route, Navigate] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  // Two changes may come before the page is drawn again: the second goes on from the first.
  const now = useRef(route);
  useEffect(() => {
    const follow = (): void => {
      now.current = parseRoute(location.hash);
      setRoute(now.current);
    };
    addEventListener('popstate', follow);
    return () => {
      removeEventListener('popstate', follow);
    };
  }, []);
  const navigate = useCallback<Navigate>((change, replace = false) => {
    now.current = { ...now.current, ...change };
    const hash = formatRoute(now.current);
    if (replace) history.replaceState(null, '', hash);
    else if (hash !== location.hash) history.pushState(null, '', hash);
    setRoute(now.current);
  }, []);
  return [route, navigate];
}

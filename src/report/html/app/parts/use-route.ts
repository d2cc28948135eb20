// The address of the page as state: going back in the browser goes back here.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from '../model/route.js';

/** A change of the route. `replace`: without a step in the browser's history. */
export type Navigate = (change: Partial<Route>, replace?: boolean) => void;

export function useRoute(): readonly [Route, Navigate] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = (): void => {
      setRoute(parseRoute(location.hash));
    };
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
    };
  }, []);
  const navigate = useCallback<Navigate>((change, replace = false) => {
    setRoute((now) => {
      const next = { ...now, ...change };
      const hash = formatRoute(next);
      if (hash !== location.hash) {
        if (replace) history.replaceState(null, '', hash);
        else history.pushState(null, '', hash);
      }
      return next;
    });
  }, []);
  return [route, navigate];
}

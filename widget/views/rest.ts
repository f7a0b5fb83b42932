/**
 * What the first screens can do without when they are drawn for the first time: it is asked for then, in parts. Knows
 * which parts there are. Without them the header still leads out.
 */

/** Loads the rest, once however often it is asked; resolves to what it adds to the lists, or undefined without it. */
export const loadRest = () =>
  Promise.all([import('./waiting/waiting.ts'), import('./late.ts')]).then(
    ([{ withNotices }]) => withNotices,
    () => undefined,
  );

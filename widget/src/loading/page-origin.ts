/** Stands in for `script-origin.ts` in the npm package: a bundle comes from the page's own origin, wherever it is built. */
export const scriptOrigin = (): string => globalThis.location?.origin ?? ''

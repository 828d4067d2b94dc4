/** Stands in for `script-server.ts` in the npm package: a bundle comes from the page's own origin, wherever it is built. */
export const scriptServer: string = globalThis.location?.origin ?? ''

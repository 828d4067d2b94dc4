/**
 * Address of the server that this script came from, so that a page need not name it: what is before `/widget/`, or the
 * origin where somebody has put the script elsewhere. Every address has one.
 */
export const scriptServer: string = (/.*(?=\/widget\/)|.+?[^/:](?=\/)/.exec(import.meta.url) as RegExpExecArray)[0]

import { type CSSResult, unsafeCSS } from 'lit'

/** Browsers that do not know these keep the colours that they were told first. */
export const SHADES: CSSResult = unsafeCSS('(color: color(from red xyz-d65 x y z))')

/** White, as `x`, `y` and `z` have it: `y` is the luminance that contrast is measured by. */
const WHITE = [
  ['x', 0.9505],
  ['y', 1],
  ['z', 1.089],
] as const

const inEach = (from: string, value: (axis: string, white: number) => string) =>
  unsafeCSS(`color(from ${from} xyz-d65 ${WHITE.map(([axis, white]) => `calc(${value(axis, white)})`).join(' ')})`)

/** A colour made darker until its luminance is `most`, or lighter until it is `least`: what is within stays as it is. */
export const shade = (from: string, most: number, least: number): CSSResult =>
  inEach(from, (axis, white) => `${axis}*min(1,${most}/y) + (${white} - ${axis})*max(0,(${least} - y)/(1 - y))`)

/** Black or white, whichever contrasts more with a colour: 4.58 to 1 at least. */
export const contrasting = (from: string): CSSResult =>
  inEach(from, (_axis, white) => `${white}*clamp(0,(.179 - y)*1e6,1)`)

// A picture of how times grow with what is stored, as SVG: sizes to the right, each ten times the one before, times upwards.
const WIDTH = 760
const HEIGHT = 400
const LEFT = 56
const RIGHT = 520
const TOP = 24
const BOTTOM = 350
/** The least distance of two names. */
const LINE = 17

/** What stands for its kind, in colours that can be told apart without seeing red or green; light and dark. */
const CURVES = {
  'list, first page': ['#0072b2', '#56b4e9'],
  'list, unread': ['#007a59', '#3ddbab'],
  'open a chat': ['#767676', '#b0b0b0'],
  'catch up in a chat': ['#8f6a00', '#f0c84a'],
  'search, a word few have': ['#aa4585', '#e39ac6'],
  'search, a word many have': ['#c04a00', '#ff9a57'],
}

/**
 * @param {{ label: string, points: [number, number][] }[]} growth of which the kinds above are drawn
 * @returns the SVG
 */
export function plotGrowth(growth) {
  const curves = Object.keys(CURVES).flatMap((label) => growth.find((curve) => curve.label === label) ?? [])
  const sizes = curves[0].points.map(([size]) => size)
  const [low, high] = [Math.log10(sizes[0]), Math.log10(sizes.at(-1))]
  const top = niceAbove(Math.max(...curves.flatMap(({ points }) => points.map(([, time]) => time))))
  const x = (size) => LEFT + ((Math.log10(size) - low) / (high - low)) * (RIGHT - LEFT)
  const y = (time) => BOTTOM - (time / top) * (BOTTOM - TOP)
  const names = apart(curves.map(({ label, points }) => ({ label, at: y(points.at(-1)[1]), time: points.at(-1)[1] })))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">Milliseconds, in the middle, by the number of stored messages</title>
<style>${style()}</style>
<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>
${grid(top, y)}
${sizes.map((size) => `<text class="size" x="${round(x(size))}" y="${BOTTOM + 22}">${short(size)}</text>`).join('\n')}
<text class="size" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 42}">messages</text>
${curves.map((curve) => line(curve, x, y)).join('\n')}
${names.map(({ label, at, time }) => `<text class="name c${indexOf(label)}" x="${RIGHT + 14}" y="${round(at + 4)}">${label}, ${time.toFixed(0)} ms</text>`).join('\n')}
</svg>
`
}

const indexOf = (label) => Object.keys(CURVES).indexOf(label)
const round = (value) => Number(value.toFixed(1))
const short = (size) => (size >= 1e6 ? `${size / 1e6} M` : size >= 1e3 ? `${size / 1e3} k` : String(size))

function style() {
  const colours = (which) =>
    Object.values(CURVES)
      .map((pair, index) => `.c${index} { --colour: ${pair[which]} }`)
      .join(' ')
  return `
svg { --ground: #fff; --ink: #333; --rule: #ddd; font: 13px system-ui, sans-serif }
${colours(0)}
@media (prefers-color-scheme: dark) { svg { --ground: #16181d; --ink: #ddd; --rule: #3a3d44 } ${colours(1)} }
.ground { fill: var(--ground) } text { fill: var(--ink) } .rule { stroke: var(--rule) }
.size { text-anchor: middle } .time { text-anchor: end } .name { fill: var(--colour) }
polyline { fill: none; stroke: var(--colour); stroke-width: 2.5; stroke-linejoin: round } circle { fill: var(--colour) }
`
}

function grid(top, y) {
  return [0, 1, 2, 3, 4]
    .map((part) => (top * part) / 4)
    .map((time) => {
      const height = round(y(time))
      return `<path class="rule" d="M${LEFT} ${height}H${RIGHT}"/><text class="time" x="${LEFT - 8}" y="${height + 4}">${round(time)}${time === top ? ' ms' : ''}</text>`
    })
    .join('\n')
}

function line({ label, points }, x, y) {
  const places = points.map(([size, time]) => [round(x(size)), round(y(time))])
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5"/>`).join('')
  return `<g class="c${indexOf(label)}"><polyline points="${places.join(' ')}"/>${dots}</g>`
}

/** Names beside the ends of their curves, moved down where they would stand on each other, and up again from the bottom. */
function apart(names) {
  const sorted = names.toSorted((a, b) => a.at - b.at)
  sorted.forEach((name, index) => (name.at = Math.max(name.at, (sorted[index - 1]?.at ?? -Infinity) + LINE)))
  sorted
    .toReversed()
    .forEach((name, index, all) => (name.at = Math.min(name.at, (all[index - 1]?.at ?? BOTTOM + LINE) - LINE)))
  return sorted
}

/** 1, 2, 4 or 8, times a power of ten. */
function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 8, 10].map((factor) => factor * power).find((nice) => nice >= value)
}

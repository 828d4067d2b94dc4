import { createScrollAnchor } from './scroll-anchor.js'

const LINE = 100
const VIEW = 300

/** A log without a browser: each line is 100 px high, the view 300, and scrolling is bounded as in a browser. */
function makeLog(...sequences: number[]) {
  let top = 0
  const lines: { sequence: number; isConnected: boolean; getBoundingClientRect: () => { top: number } }[] = []
  const height = () => lines.length * LINE
  const log = {
    clientHeight: VIEW,
    get scrollHeight() {
      return height()
    },
    get scrollTop() {
      return Math.max(0, Math.min(top, height() - VIEW))
    },
    set scrollTop(value) {
      top = Math.max(0, Math.min(value, height() - VIEW))
    },
    getBoundingClientRect: () => ({ top: 20 }),
  }
  const lineOf = (sequence: number) => {
    const line = {
      sequence,
      isConnected: true,
      getBoundingClientRect: () => ({ top: 20 + lines.indexOf(line) * LINE - log.scrollTop }),
    }
    return line
  }
  lines.push(...sequences.map(lineOf))
  const place = createScrollAnchor(log as unknown as Element, () => lines as unknown as Element[])
  return {
    log,
    place,
    append: (sequence: number) => lines.push(lineOf(sequence)),
    prepend: (sequence: number) => lines.unshift(lineOf(sequence)),
    scrollTo: (y: number) => {
      log.scrollTop = y
      place.note()
    },
  }
}

describe('The place in a log', () => {
  it('stays at the end for who is at the end', () => {
    const { log, place, append } = makeLog(1, 2, 3, 4, 5)
    place.follow()
    place.keep()
    append(6)
    place.keep()
    expect([log.scrollTop, place.atEnd]).toEqual([300, true])
  })

  it('stays with the message at the top of the view for everybody else, whatever comes before or after', () => {
    const { log, place, append, prepend, scrollTo } = makeLog(3, 4, 5, 6, 7, 8)
    scrollTo(130)
    prepend(2)
    prepend(1)
    append(9)
    place.keep()
    expect([log.scrollTop, place.atEnd]).toEqual([330, false])
    prepend(0)
    place.keep()
    expect(log.scrollTop).toBe(430)
  })

  it('counts as at the end a little above it', () => {
    const { place, scrollTo } = makeLog(1, 2, 3, 4, 5)
    scrollTo(153)
    expect(place.atEnd).toBe(true)
    scrollTo(150)
    expect(place.atEnd).toBe(false)
  })

  it('takes nobody back to the end who has just left it', () => {
    const { place, log } = makeLog(1, 2, 3, 4, 5, 6)
    place.follow()
    place.keep()
    log.scrollTop = 200
    place.keep()
    expect([log.scrollTop, place.atEnd]).toEqual([200, false])
  })

  it('takes nobody back who has scrolled on since the place was noted', () => {
    const { place, log, prepend, scrollTo } = makeLog(1, 2, 3, 4, 5, 6, 7, 8)
    scrollTo(200)
    log.scrollTop = 220
    prepend(0)
    place.keep()
    expect(log.scrollTop).toBe(320)
  })

  it('is on its way to the end until the reader goes up', () => {
    const { place, log } = makeLog(1, 2, 3, 4, 5, 6, 7, 8)
    place.follow()
    log.scrollTop = 100
    place.scrolled()
    expect(place.atEnd).toBe(true)
    log.scrollTop = 90
    place.scrolled()
    expect(place.atEnd).toBe(false)
  })
})

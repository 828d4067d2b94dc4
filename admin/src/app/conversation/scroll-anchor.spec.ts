import { ReadingPlace } from './scroll-anchor.js'

const LINE = 100
const VIEW = 300

/** A log without layout: each line is 100 px high, the view 300, and scrolling is bounded as in a browser. */
function makeLog(...sequences: number[]) {
  const log = document.createElement('div')
  const content = document.createElement('div')
  let top = 0
  const height = () => content.children.length * LINE
  Object.defineProperties(log, {
    clientHeight: { get: () => VIEW },
    scrollHeight: { get: height },
    scrollTop: { get: () => top, set: (value: number) => (top = Math.max(0, Math.min(value, height() - VIEW))) },
  })
  const lineOf = (sequence: number) => {
    const line = document.createElement('p')
    line.dataset['sequence'] = String(sequence)
    Object.defineProperties(line, {
      offsetTop: { get: () => [...content.children].indexOf(line) * LINE },
      offsetHeight: { get: () => LINE },
    })
    return line
  }
  log.append(content)
  document.body.append(log)
  content.append(...sequences.map(lineOf))
  const place = new ReadingPlace(log, content)
  return {
    log,
    place,
    append: (sequence: number) => content.append(lineOf(sequence)),
    prepend: (sequence: number) => content.prepend(lineOf(sequence)),
    line: (sequence: number) => content.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`)!,
    scrollTo: (y: number) => {
      log.scrollTop = y
      place.note()
    },
  }
}

afterEach(() => document.body.replaceChildren())

describe('ReadingPlace', () => {
  it('stays at the end for who is at the end', () => {
    const { log, place, append } = makeLog(1, 2, 3, 4, 5)
    place.toEnd()
    append(6)
    place.keep()
    expect([log.scrollTop, place.atEnd, place.lastInSight()?.dataset['sequence']]).toEqual([300, true, '6'])
  })

  it('stays with the message at the top of the view for everybody else, whatever comes before or after', () => {
    const { log, place, append, prepend, scrollTo } = makeLog(3, 4, 5, 6, 7, 8)
    scrollTo(130)
    prepend(2)
    prepend(1)
    append(9)
    place.keep()
    expect([log.scrollTop, place.atEnd, place.lastInSight()?.dataset['sequence']]).toEqual([330, false, '7'])
  })

  it('counts as at the end a little above it', () => {
    const { place, scrollTo } = makeLog(1, 2, 3, 4, 5)
    scrollTo(153)
    expect(place.atEnd).toBe(true)
    scrollTo(150)
    expect(place.atEnd).toBe(false)
  })

  it('shows a line where it is wanted, and knows what is above the view', () => {
    const { log, place, line } = makeLog(1, 2, 3, 4, 5, 6, 7, 8)
    place.show(line(5), 0.5)
    expect(log.scrollTop).toBe(250)
    expect([place.isAbove(line(2)), place.isAbove(line(3)), place.isAbove(null)]).toEqual([true, false, false])
  })

  it('takes nobody back to the end who has just left it', () => {
    const { place, log } = makeLog(1, 2, 3, 4, 5, 6)
    place.toEnd()
    log.scrollTop = 200
    place.keep()
    expect([log.scrollTop, place.atEnd]).toEqual([200, false])
  })

  it('tells how much of the newest message can be seen', () => {
    const { place, log } = makeLog(1, 2, 3, 4)
    place.toEnd()
    expect(place.newest()).toEqual({ sequence: 4, height: LINE, shown: LINE, view: VIEW })
    log.scrollTop = 60
    expect(place.newest()?.shown).toBe(60)
  })
})

import { MessageLines } from './message-lines.js'

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
  return {
    log,
    lines: new MessageLines(log, content),
    line: (sequence: number) => content.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`)!,
  }
}

afterEach(() => document.body.replaceChildren())

describe('MessageLines', () => {
  it('knows what is above the view, and what is the last in sight', () => {
    const { lines, line, log } = makeLog(1, 2, 3, 4, 5, 6, 7, 8)
    log.scrollTop = 250
    expect([lines.isAbove(line(2)), lines.isAbove(line(3)), lines.isAbove(null)]).toEqual([true, false, false])
    expect(lines.lastInSight()?.dataset['sequence']).toBe('6')
    log.scrollTop = 330
    expect(lines.lastInSight()?.dataset['sequence']).toBe('7')
  })
})

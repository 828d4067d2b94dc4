import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { WindowFocus } from '../ui/window-focus.js'
import { Conversation } from './conversation.js'
import { MessageLines } from './message-lines.js'
import { ReadTracker } from './read-tracker.js'

const LINE = 100
const VIEW = 300

const focused = signal(true)
const target = signal<object | null>({ kind: 'end' })
const unreadCount = signal(8)
const calls = { read: [] as number[], viewed: [] as number[] }
const conversation = {
  target,
  state: () => ({ unreadCount: unreadCount() }),
  markRead: (sequence: number) => calls.read.push(sequence),
  trackViewed: (sequence: number) => calls.viewed.push(sequence),
}
/** What is above the log. */
let cover: Element | null

/** Eight messages, without layout: each is 100 px high, the view 300. */
function track() {
  const log = document.createElement('div')
  const rect = (top: number, height: number) => () => new DOMRect(0, top, 400, height)
  Object.defineProperties(log, { clientHeight: { value: VIEW }, getBoundingClientRect: { value: rect(0, VIEW) } })
  for (let sequence = 1; sequence <= 8; sequence++) {
    const line = document.createElement('p')
    line.dataset['sequence'] = String(sequence)
    const top = (sequence - 1) * LINE
    Object.defineProperties(line, {
      offsetTop: { value: top },
      getBoundingClientRect: { value: () => rect(top - log.scrollTop, LINE)() },
    })
    log.append(line)
  }
  document.body.append(log)
  const tracker = TestBed.runInInjectionContext(() => new ReadTracker(() => new MessageLines(log, log)))
  TestBed.tick()
  const scrollTo = (top: number) => {
    log.scrollTop = top
    tracker.check()
  }
  return { tracker, scrollTo }
}

function focus(has: boolean): void {
  focused.set(has)
  TestBed.tick()
}

beforeEach(() => {
  calls.read.length = calls.viewed.length = 0
  focused.set(true)
  target.set({ kind: 'end' })
  unreadCount.set(8)
  cover = null
  jest.spyOn(document, 'hasFocus').mockImplementation(() => focused())
  document.elementFromPoint = () => cover
  TestBed.configureTestingModule({
    providers: [
      { provide: Conversation, useValue: conversation },
      { provide: WindowFocus, useValue: { focused } },
    ],
  })
})

afterEach(() => {
  document.body.replaceChildren()
  jest.restoreAllMocks()
})

describe('ReadTracker', () => {
  it('marks as one goes, and what is only half in sight not yet', () => {
    const { scrollTo } = track()
    scrollTo(150)
    scrollTo(500)
    expect(calls.read).toEqual([3, 4, 8])
  })

  it('goes by what is in sight when the focus comes, not by what was before', () => {
    focused.set(false)
    const { scrollTo } = track()
    scrollTo(500)
    scrollTo(0)
    expect(calls).toEqual({ read: [], viewed: [] })
    focus(true)
    expect(calls).toEqual({ read: [3], viewed: [3] })
  })

  it('takes nothing below a dialog for read, and looks again when that is gone', () => {
    const dialog = document.body.appendChild(document.createElement('dialog'))
    cover = dialog.appendChild(document.createElement('p'))
    track()
    expect(calls.read).toEqual([])
    cover = null
    dialog.dispatchEvent(new Event('close'))
    expect(calls.read).toEqual([3])
  })

  it('is silent before it is known where to open, with nothing unread, and once the chat is left', () => {
    target.set(null)
    const { tracker } = track()
    expect(calls.viewed).toEqual([])
    target.set({ kind: 'end' })
    unreadCount.set(0)
    tracker.check()
    unreadCount.set(8)
    TestBed.resetTestingModule()
    document.dispatchEvent(new Event('close'))
    expect(calls).toEqual({ read: [], viewed: [3] })
  })
})

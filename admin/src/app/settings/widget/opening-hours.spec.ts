import { nextInterval, problemOf, toExceptions, toWeekly, weekOf } from './opening-hours.js'

const on = (day: number, from: string, to: string) => ({ day, from, to })
const closed = (date: string) => ({ date, isClosed: true, from: '', to: '' })
const dated = (date: string, from: string, to: string) => ({ date, isClosed: false, from, to })

describe('Hours in their fields', () => {
  it('say midnight as 00:00, and the server hears the end of the day', () => {
    const weekly = [on(0, '20:00', '24:00'), on(1, '13:00', '17:00'), on(1, '08:00', '12:00')]
    const rows = weekOf({ weekly })
    expect(rows).toEqual([on(1, '08:00', '12:00'), on(1, '13:00', '17:00'), on(7, '20:00', '00:00')])
    expect(toWeekly(rows).at(-1)).toEqual(on(7, '20:00', '24:00'))
    expect(toExceptions([closed('2026-12-25'), dated('2026-12-31', '00:00', '00:00')])).toEqual([
      { date: '2026-12-25' },
      { date: '2026-12-31', from: '00:00', to: '24:00' },
    ])
  })

  it('go on an hour after the last ones of the day', () => {
    expect(nextInterval(1, [])).toEqual(on(1, '09:00', '17:00'))
    expect(nextInterval(1, [on(1, '08:00', '12:00')])).toEqual(on(1, '13:00', '17:00'))
    expect(nextInterval(1, [on(1, '08:00', '21:30')])).toEqual(on(1, '22:00', '00:00'))
  })
})

describe('What is wrong with hours', () => {
  it.each([
    [[on(1, '08:00', '12:00'), on(1, '12:00', '00:00'), on(2, '00:00', '02:00')], [closed('2026-12-25')], null],
    [[on(1, '00:00', '00:00')], [], null],
    [
      [on(7, '22:00', '02:00'), on(1, '01:00', '03:00')],
      [],
      { kind: 'overlap', pair: [on(7, '22:00', '02:00'), on(1, '01:00', '03:00')] },
    ],
    [[on(1, '09:00', '')], [], { kind: 'incomplete' }],
    [[], [closed('')], { kind: 'incomplete' }],
    [[on(1, '09:00', '09:00')], [], { kind: 'empty' }],
    [[], [closed('2026-12-25'), dated('2026-12-25', '09:00', '12:00')], { kind: 'closedAgain', date: '2026-12-25' }],
    [
      [],
      [dated('2026-12-25', '22:00', '02:00'), dated('2026-12-26', '01:00', '03:00')],
      {
        kind: 'overlapOfDates',
        pair: [dated('2026-12-25', '22:00', '02:00'), dated('2026-12-26', '01:00', '03:00')],
      },
    ],
  ])('%#', (weekly, exceptions, problem) => {
    expect(problemOf(weekly, exceptions)).toEqual(problem)
  })
})

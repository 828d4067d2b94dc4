import { TestBed } from '@angular/core/testing'
import type { Attributes } from '@support-chat/shared'
import { UserAttributes } from './user-attributes.js'

async function shown(attributes: Attributes, context: Attributes): Promise<string[]> {
  const fixture = TestBed.createComponent(UserAttributes)
  fixture.componentRef.setInput('attributes', attributes)
  fixture.componentRef.setInput('context', context)
  await fixture.whenStable()
  const { children } = fixture.nativeElement as HTMLElement
  const words = (section: Element) => [...section.querySelectorAll('h3, dt, dd')].map(({ textContent }) => textContent)
  return [...children].map((section) => words(section).join(' '))
}

describe('What is told of a user', () => {
  it('says what is verified, and what is not', async () => {
    expect(await shown({ plan: 'pro', seats: 7, trial: false }, { cart: '<b>3</b>' })).toEqual([
      'From your systems plan pro seats 7 trial false',
      'From the page, unverified cart <b>3</b>',
    ])
  })

  it('has no heading over nothing', async () => {
    expect(await shown({}, { cart: 3 })).toEqual(['From the page, unverified cart 3'])
    expect(await shown({}, {})).toEqual([])
  })
})

import { secretsOf } from './secret-rotation.js'

const long = (letter: string) => letter.repeat(32)

describe('secretsOf', () => {
  it.each([
    ['one secret', long('a'), [long('a')]],
    ['several', `${long('a')},${long('b')},${long('c')}`, [long('a'), long('b'), long('c')]],
    ['blanks around the commas', ` ${long('a')} , ${long('b')}\n`, [long('a'), long('b')]],
    ['characters of several bytes', `${'ž'.repeat(16)},${long('b')}`, ['ž'.repeat(16), long('b')]],
    ['a comma inside of one secret', `${long('a')},short`, [`${long('a')},short`]],
    ['a comma at the end', `${long('a')},`, [`${long('a')},`]],
    ['blanks around one secret, which are part of it', ` ${long('a')} `, [` ${long('a')} `]],
  ])('reads %s', (_, value, secrets) => {
    expect(secretsOf(value)).toEqual(secrets)
  })
})

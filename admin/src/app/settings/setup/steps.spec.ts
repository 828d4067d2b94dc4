import type { Me, Setup, WidgetSettings } from '@support-chat/shared'
import { doneSteps } from './steps.js'

const FACTS: Setup = {
  public_url: 'https://support.example.com',
  development: false,
  user_tokens: 'secret',
  allowed_origins: [],
  first_page: null,
  refused_origins: [],
  has_colleagues: false,
  has_messages: false,
}
const ME: Me = { id: '1', email: 'a@example.com', name: 'Support', role: 'admin', avatar_url: null }
const SETTINGS: WidgetSettings = {
  team_name: '',
  greeting: '',
  topics: [],
  hours: { time_zone: 'UTC', weekly: [], exceptions: [] },
  brand: { accent: '', heading: '', position: 'bottom-right' },
}
const done = (facts: Partial<Setup> = {}, me: Partial<Me> = {}, settings: Partial<WidgetSettings> = {}) =>
  [...doneSteps({ ...FACTS, ...facts }, { ...ME, ...me }, { ...SETTINGS, ...settings })].join(' ')

test('A step is done once what it is about is there', () => {
  expect([done(), done({}, { name: null })]).toEqual(['', ''])
  expect([done({}, { name: 'Cleo' }), done({}, { avatar_url: '/api/avatars/1' })]).toEqual(['you', 'you'])
  expect(done({}, {}, { topics: ['Orders'] })).toBe('brand')
  expect(done({}, {}, { brand: { ...SETTINGS.brand, accent: '#1f6f4a' } })).toBe('brand')
  expect(done({ first_page: { url: null } })).toBe('embed signIn')
  expect(done({ has_colleagues: true, has_messages: true })).toBe('invite try')
})

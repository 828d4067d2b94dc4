import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { Attachment } from '@support-chat/shared'
import { ENGINE } from '../../connection/engine.js'
import { FakeConnection } from '../../connection/fake-connection.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { Conversation } from '../conversation.js'
import { MessageAttachments } from './message-attachments.js'

const file = (changes: Partial<Attachment> = {}): Attachment => ({
  id: 'file',
  name: 'report.pdf',
  content_type: 'application/pdf',
  size: 81_234,
  width: null,
  height: null,
  state: 'ready',
  url: '/api/attachments/file/report.pdf?expires=9999999999&signature=old',
  thumbnail_url: null,
  ...changes,
})
const picture = { name: 'cat.png', width: 480, height: 240, thumbnail_url: '/small.webp' }

async function draw(attachments: Attachment[], answer: (path: string) => unknown = () => null) {
  const connection = new FakeConnection(answer)
  TestBed.configureTestingModule({
    providers: [
      LiveConnection,
      { provide: ENGINE, useValue: { createConnection: () => connection } },
      { provide: Conversation, useValue: { chatId: signal('chat') } },
    ],
  })
  const fixture = TestBed.createComponent(MessageAttachments)
  fixture.componentRef.setInput('attachments', attachments)
  await fixture.whenStable()
  const element = fixture.nativeElement as HTMLElement
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve))
    await fixture.whenStable()
  }
  const words = () => (element.textContent ?? '').replace(/\s+/g, ' ').trim()
  return { connection, element, settle, words, button: () => element.querySelector('button') }
}

describe('MessageAttachments', () => {
  it('shows a picture in the room that it will take', async () => {
    const { button, connection } = await draw([file(picture)])
    expect(button()?.getAttribute('aria-label')).toBe('View picture cat.png')
    expect(button()?.style.width).toBe('240px')
    expect(button()?.querySelector('img')?.src).toMatch(/\/small\.webp$/)
    expect(connection.asked).toEqual([])
  })

  it('says name, type and size of everything else', async () => {
    const { button } = await draw([file()])
    expect(button()?.getAttribute('aria-label')).toBe('Download report.pdf, PDF · 81 kB')
  })

  it('asks for the address that an event does not have', async () => {
    const { connection, element, settle } = await draw([file({ ...picture, url: null, thumbnail_url: null })], () =>
      file(picture),
    )
    await settle()
    expect(connection.asked).toEqual(['GET /api/admin/chats/chat/attachments/file'])
    expect(element.querySelector('img')?.src).toMatch(/\/small\.webp$/)
  })

  it('cannot open what is being scanned, and says what came of it', async () => {
    const { connection, button, words, settle } = await draw([file({ state: 'scanning', url: null })])
    expect(button()).toBeNull()
    expect(words()).toBe('report.pdf Being checked for malware. It can be opened once that is done.')
    const refused = file({ state: 'refused', url: null })
    connection.emit('attachment_updated', { chat_id: 'chat', message_id: 'message', attachment: refused })
    await settle()
    expect(button()).toBeNull()
    expect(words()).toContain('malware was found in it')
    expect(connection.asked).toEqual([])
  })

  it('asks again what became of a scan once it may have missed that', async () => {
    const { connection, button, settle } = await draw([file({ state: 'scanning', url: null })], () => file())
    connection.sync()
    await settle()
    expect(button()?.getAttribute('aria-label')).toBe('Download report.pdf, PDF · 81 kB')
  })

  it('asks for another address before it opens one that has ended, and says where there is none', async () => {
    const ended = file({ ...picture, url: '/api/attachments/file/cat.png?expires=1000&signature=old' })
    let there = false
    const { connection, element, button, settle, words } = await draw([ended], () => {
      if (!there) throw new Error('away')
      return file(picture)
    })
    button()?.click()
    await settle()
    expect(words()).toContain('This file cannot be opened at the moment.')
    expect(element.querySelector('dialog')).toBeNull()
    there = true
    HTMLDialogElement.prototype.showModal ??= () => undefined
    button()?.click()
    await settle()
    expect(connection.asked).toHaveLength(2)
    expect(element.querySelector('dialog img')?.getAttribute('src')).toContain('signature=old')
    expect(words()).not.toContain('cannot be opened')
  })
})

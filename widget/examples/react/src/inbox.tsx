import { useSupportChat } from '@support-chat/widget/react'
import type { FormEvent } from 'react'
import type { User } from '../../sign-in'

/** The conversation without the element. */
export function Inbox({ user }: { user: User | null }) {
  const { messages, connected, unread, send, markAsRead } = useSupportChat(
    user && { serverUrl: 'http://localhost:3000', user: user.id, token: user.token, getToken: user.getToken },
  )

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('text'))
    if (await send(text)) form.reset()
  }

  return (
    <section aria-label="Inbox">
      <p role="status">
        {connected ? 'Connected' : 'Not connected'}, {unread} unread
      </p>
      <ol>
        {messages.map(({ id, client_id, sender_type, content, state }) => (
          <li key={client_id ?? id}>
            {sender_type === 'user' ? 'You' : 'Support'}: {content} {state !== 'stored' && `(${state})`}
          </li>
        ))}
      </ol>
      {/* What one user is writing is not for the next. */}
      <form key={user?.name} onSubmit={submit}>
        <input name="text" aria-label="Message" autoComplete="off" /> <button>Send</button>{' '}
        <button type="button" onClick={markAsRead}>
          Mark as read
        </button>
      </form>
    </section>
  )
}

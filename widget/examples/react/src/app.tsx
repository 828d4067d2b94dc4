import '@support-chat/widget'
import { useState } from 'react'
import { Inbox } from './inbox'
import { signIn, type User } from '../../sign-in'

export function App() {
  const [user, setUser] = useState<User | null>(null)
  const [view, setView] = useState<'widget' | 'inbox' | 'nothing'>('widget')
  const [dark, setDark] = useState(false)
  const [unread, setUnread] = useState(0)
  const [last, setLast] = useState('')

  const become = (next: User | null) => {
    setUser(next)
    setLast('')
  }

  return (
    <>
      <h1>Acme</h1>
      <p>
        <button onClick={async () => become(await signIn('ada'))}>Sign in as Ada</button>{' '}
        <button onClick={async () => become(await signIn('grace'))}>Sign in as Grace</button>{' '}
        <button onClick={() => become(null)}>Sign out</button>
      </p>
      <p>
        <button onClick={() => setView('widget')}>Widget</button>{' '}
        <button onClick={() => setView('inbox')}>Inbox</button>{' '}
        <button onClick={() => setView('nothing')}>Nothing</button>{' '}
        <label>
          <input type="checkbox" checked={dark} onChange={() => setDark(!dark)} /> Dark
        </label>
      </p>
      <p>
        Unread: <output>{unread}</output>
      </p>
      <p>
        Last message: <output>{last}</output>
      </p>
      {view === 'inbox' && <Inbox user={user} />}
      {view === 'widget' && (
        <support-chat
          server-url="http://localhost:3000"
          heading="Acme support"
          theme={dark ? 'dark' : 'light'}
          user={user?.id}
          token={user?.token}
          getToken={user?.getToken}
          onsupport-chat-unread={({ detail }) => setUnread(detail.count)}
          onsupport-chat-message={({ detail }) => setLast(detail.message.content)}
        />
      )}
    </>
  )
}

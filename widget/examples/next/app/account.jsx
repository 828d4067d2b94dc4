'use client'

import { SupportChat } from '@support-chat/widget/react'
import { useState } from 'react'
import { signIn } from './user'

export function Account() {
  const [user, setUser] = useState(null)
  const [unread, setUnread] = useState(0)
  return (
    <>
      <p>
        <button onClick={async () => setUser(await signIn('ada'))}>Sign in as Ada</button>{' '}
        <button onClick={async () => setUser(await signIn('grace'))}>Sign in as Grace</button>{' '}
        <button onClick={() => setUser(null)}>Sign out</button>
      </p>
      <p>
        Unread: <output>{unread}</output>
      </p>
      <SupportChat
        serverUrl="http://localhost:3000"
        heading="Acme support"
        user={user?.id}
        token={user?.token}
        getToken={user?.getToken}
        onUnread={({ detail }) => setUnread(detail.count)}
      />
    </>
  )
}

'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { signIn } from './user'

const Support = dynamic(() => import('./support'), { ssr: false })

export function Account() {
  const [user, setUser] = useState(null)
  return (
    <>
      <p>
        <button onClick={async () => setUser(await signIn('ada'))}>Sign in as Ada</button>{' '}
        <button onClick={async () => setUser(await signIn('grace'))}>Sign in as Grace</button>{' '}
        <button onClick={() => setUser(null)}>Sign out</button>
      </p>
      <Support user={user} />
    </>
  )
}

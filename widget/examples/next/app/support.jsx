import '@support-chat/widget'
import { useState } from 'react'

export default function Support({ user }) {
  const [unread, setUnread] = useState(0)
  return (
    <>
      <p>
        Unread: <output>{unread}</output>
      </p>
      <support-chat
        server-url="http://localhost:3000"
        heading="Acme support"
        user={user?.id}
        token={user?.token}
        getToken={user?.getToken}
        onsupport-chat-unread={({ detail }) => setUnread(detail.count)}
      />
    </>
  )
}

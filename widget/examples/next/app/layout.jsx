export const metadata = { title: 'Support Chat in Next.js' }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body style={{ font: '16px/1.5 system-ui', margin: '2rem', colorScheme: 'light dark' }}>{children}</body>
    </html>
  )
}

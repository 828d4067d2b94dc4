import { Account } from './account'

export default function Page() {
  return (
    <>
      <h1>Acme</h1>
      <Account />
    </>
  )
}

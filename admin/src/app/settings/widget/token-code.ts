/** What signs tokens on the host's own server, in the order in which it is offered. */
export const BACKENDS = ['node', 'next', 'rails', 'laravel', 'python'] as const
export type Backend = (typeof BACKENDS)[number]

export const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
  node: 'Node.js (jsonwebtoken)',
  next: 'Next.js (jose)',
  rails: 'Rails (jwt)',
  laravel: 'Laravel (firebase/php-jwt)',
  python: 'Python (PyJWT)',
}

/** How the host's own server answers `POST /support-token`: as in the README, which a test compares. */
export const TOKEN_CODE: Readonly<Record<Backend, string>> = {
  node: `app.post('/support-token', requireUser, (req, res) => {
  const { id, email, name } = req.user
  res
    .type('text')
    .send(
      jwt.sign({ sub: String(id), email, name }, process.env.USER_JWT_SECRET, { algorithm: 'HS256', expiresIn: '15m' }),
    )
})`,
  next: `// app/support-token/route.ts
import { SignJWT } from 'jose'

const secret = new TextEncoder().encode(process.env.USER_JWT_SECRET)

export async function POST() {
  const user = await currentUser() // your own session
  const token = await new SignJWT({ email: user.email, name: user.name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(user.id))
    .setExpirationTime('15m')
    .sign(secret)
  return new Response(token)
}`,
  rails: `class SupportTokensController < ApplicationController
  before_action :authenticate_user!

  def create
    claims = { sub: current_user.id.to_s, email: current_user.email, name: current_user.name, exp: 15.minutes.from_now.to_i }
    render plain: JWT.encode(claims, ENV.fetch("USER_JWT_SECRET"), "HS256")
  end
end`,
  laravel: `use Firebase\\JWT\\JWT;

Route::post('/support-token', function (Request $request) {
    $user = $request->user();
    $claims = ['sub' => (string) $user->id, 'email' => $user->email, 'name' => $user->name, 'exp' => time() + 900];
    return response(JWT::encode($claims, config('services.support_chat.secret'), 'HS256'))->header('Content-Type', 'text/plain');
})->middleware('auth');`,
  python: `@app.post("/support-token")
@login_required
def support_token():
    expires = datetime.now(timezone.utc) + timedelta(minutes=15)
    claims = {"sub": str(current_user.id), "email": current_user.email, "name": current_user.name, "exp": expires}
    return jwt.encode(claims, os.environ["USER_JWT_SECRET"], algorithm="HS256")`,
}

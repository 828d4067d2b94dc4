import { Body, Controller, Injectable, Module, Post, Res } from '@nestjs/common'
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm'
import { IsEmail } from 'class-validator'
import type { Response } from 'express'
import { randomUUID } from 'node:crypto'
import { Column, Entity, ManyToOne, PrimaryColumn, PrimaryGeneratedColumn, type Repository } from 'typeorm'

/** The company's own users, in its own table `users`. */
@Entity('users')
export class Customer {
  @PrimaryGeneratedColumn()
  id: number

  @Column('text')
  email: string

  @Column('text', { default: '' })
  plan: string
}

@Entity('sessions')
export class Session {
  @PrimaryColumn('text')
  id: string

  @ManyToOne(() => Customer, { eager: true, cascade: ['insert'] })
  customer: Customer
}

/** Sessions by cookie, the same for all processes. */
@Injectable()
export class Sessions {
  constructor(@InjectRepository(Session) private readonly sessions: Repository<Session>) {}

  async begin(email: string): Promise<string> {
    const { id } = await this.sessions.save({ id: randomUUID(), customer: { email } })
    return id
  }

  async find(tokenOrCookie: string | undefined) {
    const id = /(?:^|; *)session=([^;]+)/.exec(tokenOrCookie ?? '')?.[1] ?? tokenOrCookie ?? ''
    const session = await this.sessions.findOneBy({ id })
    if (!session) return null
    const { customer } = session
    return { sub: String(customer.id), email: customer.email, exp: Date.now() / 1000 + 3600 }
  }
}

export class Login {
  @IsEmail()
  email: string
}

@Controller('auth')
class AuthController {
  constructor(private readonly sessions: Sessions) {}

  @Post('login')
  async login(@Body() { email }: Login, @Res({ passthrough: true }) response: Response): Promise<{ session: string }> {
    const session = await this.sessions.begin(email)
    response.cookie('session', session, { httpOnly: true, sameSite: 'lax' })
    return { session }
  }
}

@Module({
  imports: [TypeOrmModule.forFeature([Customer, Session])],
  controllers: [AuthController],
  providers: [Sessions],
  exports: [Sessions],
})
export class AccountsModule {}

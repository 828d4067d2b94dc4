import { Body, Controller, Injectable, Module, Post } from '@nestjs/common'
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm'
import { randomUUID } from 'node:crypto'
import { Column, Entity, PrimaryGeneratedColumn, type Repository } from 'typeorm'

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

/** Sessions by cookie. */
@Injectable()
export class Sessions {
  private readonly open = new Map<string, Customer>()

  constructor(@InjectRepository(Customer) private readonly customers: Repository<Customer>) {}

  async begin(email: string): Promise<string> {
    const id = randomUUID()
    this.open.set(id, await this.customers.save({ email }))
    return id
  }

  find(tokenOrCookie: string | undefined) {
    const id = /(?:^|; *)session=([^;]+)/.exec(tokenOrCookie ?? '')?.[1] ?? tokenOrCookie ?? ''
    const customer = this.open.get(id)
    if (!customer) return null
    return { sub: String(customer.id), email: customer.email, exp: Date.now() / 1000 + 3600 }
  }
}

@Controller('auth')
class AuthController {
  constructor(private readonly sessions: Sessions) {}

  @Post('login')
  async login(@Body() { email }: { email: string }): Promise<{ session: string }> {
    return { session: await this.sessions.begin(email) }
  }
}

@Module({
  imports: [TypeOrmModule.forFeature([Customer])],
  controllers: [AuthController],
  providers: [Sessions],
  exports: [Sessions],
})
export class AccountsModule {}

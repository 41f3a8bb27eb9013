import { hash, verify } from "@node-rs/argon2"
import { Context, Effect, Layer, Redacted, Schema, Semaphore } from "effect"
import { normalPassword } from "../../domain/accounts/PasswordRules.ts"

/** Too many people wait for a hash already; nothing was checked. */
export class HashingBusy extends Schema.TaggedError<HashingBusy>()("HashingBusy", {}) {}

/** OWASP's minimum for argon2id (Password Storage Cheat Sheet); argon2id is the library's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A hash takes a core for about 20 ms and 19 MiB: two at a time leave the gateway its cores. */
const parallel = 2

/** More would wait for longer than a person does (about 0.3 s). */
const maxWaiting = 32

/** Hashes and checks passwords in their normal form (NFKC), two at a time, with a bounded queue in front. */
export class Passwords extends Context.Service<
  Passwords,
  {
    readonly hash: (password: Redacted.Redacted) => Effect.Effect<Redacted.Redacted, HashingBusy>
    /** `stored` null = no such login: takes as long as a real check and is false. */
    readonly isRight: (
      password: Redacted.Redacted,
      stored: Redacted.Redacted | null
    ) => Effect.Effect<boolean, HashingBusy>
    /** Whether a hash was made with less than is asked for now: the next right password is hashed anew. */
    readonly isOutdated: (stored: Redacted.Redacted) => boolean
  }
>()("relaydesk/http/Passwords") {
  static readonly layer = Layer.effect(
    Passwords,
    Effect.gen(function* () {
      const permits = yield* Semaphore.make(parallel)
      // Nobody's password: checked when the name is unknown, so that both answers cost the same.
      const nobody = yield* Effect.promise(() => hash(crypto.randomUUID(), cost))
      let waiting = 0

      const queued = <A>(work: () => Promise<A>): Effect.Effect<A, HashingBusy> =>
        Effect.suspend(() => {
          if (waiting >= maxWaiting + parallel) return Effect.fail(new HashingBusy())
          waiting += 1
          // Who hangs up does not stop the hash: its place is free when it is done, or his next request would start one more.
          return permits
            .withPermit(Effect.uninterruptible(Effect.promise(work)))
            .pipe(Effect.ensuring(Effect.sync(() => (waiting -= 1))))
        })

      return Passwords.of({
        hash: (password) =>
          Effect.map(
            queued(() => hash(normalOf(password), cost)),
            (text) => Redacted.make(text)
          ),
        isRight: (password, stored) =>
          Effect.map(
            queued(() => verify(stored === null ? nobody : Redacted.value(stored), normalOf(password))),
            (isEqual) => isEqual && stored !== null
          ),
        isOutdated: (stored) => {
          const [, memory, time, threads] =
            /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(Redacted.value(stored)) ?? []
          return (
            Number(memory ?? 0) < cost.memoryCost ||
            Number(time ?? 0) < cost.timeCost ||
            Number(threads ?? 0) < cost.parallelism
          )
        }
      })
    })
  )
}

const normalOf = (password: Redacted.Redacted): string => normalPassword(Redacted.value(password))

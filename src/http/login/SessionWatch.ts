import { Clock, Context, Effect, Layer, Queue, type Scope } from "effect"
import type { SessionLogin } from "../../ports/Logins.ts"
import { Logins } from "../../ports/Logins.ts"
import { Limits } from "../LiveLimits.ts"

interface Watched {
  readonly tokenHash: string
  readonly login: SessionLogin
  readonly onOver: () => void
  /** The login as it is now, at each check that it passes. */
  readonly onKept?: (login: SessionLogin) => void
}

/**
 * Tells open sockets that their login is over: at once when this process ended it, within `Limits.loginCheck` when another
 * process, or anybody in the database, did. One statement asks for all of them, however many there are.
 */
export class SessionWatch extends Context.Service<
  SessionWatch,
  {
    /** Calls `onOver` once, when the session ends, its login may not get in any more, or it shows another workspace. */
    readonly watch: (watched: Watched) => Effect.Effect<void, never, Scope.Scope>
    /** Somebody's session or standing was changed just now. */
    readonly checkNow: Effect.Effect<void>
  }
>()("relaydesk/http/SessionWatch") {
  static readonly layer = Layer.effect(
    SessionWatch,
    Effect.gen(function* () {
      const logins = yield* Logins
      const { loginCheck } = yield* Limits
      const watched = new Set<Watched>()
      const bell = yield* Queue.sliding<void>(1)

      const check = Effect.gen(function* () {
        if (watched.size === 0) return
        const asked = [...watched]
        const hashes = [...new Set(asked.map(({ tokenHash }) => tokenHash))]
        const found = yield* logins.findSessions(hashes, yield* Clock.currentTimeMillis)
        for (const one of asked) {
          const now = found.get(one.tokenHash)
          const isSame = now?.login.id === one.login.id && now.login.tenantId === one.login.tenantId
          if (isSame && !now.mustEnrol) {
            one.onKept?.(now.login)
            continue
          }
          watched.delete(one)
          one.onOver()
        }
      }).pipe(
        // A database that is away for a moment does not log everybody out; the next check decides.
        Effect.catchDefect((defect) => Effect.logWarning("Live logins could not be checked", defect))
      )

      yield* Queue.take(bell).pipe(
        Effect.timeoutOption(loginCheck),
        Effect.andThen(check),
        Effect.forever,
        Effect.forkScoped
      )

      return SessionWatch.of({
        watch: (one) =>
          Effect.acquireRelease(
            Effect.sync(() => void watched.add(one)),
            () => Effect.sync(() => void watched.delete(one))
          ),
        checkNow: Effect.asVoid(Queue.offer(bell, undefined))
      })
    })
  )
}

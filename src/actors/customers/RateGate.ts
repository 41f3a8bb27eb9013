import { Effect } from "effect"
import { conductLimit } from "../../domain/ConductLimits.ts"
import type { ContactId, TenantId } from "../../domain/Ids.ts"
import type { Rules } from "../../domain/Rules.ts"
import { Conduct } from "../../ports/Conduct.ts"

interface Known {
  /** Commands within the window by the database's word, and those since. */
  readonly count: number
  readonly spent: number
  readonly askedAt: number
  readonly blockedUntil: number
}

/** The database hears of a writer's commands at most this often, so that the limit costs next to nothing; a limit reached is told at once. */
const askEveryMillis = 5_000

const mostWriters = 1_000

/**
 * CU-08: how many commands a writer may give. Counted in memory and added up in the database, where the writer's other
 * chats and the next process find them.
 */
export const makeRateGate = Effect.gen(function* () {
  const conduct = yield* Conduct
  const known = new Map<ContactId, Known>()

  /** `isFirst` for the one command that is told of the wait (CU-09). */
  return Effect.fnUntraced(function* (tenantId: TenantId, contactId: ContactId, rules: Rules, now: number) {
    if (!rules.isRateLimitOn) return { isOver: false, isFirst: false }
    const limit = conductLimit("command", rules)
    const last = known.get(contactId)
    const isBlocked = last !== undefined && last.blockedUntil > now
    if (isBlocked && now - last.askedAt < askEveryMillis) return { isOver: true, isFirst: false }
    if (isBlocked) {
      // The owner may have ended the wait meanwhile.
      const { blockedUntil } = yield* conduct.note(tenantId, contactId, "command", 0, now, limit)
      if (blockedUntil !== null) {
        known.set(contactId, { ...last, blockedUntil, askedAt: now })
        return { isOver: true, isFirst: false }
      }
      known.delete(contactId)
    }
    const before = known.get(contactId)
    const spent = (before?.spent ?? 0) + 1
    const isFresh = before !== undefined && now - before.askedAt < askEveryMillis
    if (isFresh && before.count + spent <= limit.limit) {
      known.set(contactId, { ...before, spent })
      return { isOver: false, isFirst: false }
    }
    const verdict = yield* conduct.note(tenantId, contactId, "command", spent, now, limit)
    if (known.size >= mostWriters) known.clear()
    const blockedUntil = verdict.blockedUntil ?? 0
    known.set(contactId, { count: verdict.count, spent: 0, askedAt: now, blockedUntil })
    return { isOver: blockedUntil > now, isFirst: verdict.isFirst }
  })
})

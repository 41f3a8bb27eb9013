import { Effect } from "effect"
import { conductLimit, type WarningKind } from "../../domain/ConductLimits.ts"
import { Conduct } from "../../ports/Conduct.ts"
import type { Known } from "./Misconduct.ts"

const mostRemembered = 1_000

/**
 * CU-09: whether a warning is the first of its kind in a while, so that nobody makes the bot repeat itself. The rows
 * decide, for all chats of the writer and over a restart; what was said a moment ago is remembered here. Trusted
 * identities are always told.
 */
export const makeWarnings = Effect.gen(function* () {
  const conduct = yield* Conduct
  const quietUntil = new Map<string, number>()

  return Effect.fnUntraced(function* ({ tenantId, writer, rules }: Known, kind: WarningKind, now: number) {
    if (writer.isTrusted) return true
    const key = `${writer.contactId}/${kind}`
    if (now < (quietUntil.get(key) ?? 0)) return false
    const { isFirst, blockedUntil } = yield* conduct.note(
      tenantId,
      writer.contactId,
      kind,
      1,
      now,
      conductLimit(kind, rules)
    )
    if (quietUntil.size >= mostRemembered) quietUntil.clear()
    quietUntil.set(key, blockedUntil ?? 0)
    return isFirst
  })
})
